/** What `uncoil explore` says. */
export const explore: Readonly<Record<string, string>> = {
  // findings that running confirms
  "The check finds nothing that running could confirm.":
    "A verificação não encontra nada que uma execução possa confirmar.",
  "{0} of {1} confirmed by running the code": "{0} de {1} com confirmação ao executar o código",
  "not confirmed": "sem confirmação",
  "not explored": "sem exploração",
  "explored: {0}": "explorado: {0}",
  "no test and no coroutine function without arguments comes to it":
    "nenhum teste e nenhuma função corrotina sem argumentos chega ali",
  "run once more after its end, it fails: {0}: {1}": "executado mais uma vez depois do fim, falha: {0}: {1}",

  // failures
  fragile: "frágil",
  failure: "falha",
  when: "quando",
  and: "e",
  replay: "repetir",
  "{0} in {1}": "{0} em {1}",
  "relies on start order: {0}": "depende da ordem de início: {0}",
  "reproduced {0}/{1}, found by run {2}, seen in {3}": "reproduzida {0}/{1}, encontrada na execução {2}, vista em {3}",
  "the time was up before it was made as small as it can be":
    "o tempo acabou antes de ela ficar tão pequena quanto pode",
  "{0} waits at {1}": "{0} espera em {1}",
  "for {0}": "por {0}",
  "and {0} more": "e mais {0}",
  "{0} copies of it run at the same time": "{0} cópias dele executam ao mesmo tempo",
  "waits: {0}": "espera: {0}",
  "run once more after this, undisturbed, it fails: {0}":
    "executado mais uma vez depois disto, sem perturbação, falha: {0}",
  "deadlock: {0}": "deadlock: {0}",
  "livelock: {0}": "livelock: {0}",
  "hang: it {0}": "travado: {0}",
  "swallowed cancellation: {0}": "cancelamento engolido: {0}",
  "leak: {0}": "vazamento: {0}",
  "a task may be cancelled at any `await`: by a time limit, a client that goes away, a shutdown":
    "uma task pode ser cancelada em qualquer `await`: por um limite de tempo, um cliente que vai embora, um encerramento",
  "the loop runs what is ready in its usual order; I/O that takes this long is all it takes":
    "o loop executa o que está pronto na ordem de sempre; basta um I/O que demore isso",
  "asyncio promises no order for tasks that are ready at the same time; no late I/O was found that does the same":
    "o asyncio não promete ordem entre tasks prontas ao mesmo tempo; não se achou I/O atrasado que faça o mesmo",
  "{0} copies that run at the same time share something that one alone does not mind":
    "{0} cópias que executam ao mesmo tempo dividem algo que a uma só não faz diferença",
  "connections break and time limits pass: an error may come out, but nothing may be left behind":
    "conexões caem e limites de tempo passam: pode sair um erro, mas nada pode ficar para trás",
  // what was disturbed
  " at {0}": " em {0}",
  "{0} is cancelled before it begins": "{0} é cancelada antes de começar",
  "{0} is cancelled while it waits{1}": "{0} é cancelada enquanto espera{1}",
  "{0} is cancelled{1}, after what it waits for has come and before it goes on":
    "{0} é cancelada{1}, depois que chega o que ela espera e antes de continuar",
  "a timer of the loop{0} is {1} late": "um timer do loop{0} atrasa {1}",
  "what {0} waits for{1} takes {2} longer": "o que {0} espera{1} demora {2} a mais",
  "{0} is seen once the loop has nothing else to do": "{0} só é visto quando o loop não tem mais nada a fazer",
  "an event": "um evento",
  "{0} is seen {1} late": "{0} é visto {1} depois",
  "{0}{1} comes {2} late": "{0}{1} atrasa {2}",
  "a thread": "uma thread",
  " that is started{0}": " que é iniciada{0}",
  "a step of {0} lets 1 other go first": "um passo de {0} deixa 1 outro passar na frente",
  "a step of {0} lets {1} others go first": "um passo de {0} deixa {1} outros passarem na frente",
  "what {0} waits for{1} loses its connection": "o que {0} espera{1} perde a conexão",
  "what {0} waits for{1} times out": "o que {0} espera{1} estoura o tempo",
  // what a task waits for
  " made at {0}": " criado em {0}",
  ", which it holds itself": ", que ela mesma segura",
  ", held by {0}": ", que {0} segura",
  "the lock{0}{1}": "o lock{0}{1}",
  "a place in the semaphore{0}": "um lugar no semáforo{0}",
  "the event{0}, which nobody sets": "o evento{0}, que ninguém aciona",
  "the condition{0}, which nobody notifies": "a condition{0}, que ninguém notifica",
  "others at the barrier{0}": "outras na barreira{0}",
  "an item of the queue{0}": "um item da fila{0}",
  "room in the queue{0}": "espaço na fila{0}",
  "`task_done` for each item of the queue{0}": "`task_done` para cada item da fila{0}",
  "data from a connection": "dados de uma conexão",
  "a timer": "um timer",
  "a future that nobody sets": "um future que ninguém resolve",
  " (line {0})": " (linha {0})",
  "lock{0}": "lock{0}",
  "lock held by {0}": "lock que {0} segura",
  "item of queue{0}": "item da fila{0}",
  "room in queue{0}": "espaço na fila{0}",
  "queue to be done{0}": "fila terminar{0}",
  "the loop": "o loop",
  "passing run": "execução que passa",
  "failing run": "execução que falha",
  "… 1 line alike": "… 1 linha igual",
  "… {0} lines alike": "… {0} linhas iguais",
  "… {0} more lines": "… mais {0} linhas",
  // the summary
  "{0}: {1} in {2} ({3}/s, Python {4})": "{0}: {1} em {2} ({3}/s, Python {4})",
  "1 fragile": "1 frágil",
  "{0} fragile": "{0} frágeis",
  "no failure": "nenhuma falha",
  "no failure that came again": "nenhuma falha que se repetiu",
  "tried: {0}": "tentado: {0}",
  "not cancelled: {0}, the target needs what it does": "não cancelada: {0}, o alvo precisa do que ela faz",
  "1 failure did not come again and is not shown": "1 falha não se repetiu e não é mostrada",
  "{0} failures did not come again and are not shown": "{0} falhas não se repetiram e não são mostradas",
  "1 failure was not repeated before the time was up, and is not shown":
    "1 falha não foi repetida antes de acabar o tempo, e não é mostrada",
  "{0} failures were not repeated before the time was up, and are not shown":
    "{0} falhas não foram repetidas antes de acabar o tempo, e não são mostradas",
  "time was real: the target does not pass when time jumps over waits":
    "o tempo foi real: o alvo não passa quando o tempo pula as esperas",
  "the time limit stopped it: --time-limit gives it more": "parou no limite de tempo: --time-limit dá mais",
  "note: {0}": "nota: {0}",
  // a target that cannot be explored
  " ({0}, line {1})": " ({0}, linha {1})",
  "exploring {0} was cancelled": "a exploração de {0} foi cancelada",
  "importing it takes longer than that, or hangs: give it more with --time-limit":
    "importá-lo demora mais que isso, ou trava: dê mais tempo com --time-limit",
  "exploring {0} did not end within {1} s": "a exploração de {0} não terminou em {1} s",
  "exploring {0} was interrupted": "a exploração de {0} foi interrompida",
  "{0} is no Python {1} or newer": "{0} não é um Python {1} ou mais novo",
  "name another with `--python PATH`": "indique outro com `--python PATH`",
  "{0} ended with exit code {1} before anything was explored{2}":
    "{0} terminou com o código de saída {1} antes de explorar qualquer coisa{2}",
};
