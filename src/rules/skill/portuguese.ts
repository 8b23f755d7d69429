import type { SkillLine } from "../skill.ts";

/** The lines of the skill in Portuguese. */
export const portugueseLines: Readonly<Record<SkillLine, string>> = {
  "async-def": "SEMPRE use `async def` para E/S (I/O)",
  "await-everything": "SEMPRE use `await` ao chamar corrotinas",
  "create-task": "SEMPRE use `create_task` para execução concorrente",
  gather: "SEMPRE use `gather` para aguardar várias corrotinas",
  "handle-errors": "SEMPRE trate os erros de cada corrotina",
  "async-with": "SEMPRE use `async with` onde ele existir",
  "asyncio-run": "SEMPRE use `asyncio.run()` como ponto de entrada",
  "never-block": "NUNCA bloqueie dentro de código async",
  "never-ignore-errors": "NUNCA ignore a exceção de uma task",
  "never-nest-loops": "NUNCA aninhe event loops",
  "never-mix": "NUNCA misture sync e async sem um executor",
  "never-leak": "NUNCA esqueça de fechar sessões e conexões",
};
