/** What the commands print. */
export const commandLine: Readonly<Record<string, string>> = {
  error: "erro",
  warning: "aviso",
  information: "informação",
  // uncoil rule
  off: "desligada",
  ", also known as {0}": ", também conhecida como {0}",
  "off by default": "desligada por padrão",
  "severity {0}": "severidade: {0}",
  "{0}, since {1}{2}": "{0}, desde {1}{2}",
};
