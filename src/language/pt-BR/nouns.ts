/** What is counted: the word for one, and for several. */
export const nouns: Readonly<Record<string, readonly [string, string]>> = {
  coroutine: ["corrotina", "corrotinas"],
  "entry point": ["ponto de entrada", "pontos de entrada"],
  failure: ["falha", "falhas"],
  file: ["arquivo", "arquivos"],
  finding: ["achado", "achados"],
  function: ["função", "funções"],
  path: ["caminho", "caminhos"],
  warning: ["aviso", "avisos"],
};
