/** What `uncoil run` says. */
export const run: Readonly<Record<string, string>> = {
  // problems
  "the event loop was kept for {0}, somewhere before this line of `{1}`":
    "o event loop ficou preso por {0}, em algum ponto antes desta linha de `{1}`",
  "the event loop was kept for {0} by `{1}`": "o event loop ficou preso por {0} em `{1}`",
  "Use an awaitable call, or run this in a thread: `await asyncio.to_thread(…)`":
    "Use uma chamada aguardável, ou execute isto numa thread: `await asyncio.to_thread(…)`",
  "one round of the event loop took {0} in many short steps, most of it in `{1}`":
    "uma volta do event loop levou {0} em muitos passos curtos, a maior parte em `{1}`",
  "I/O and timers are looked at between rounds only: all of them were late by that much":
    "I/O e timers só são vistos entre uma volta e outra: todos atrasaram esse tanto",
  "Do less at a time, or in fewer tasks at once": "Faça menos por vez, ou em menos tasks ao mesmo tempo",
  "the coroutine `{0}` was never awaited": "a corrotina `{0}` nunca foi aguardada",
  "Not a line of its body ran": "Nenhuma linha do seu corpo executou",
  "Await it, or start a task and keep it": "Aguarde-a, ou inicie uma task e guarde-a",
  "{0} in {1} was never seen by anybody: {2}": "{1} terminou com {0}, que ninguém viu: {2}",
  "an exception": "uma exceção",
  "no message": "sem mensagem",
  "The task failed, and the program went on as if it had not":
    "A task falhou, e o programa continuou como se não tivesse falhado",
  "Await the task, or look at its result in a callback": "Aguarde a task, ou olhe o resultado dela num callback",
  "{0} in a callback of the event loop: {1}": "{0} num callback do event loop: {1}",
  "The loop logs it and goes on; whoever waits for the callback waits for ever":
    "O loop registra em log e continua; quem espera o callback espera para sempre",
  "Handle the exception in the callback": "Trate a exceção dentro do callback",
  "{0} was thrown away before it had finished": "{0} foi jogada fora antes de terminar",
  "The loop holds tasks weakly: one that nobody keeps may go at any time":
    "O loop guarda só uma referência fraca às tasks: a que ninguém guarda pode sumir a qualquer momento",
  "Keep the task until it is done: in a set, or in a `TaskGroup`":
    "Guarde a task até terminar: num set, ou num `TaskGroup`",
  "{0} was still running when the main coroutine returned":
    "{0} ainda estava em execução quando a corrotina principal terminou",
  "`asyncio.run` cancels it wherever it is": "`asyncio.run` a cancela onde quer que ela esteja",
  "Await it or cancel it before the end": "Aguarde-a ou cancele-a antes do fim",
  "{0} was cancelled here, went on, and ended as if nothing had happened":
    "{0} foi cancelada aqui, continuou, e terminou como se nada tivesse acontecido",
  "{0} was cancelled here, and waits here again": "{0} foi cancelada aqui, e aqui espera de novo",
  "Whoever cancelled it waits for it to stop: time-outs and shutting down hang":
    "Quem a cancelou espera que ela pare: timeouts e o encerramento travam",
  "Raise `CancelledError` again when the clean-up is done": "Lance `CancelledError` de novo depois da limpeza",
  "an event loop is entered while one is running in this thread":
    "um event loop é iniciado enquanto outro executa nesta thread",
  "asyncio refuses, or the inner loop keeps the outer one": "o asyncio recusa, ou o loop de dentro prende o de fora",
  "Await the coroutine": "Aguarde a corrotina",
  "another thread than the event loop's touches the loop here":
    "uma thread que não é a do event loop mexe no loop aqui",
  "The loop does not wake up for it, and its queues are not made for two threads":
    "O loop não acorda por isso, e as suas filas não são feitas para duas threads",
  "Use `loop.call_soon_threadsafe` or `asyncio.run_coroutine_threadsafe`":
    "Use `loop.call_soon_threadsafe` ou `asyncio.run_coroutine_threadsafe`",
  "{0} opened here was still open when its loop was closed":
    "{0}, aberto aqui, ainda estava aberto quando o loop foi fechado",
  "a connection": "um canal de conexão",
  "The other side never hears the end of it, and the descriptor is lost until the process ends":
    "O outro lado nunca fica sabendo do fim, e o descritor se perde até o processo terminar",
  "Close it, best with `async with`": "Feche-o, de preferência com `async with`",
  "the thread `{0}` started here keeps the program from ending":
    "a thread `{0}`, iniciada aqui, não deixa o programa terminar",
  "Python waits for threads that are no daemons": "O Python espera as threads que não são daemon",
  "Tell the thread to stop, and join it": "Mande a thread parar, e espere por ela com join",
  "a task": "uma task",
  "the task of `{0}`": "a task de `{0}`",
  "Meanwhile the loop runs nothing else": "Enquanto isso, o loop não executa mais nada",
  "1 other task or callback waited for it": "1 outra task ou callback esperou por isso",
  "{0} other tasks and callbacks waited for it": "{0} outras tasks e callbacks esperaram por isso",
  // the summary
  seen: "visto",
  check: "check",
  "Seen {0}": "Visto {0}",
  "seen {0}": "visto {0}",
  "Confirms {0}": "Confirma {0}",
  "Confirms {0}: {1}": "Confirma {0}: {1}",
  "confirms {0}": "confirma {0}",
  "no problem was seen": "nenhum problema foi visto",
  "nothing was found here in the source: only running shows it":
    "nada foi encontrado aqui no código-fonte: só a execução mostra",
  once: "uma vez",
  "{0} times": "{0} vezes",
  "{0}, {1} in all, {2} at worst": "{0}, {1} ao todo, {2} no pior caso",
  "{0} {1} at {2}:{3}": "{0} {1} em {2}:{3}",
  confirmed: "com confirmação",
  "exercised but not observed": "com execução, sem problema",
  "not exercised": "sem execução",
  "not observed": "sem observação",
  "Findings of the source": "Achados do código-fonte",
  "No problem seen": "Nenhum problema visto",
  "Seen: {0}": "Vistos: {0}",
  " ({0} hidden: --min-severity information)": " ({0} sem mostrar: --min-severity information)",
  "in 1 Python process": "em 1 processo Python",
  "in {0} Python processes": "em {0} processos Python",
  "stopped at the time limit": "parado no limite de tempo",
  "the program died of {0}": "o programa morreu por {0}",
  "the program exited with {0}": "o programa saiu com {0}",
  "nothing was watched: the command started no Python process that runs its sitecustomize":
    "nada foi observado: o comando não iniciou nenhum processo Python que execute o seu sitecustomize",
  "process {0} was not watched: it is Python {1}, and 3.9 is needed":
    "o processo {0} não foi observado: é Python {1}, e é preciso 3.9",
  "the agent failed in process {0}: {1}": "o agente falhou no processo {0}: {1}",
  // starting
  "no Python interpreter found: neither `python3` nor `python` is on PATH":
    "nenhum interpretador Python encontrado: nem `python3` nem `python` está no PATH",
  "no Python interpreter found in {0} ({1})": "nenhum interpretador Python encontrado em {0} ({1})",
  "name one with `--python PATH`": "indique um com `--python PATH`",
  "cannot run `{0}`: there is no such command": "não é possível executar `{0}`: o comando não existe",
  "looked in PATH, from {0}": "procurado no PATH, a partir de {0}",
  "cannot run `{0}`: it is not an executable file": "não é possível executar `{0}`: não é um arquivo executável",
  "cannot run `{0}`: {1}": "não é possível executar `{0}`: {1}",
};
