/** What the rules say of a finding. */
export const rules: Readonly<Record<string, string>> = {
  // async-callback-dropped
  "`{0}` returns a coroutine, and `{1}` throws away what it is given back":
    "`{0}` devolve uma corrotina, e `{1}` joga fora o que recebe de volta",
  "`{0}` is a coroutine function, and `{1}` calls it without awaiting":
    "`{0}` é uma função corrotina, e `{1}` a chama sem aguardar",
  "The call only creates the coroutine: not a line of its body runs, and nobody is told":
    "A chamada só cria a corrotina: nenhuma linha do seu corpo executa, e ninguém fica sabendo",
  "Give it a plain function that starts a task for the coroutine and keeps the task":
    "Passe uma função comum que inicie uma task para a corrotina e guarde a task",
  // await-in-loop
  "`{0}` is awaited in each round of a loop, one after the other":
    "`{0}` é aguardado a cada volta de um laço, uma espera depois da outra",
  "Each round waits until the one before it has been answered: the loop takes as long as all of them together, not as long as the slowest":
    "Cada volta espera a resposta da anterior: o laço demora a soma de todas, e não o tempo da mais lenta",
  // cached-coroutine
  "`{0}` keeps the coroutine of `{1}`, not its result": "`{0}` guarda a corrotina de `{1}`, e não o seu resultado",
  "`{0}` keeps the async generator of `{1}`, not its result":
    "`{0}` guarda o gerador async de `{1}`, e não o seu resultado",
  "A coroutine can be awaited once: the second caller gets the spent one and RuntimeError":
    "Uma corrotina só pode ser aguardada uma vez: quem chama depois recebe a mesma, já gasta, e um RuntimeError",
  "An async generator can be iterated once: the second caller gets the spent one and no items":
    "Um gerador async só pode ser percorrido uma vez: quem chama depois recebe o mesmo, já gasto, sem nenhum item",
  "Use a cache that knows of coroutines, or keep the result, or a task, in a dict of your own":
    "Use um cache que conheça corrotinas, ou guarde o resultado, ou uma task, num dict seu",
  // client-per-request
  "A `{0}` is made anew {1}": "`{0}` é criado de novo {1}",
  "Each one opens connections of its own, and throws them away: the others' cannot be used again":
    "Cada um abre as suas próprias conexões e as joga fora: as dos outros não podem ser reaproveitadas",
  "Make one when the application starts, hand it to whoever needs it, and close it at the end":
    "Crie um só quando a aplicação inicia, passe-o a quem precisar e feche-o no fim",
  "in each round of a loop": "a cada volta de um laço",
  "makes the client": "cria o cliente",
  "for each message": "a cada mensagem",
  "for each event": "a cada evento",
  "for each command": "a cada comando",
  "for each request": "a cada requisição",
  // coroutine-formatted
  "The text shows the coroutine `{0}` gives, not its result":
    "O texto mostra a corrotina que `{0}` devolve, e não o seu resultado",
  "What is written is `<coroutine object …>`, and the body of the coroutine function never runs":
    "O que sai escrito é `<coroutine object …>`, e o corpo da função corrotina nunca executa",
  "Await it: `await {0}(…)`": "Aguarde-a: `await {0}(…)`",
  // coroutine-never-consumed
  "The coroutines in `{0}` are never awaited": "As corrotinas em `{0}` nunca são aguardadas",
  "The coroutine in `{0}` is never awaited": "A corrotina em `{0}` nunca é aguardada",
  "The coroutine in `{0}` is not awaited {1}": "A corrotina em `{0}` não é aguardada {1}",
  "What nobody awaits never runs: not a line of its body, and Python only warns when the object is collected":
    "O que ninguém aguarda nunca executa, nem uma linha do corpo, e o Python só avisa quando o objeto é coletado",
  "Await each of them, all at once with a task group, or one after another":
    "Aguarde cada uma delas: todas ao mesmo tempo, num task group, ou uma depois da outra",
  "Await it: `await {0}(…)`, or start a task and keep it": "Aguarde: `await {0}(…)`, ou inicie uma task e guarde-a",
  "Create it where it is awaited, or `{0}.close()` it on the way out":
    "Crie a corrotina onde ela é aguardada, ou feche-a na saída com `{0}.close()`",
  "The coroutine in `{0}.{1}` is never awaited": "A corrotina em `{0}.{1}` nunca é aguardada",
  "No file of the project reads the attribute, and what nobody awaits never runs":
    "Nenhum arquivo do projeto lê o atributo, e o que ninguém aguarda nunca executa",
  "Await it: `await {0}(…)`, or start a task and await that when the object is closed":
    "Aguarde: `await {0}(…)`, ou inicie uma task e aguarde-a ao fechar o objeto",
  "before a `return`": "antes de um `return`",
  "before a `raise`": "antes de um `raise`",
  "before the name gets another value": "antes de o nome receber outro valor",
  "on every way to the end of the function": "em todos os caminhos até o fim da função",
  // coroutine-outlives-scope
  "The coroutine of `{0}` is returned {1}": "A corrotina de `{0}` é devolvida {1}",
  "Await it here, in an `async def`: `return await {0}(…)`": "Aguarde-a aqui, num `async def`: `return await {0}(…)`",
  "out of the `{0}` whose object it uses": "para fora do `{0}` cujo objeto ela usa",
  "The coroutine runs only after the block has been left: by then what it uses is closed":
    "A corrotina só executa depois que o bloco termina: a essa altura, o que ela usa já está fechado",
  "out of the `{0}` that holds a lock": "para fora do `{0}` que segura um lock",
  "The coroutine runs only after the block has been left: by then the lock is free again":
    "A corrotina só executa depois que o bloco termina: a essa altura, o lock já está livre de novo",
  "out of the `try` that is to catch its errors": "para fora do `try` que deveria capturar os seus erros",
  "The coroutine runs only after the `try` has been left: none of its handlers will ever see an error of it":
    "A corrotina só executa depois que o `try` termina: nenhum `except` dele jamais verá um erro dela",
  // coroutine-truth-value
  "The condition asks for the coroutine `{0}` gives, not for its result":
    "A condição testa a corrotina que `{0}` devolve, e não o seu resultado",
  "A coroutine is always true and equals nothing: the answer is the same whatever the function would say, and its body never runs":
    "Uma corrotina é sempre verdadeira e não é igual a nada: a resposta é a mesma, diga a função o que disser, e o corpo dela nunca executa",
  "Iterate `{0}(…)`": "Percorra `{0}(…)`",
  // dangling-task
  "Nothing keeps the task that `{0}` starts": "Nada guarda a task que `{0}` inicia",
  "The loop holds a task only weakly: it may be collected half done, and nobody sees its exception":
    "O loop guarda só uma referência fraca à task: ela pode ser coletada pela metade, e ninguém vê a sua exceção",
  "Await it, keep it in a set until it is done, or start it in a task group":
    "Aguarde-a, guarde-a num set até terminar, ou inicie-a num task group",
  // gather-help
  "Start them in a nursery, if their order does not matter": "Inicie-as num nursery, se a ordem não importar",
  "Start them in a task group, if their order does not matter": "Inicie-as num task group, se a ordem não importar",
  "Run them together with `asyncio.gather` or a task group, if their order does not matter":
    "Execute-as juntas com `asyncio.gather` ou num task group, se a ordem não importar",
  // ignored-gather-results
  "The exceptions that `{0}` hands back are thrown away": "As exceções que `{0}` devolve são jogadas fora",
  "With `return_exceptions=True` a failure is only a value in the list of results: here it is lost without a trace":
    "Com `return_exceptions=True`, uma falha é só um valor na lista de resultados: aqui ela se perde sem deixar rastro",
  "Look at the results and log each exception among them, or leave `return_exceptions` out":
    "Olhe os resultados e registre em log cada exceção entre eles, ou tire o `return_exceptions`",
  // loop-object-from-thread
  "`{0}` is called in a thread that is not the event loop's": "`{0}` é chamado numa thread que não é a do event loop",
  "`{0}`, which calls `{1}`, is called in a thread that is not the event loop's":
    "`{0}`, que chama `{1}`, é chamado numa thread que não é a do event loop",
  "The loop does not notice: whoever waits is woken some time later, or never, and two threads change the object at once":
    "O loop não percebe: quem espera é acordado mais tarde, ou nunca, e duas threads mudam o objeto ao mesmo tempo",
  "Have the loop call it: `loop.call_soon_threadsafe(…)`": "Faça o loop chamá-lo: `loop.call_soon_threadsafe(…)`",
  "{0} (in a thread)": "{0} (numa thread)",
  // manual-loop
  "`{0}` is called in a coroutine, where a loop is running for sure":
    "`{0}` é chamado numa corrotina, onde com certeza há um loop em execução",
  "It also makes loops, or complains, where none runs, and hides that this code needs the running one":
    "Ele também cria loops, ou reclama, onde nenhum executa, e esconde que este código precisa do que está em execução",
  "Use `asyncio.get_running_loop()`": "Use `asyncio.get_running_loop()`",
  "An event loop is made and run by hand": "Um event loop é criado e executado à mão",
  "A coroutine is run by hand on whatever loop is set": "Uma corrotina é executada à mão no loop que estiver definido",
  "`{0}` raises where no loop is set, from Python 3.14 on. {1}":
    "`{0}` lança uma exceção onde nenhum loop está definido, a partir do Python 3.14. {1}",
  "Use `asyncio.run(…)`, or `asyncio.Runner` for several calls":
    "Use `asyncio.run(…)`, ou `asyncio.Runner` para várias chamadas",
  "`asyncio.run` also cancels what is left, closes async generators and the loop, and waits for its threads":
    "`asyncio.run` também cancela o que sobrou, fecha os geradores async e o loop, e espera as threads dele",
  // missing-await
  "`{0}` is never iterated": "`{0}` nunca é percorrido",
  "`{0}` is never awaited": "`{0}` nunca é aguardado",
  "Calling an async generator only creates it: not a line of its body runs, and Python does not even warn":
    "Chamar um gerador async só o cria: nenhuma linha do seu corpo executa, e o Python nem avisa",
  "Calling a coroutine function only creates the coroutine: not a line of its body runs":
    "Chamar uma função corrotina só cria a corrotina: nenhuma linha do seu corpo executa",
  "Iterate it: `async for … in {0}(…)`": "Percorra-o: `async for … in {0}(…)`",
  "Run it: `asyncio.run({0}(…))`": "Execute-a: `asyncio.run({0}(…))`",
  // nested-loop
  ": it reaches `{0}`": ": chega a `{0}`",
  "`{0}` enters an event loop inside the running one": "`{0}` inicia um event loop dentro do que está em execução",
  "`{0}` may enter an event loop inside the running one":
    "`{0}` pode iniciar um event loop dentro do que está em execução",
  "A thread runs one event loop at a time: the second one raises RuntimeError as soon as this line is reached":
    "Uma thread executa um event loop por vez: o segundo lança RuntimeError assim que esta linha é alcançada",
  "Await the coroutine itself, or run the synchronous wrapper in a thread":
    "Aguarde a própria corrotina, ou execute a função síncrona que a envolve numa thread",
  // offloaded-coroutine
  "`{0}` is given the coroutine function `{1}`": "`{0}` recebe a função corrotina `{1}`",
  "`{0}` is given `{1}`, which returns a coroutine": "`{0}` recebe `{1}`, que devolve uma corrotina",
  "The thread only creates the coroutine and hands it back: the work itself never runs":
    "A thread só cria a corrotina e a devolve: o trabalho em si nunca executa",
  "Await it on the loop: `await {0}(…)`; threads are for plain functions":
    "Aguarde-a no loop: `await {0}(…)`; threads são para funções comuns",
  "`{0}` is given what `{1}(…)` gives, not the function": "`{0}` recebe o que `{1}(…)` devolve, e não a função",
  "A coroutine cannot be called: the thread raises TypeError":
    "Uma corrotina não pode ser chamada: a thread lança TypeError",
  "The call is made right here, on the event loop; then the thread tries to call its result and raises TypeError":
    "A chamada é feita aqui mesmo, no event loop; depois a thread tenta chamar o resultado e lança TypeError",
  "Await it on the loop: `await {0}(…)`": "Aguarde-a no loop: `await {0}(…)`",
  "Give the function and its arguments apart: `{0}({1}, …)`": "Passe a função e os argumentos separados: `{0}({1}, …)`",
  // what blocks
  "Until it wakes up the loop runs nothing else: every other request, task and timeout waits with it":
    "Até acordar, o loop não executa mais nada: todas as outras requisições, tasks e timeouts esperam junto",
  "Until the other side has answered the loop runs nothing else: every other request waits for this one":
    "Até o outro lado responder, o loop não executa mais nada: todas as outras requisições esperam por esta",
  "Until the database has answered the loop runs nothing else: every other request waits for this query":
    "Até o banco responder, o loop não executa mais nada: todas as outras requisições esperam por esta consulta",
  "Until the process is done the loop runs nothing else: every other request waits for it":
    "Até o processo terminar, o loop não executa mais nada: todas as outras requisições esperam por ele",
  "Until the disk has answered the loop runs nothing else; a busy disk or a network share takes its time":
    "Até o disco responder, o loop não executa mais nada; um disco ocupado ou uma pasta de rede pode demorar",
  "Until somebody presses Enter the loop runs nothing else": "Até alguém apertar Enter, o loop não executa mais nada",
  "Until the other thread is done the loop runs nothing else; if that thread needs the loop, both wait for ever":
    "Até a outra thread terminar, o loop não executa mais nada; se essa thread precisar do loop, os dois esperam para sempre",
  "Until the computation is done the loop runs nothing else: every other request waits for it":
    "Até o cálculo terminar, o loop não executa mais nada: todas as outras requisições esperam por ele",
  "The loop waits here for work that only the loop itself could do: neither ever goes on, unless the library sees it and raises":
    "O loop espera aqui por um trabalho que só ele mesmo poderia fazer: nenhum dos dois continua, a menos que a biblioteca perceba e lance um erro",
  "`{0}` waits for the event loop, on the event loop": "`{0}` espera o event loop, no próprio event loop",
  "`{0}` may wait for the event loop, on the event loop": "`{0}` pode esperar o event loop, no próprio event loop",
  "`{0}` blocks the event loop": "`{0}` bloqueia o event loop",
  "`{0}` may block the event loop": "`{0}` pode bloquear o event loop",
  "{0}; 1 other coroutine reaches it too": "{0}; 1 outra corrotina também chega a isso",
  "{0}; {1} other coroutines reach it too": "{0}; {1} outras corrotinas também chegam a isso",
  "Await the coroutine, or start a task: only a thread may wait for the loop":
    "Aguarde a corrotina, ou inicie uma task: só uma thread pode esperar o loop",
  "Run `{0}` in a thread: `await {1}(…)`": "Execute `{0}` numa thread: `await {1}(…)`",
  "Await {0} instead": "Aguarde {0} no lugar",
  "Use {0}, or run `{1}` in a thread: `await {2}(…)`": "Use {0}, ou execute `{1}` numa thread: `await {2}(…)`",
  // sequential-awaits
  "{0} awaited calls that do not need each other run one after the other: {1}":
    "{0} chamadas aguardadas que não dependem umas das outras executam uma depois da outra: {1}",
  "Each waits until the one before it has answered: together they take as long as all of them, not as long as the slowest":
    "Cada uma espera a resposta da anterior: juntas demoram a soma de todas, e não o tempo da mais lenta",
  // swallowed-cancellation
  "Cancelling is how tasks are stopped: timeouts, task groups and shutdown wait for a task that never ends":
    "É com o cancelamento que se param tasks: timeouts, task groups e o encerramento esperam uma task que nunca termina",
  "`{0}` in a `finally` throws the cancellation away, and every other exception":
    "`{0}` num `finally` joga fora o cancelamento, e qualquer outra exceção",
  "An exception that was on its way ends here. {0}": "Uma exceção que estava a caminho acaba aqui. {0}",
  "Move the `{0}` out of the `finally`": "Tire o `{0}` de dentro do `finally`",
  "A bare `except`": "Um `except` sem tipo",
  "`except BaseException`": "`except BaseException`",
  "This handler": "Este `except`",
  "{0} swallows the cancellation of the task, which goes on": "{0} engole o cancelamento da task, que continua",
  "Catch `Exception`, which a cancellation is not, or raise it again":
    "Capture `Exception`, que não inclui o cancelamento, ou lance-o de novo",
  "Raise it again once you have cleaned up, or leave the loop": "Lance-o de novo depois da limpeza, ou saia do laço",
  "The cancellation of the task is suppressed here, and the loop goes on":
    "O cancelamento da task é suprimido aqui, e o laço continua",
  "Put the `with` around the loop, so that a cancellation ends it":
    "Ponha o `with` em volta do laço, para que um cancelamento o encerre",
  // thread-lock-across-await
  "A `{0}` is held across an `await`": "`{0}` fica preso durante um `await`",
  "While this coroutine waits, the next task that wants the lock stops the whole loop, and with it the one that would free it: a deadlock":
    "Enquanto esta corrotina espera, a próxima task que quiser o lock trava o loop inteiro, e com ele quem o liberaria: um deadlock",
  "Use the lock of the async library, with `async with`, or leave the lock before the `await`":
    "Use o lock da biblioteca async, com `async with`, ou libere o lock antes do `await`",
  // unclosed-async-generator
  "The loop over `{0}` is left early, and nobody closes the generator":
    "O laço sobre `{0}` é abandonado antes do fim, e ninguém fecha o gerador",
  "What its `finally` or `with` is to clean up stays open until the generator is collected; then it runs in another task":
    "O que o `finally` ou o `with` dele deveria limpar fica aberto até o gerador ser coletado; só então a limpeza executa, em outra task",
  "Close it: `async with contextlib.aclosing({0}(…)) as …:` around the loop":
    "Feche-o: `async with contextlib.aclosing({0}(…)) as …:` em volta do laço",
  // unclosed-resource
  "The `{0}` in `{1}` is never closed": "`{0}` em `{1}` nunca é fechado",
  "The `{0}` in `{1}` is not closed {2}": "`{0}` em `{1}` não é fechado {2}",
  "The `{0}` in `{1}` is closed nowhere": "`{0}` em `{1}` não é fechado em lugar nenhum",
  "Closing it needs the event loop: nobody else can do it later, and its connections stay open until the process ends":
    "Fechá-lo exige o event loop: ninguém mais pode fazer isso depois, e as conexões ficam abertas até o processo terminar",
  "It stays open until the object is collected, whenever that is":
    "Fica aberto até o objeto ser coletado, sabe-se lá quando",
  "Use `{0} … as …:`, or call `{1}()` in a `finally`": "Use `{0} … as …:`, ou chame `{1}()` num `finally`",
  "Call `{0}….{1}()` in a `finally`": "Chame `{0}….{1}()` num `finally`",
  // unobserved-task
  "Nobody looks how the task in `{0}.{1}` ended": "Ninguém olha como terminou a task em `{0}.{1}`",
  "When `{0}` fails, its exception stays in the task: nothing is logged as long as the attribute holds it, and the work has silently stopped":
    "Quando `{0}` falha, a exceção fica dentro da task: nada vai para o log enquanto o atributo a guarda, e o trabalho parou em silêncio",
  "Await the task when the object is closed, or give it a callback that logs `task.exception()`":
    "Aguarde a task ao fechar o objeto, ou dê a ela um callback que registre `task.exception()` em log",
  // wrong-protocol
  "It has no such method: the line raises {0} when it is reached":
    "Não há esse método: a linha lança {0} quando é alcançada",
  "TypeError or AttributeError": "TypeError ou AttributeError",
  "`{0}` is used on {1}, which is not awaited": "`{0}` é usado com {1}, sem aguardar",
  "A coroutine can only be awaited: the line raises TypeError when it is reached":
    "Uma corrotina só pode ser aguardada: a linha lança TypeError quando é alcançada",
  "Await it first: `{0} … await …`": "Aguarde-a antes: `{0} … await …`",
  "`{0}` is used on {1}, which needs `{2}`": "`{0}` é usado com {1}; o certo é `{2}`",
  "Write `{0}`": "Escreva `{0}`",
  "`{0}` is given a list of awaitables as one argument": "`{0}` recebe uma lista de aguardáveis num só argumento",
  "Each awaitable must be an argument of its own: a list cannot be awaited and raises TypeError":
    "Cada aguardável precisa ser um argumento: uma lista não pode ser aguardada e lança TypeError",
  "Unpack the list with a star: `(*…)`": "Desempacote a lista com um asterisco: `(*…)`",
  "a `{0}`": "um `{0}`",
  "the coroutine `{0}`": "a corrotina `{0}`",
  "the async generator `{0}`": "o gerador async `{0}`",
  "the generator `{0}`": "o gerador `{0}`",
  "a context manager": "um context manager",
  "the context manager `{0}`": "o context manager `{0}`",
  "a tuple": "uma tuple",
  "a plain iterator": "um iterador comum",
  "a {0}": "{0}",
  "a value": "um valor",
  // trace
  "{0} (wrapped by {1})": "{0} (dentro de {1})",
  " (property)": " (property)",
  // invalid-syntax
  "Fix the syntax; the rest of the file is analysed without this statement":
    "Corrija a sintaxe; o resto do arquivo é analisado sem esta instrução",
};
