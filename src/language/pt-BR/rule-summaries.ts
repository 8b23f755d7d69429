/** What each rule finds, by its summary in English. The skill in Portuguese uses them too. */
export const ruleSummaries: Readonly<Record<string, string>> = {
  "time.sleep and its like stop the event loop, at any depth below a coroutine":
    "time.sleep e semelhantes bloqueiam o event loop, em qualquer profundidade abaixo de uma corrotina",
  "A network call makes the event loop wait, at any depth below a coroutine":
    "Uma chamada de rede faz o event loop esperar, em qualquer profundidade abaixo de uma corrotina",
  "A synchronous database driver or ORM makes the event loop wait, at any depth below a coroutine":
    "Um driver de banco ou ORM síncrono faz o event loop esperar, em qualquer profundidade abaixo de uma corrotina",
  "Running or waiting for a process makes the event loop wait, at any depth below a coroutine":
    "Executar ou esperar um processo faz o event loop esperar, em qualquer profundidade abaixo de uma corrotina",
  "File access makes the event loop wait for the disk, at any depth below a coroutine":
    "O acesso a arquivos faz o event loop esperar o disco, em qualquer profundidade abaixo de uma corrotina",
  "Waiting for a person to type stops the event loop, at any depth below a coroutine":
    "Esperar que alguém digite bloqueia o event loop, em qualquer profundidade abaixo de uma corrotina",
  "Waiting for a thread, a queue of threads or a future of one stops the event loop":
    "Esperar uma thread, uma fila de threads ou um future de threads bloqueia o event loop",
  "A long computation keeps the event loop from everything else, at any depth below a coroutine":
    "Um cálculo longo ocupa o event loop e paralisa todo o resto, em qualquer profundidade abaixo de uma corrotina",
  "A coroutine is created and thrown away: its body never runs":
    "Uma corrotina é criada e jogada fora: seu corpo nunca executa",
  "A condition asks whether a coroutine is true, which it always is":
    "Uma condição pergunta se uma corrotina é verdadeira, o que ela sempre é",
  "A coroutine is printed, logged or written into a text instead of its result":
    "Uma corrotina é impressa, registrada em log ou escrita num texto no lugar do seu resultado",
  "A coroutine is kept in a variable or attribute that nobody awaits, on some way at least":
    "Uma corrotina fica numa variável ou atributo que ninguém aguarda, em pelo menos um caminho",
  "A coroutine function is given to something that calls it and awaits nothing":
    "Uma função corrotina é entregue a algo que a chama e não aguarda nada",
  "A cache keeps the coroutine of an `async def`, which can be awaited only once":
    "Um cache guarda a corrotina de um `async def`, que só pode ser aguardada uma vez",
  "A thread is given a coroutine function, or the result of a call instead of the function":
    "Uma thread recebe uma função corrotina, ou o resultado de uma chamada no lugar da função",
  "A coroutine is returned out of the `with` or `try` that its work needs":
    "Uma corrotina é devolvida para fora do `with` ou `try` de que seu trabalho precisa",
  "`with` or `for` is used where only the async form works, or the other way round":
    "`with` ou `for` é usado onde só a forma async funciona, ou o contrário",
  "A task is started and nothing keeps it": "Uma task é iniciada e nada a guarda",
  "Calls that do not need each other are awaited one after the other":
    "Chamadas que não dependem umas das outras são aguardadas uma após a outra",
  "A loop awaits the same call for each element, though no round needs another":
    "Um laço aguarda a mesma chamada para cada elemento, embora nenhuma volta precise de outra",
  "A task is kept in an attribute, and nobody ever looks how it ended":
    "Uma task é guardada num atributo, e ninguém olha como ela terminou",
  "A task that is cancelled here goes on as if nothing had happened":
    "Uma task cancelada aqui continua como se nada tivesse acontecido",
  "Exceptions are asked for as results, and nobody looks at the results":
    "Exceções são pedidas como resultados, e ninguém olha os resultados",
  "An event loop is entered while one is running in the same thread":
    "Um event loop é iniciado enquanto outro executa na mesma thread",
  "The event loop waits for work that only the event loop could do":
    "O event loop espera um trabalho que só o event loop poderia fazer",
  "A loop is made and run by hand where `asyncio.run` would do":
    "Um loop é criado e executado à mão onde `asyncio.run` bastaria",
  "A lock of threads is held while the coroutine awaits": "Um lock de threads fica preso enquanto a corrotina aguarda",
  "A thread touches what only the event loop's own thread may touch":
    "Uma thread mexe no que só a thread do event loop pode mexer",
  "A session, connection or file is opened and not closed, on some way at least":
    "Uma sessão, conexão ou arquivo é aberto e não é fechado, em pelo menos um caminho",
  "A client that keeps connections is made anew for each request":
    "Um cliente que mantém conexões é criado de novo a cada requisição",
  "An `async for` is left early, and the generator's clean-up runs some time, somewhere else":
    "Um `async for` é abandonado cedo, e a limpeza do gerador executa em outra hora e lugar",
};
