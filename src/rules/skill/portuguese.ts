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

/** What the rules find, in Portuguese, by code. A rule that is missing is described in English. */
export const portugueseSummaries: Readonly<Record<string, string>> = {
  AIO101: "time.sleep e semelhantes bloqueiam o event loop, em qualquer profundidade abaixo de uma corrotina",
  AIO102: "Uma chamada de rede faz o event loop esperar, em qualquer profundidade abaixo de uma corrotina",
  AIO103:
    "Um driver de banco ou ORM síncrono faz o event loop esperar, em qualquer profundidade abaixo de uma corrotina",
  AIO104: "Executar ou esperar um processo faz o event loop esperar, em qualquer profundidade abaixo de uma corrotina",
  AIO105: "O acesso a arquivos faz o event loop esperar o disco, em qualquer profundidade abaixo de uma corrotina",
  AIO106: "Esperar que alguém digite bloqueia o event loop, em qualquer profundidade abaixo de uma corrotina",
  AIO107: "Esperar uma thread, uma fila de threads ou um future de threads bloqueia o event loop",
  AIO108: "Um cálculo longo ocupa o event loop e para todo o resto, em qualquer profundidade abaixo de uma corrotina",
  AIO201: "Uma corrotina é criada e jogada fora: seu corpo nunca executa",
  AIO202: "Uma condição pergunta se uma corrotina é verdadeira, o que ela sempre é",
  AIO203: "Uma corrotina é impressa, registrada em log ou escrita num texto no lugar do seu resultado",
  AIO204: "Uma corrotina fica numa variável ou atributo que ninguém aguarda, em pelo menos um caminho",
  AIO205: "Uma função corrotina é entregue a algo que a chama e não aguarda nada",
  AIO206: "Um cache guarda a corrotina de um `async def`, que só pode ser aguardada uma vez",
  AIO208: "Uma thread recebe uma função corrotina, ou o resultado de uma chamada no lugar da função",
  AIO209: "Uma corrotina é devolvida para fora do `with` ou `try` de que seu trabalho precisa",
  AIO211: "`with` ou `for` é usado onde só a forma async funciona, ou o contrário",
  AIO301: "Uma task é iniciada e nada a guarda",
  AIO302: "Chamadas que não dependem umas das outras são aguardadas uma após a outra",
  AIO303: "Um laço aguarda a mesma chamada para cada elemento, embora nenhuma volta precise de outra",
  AIO307: "Uma task é guardada num atributo, e ninguém olha como ela terminou",
  AIO401: "Uma task cancelada aqui continua como se nada tivesse acontecido",
  AIO402: "Exceções são pedidas como resultados, e ninguém olha os resultados",
  AIO501: "Um event loop é iniciado enquanto outro executa na mesma thread",
  AIO502: "O event loop espera um trabalho que só o event loop poderia fazer",
  AIO503: "Um loop é criado e executado à mão onde `asyncio.run` bastaria",
  AIO601: "Uma trava (lock) de threads fica presa enquanto a corrotina aguarda",
  AIO604: "Uma thread mexe no que só a thread do event loop pode mexer",
  AIO701: "Uma sessão, conexão ou arquivo é aberto e não é fechado, em pelo menos um caminho",
  AIO702: "Um cliente que mantém conexões é criado de novo a cada requisição",
  AIO703: "Um `async for` é abandonado cedo, e a limpeza do gerador executa em outra hora e lugar",
};
