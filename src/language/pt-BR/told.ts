/** What the agent tells of `uncoil explore`, by its English sentence. */
export const told: Readonly<Record<string, string>> = {
  "the target runs nothing on an event loop of asyncio": "o alvo não executa nada num event loop do asyncio",
  "explore disturbs what runs on the loop": "explore perturba o que executa no loop",
  "the target fails now and then by itself": "o alvo falha de vez em quando por si só",
  "explore compares with a run that passes: make the target pass every time it runs alone":
    "explore compara com uma execução que passa: faça o alvo passar sempre que executa sozinho",
  "explore compares with a run that passes: make the target pass first":
    "explore compara com uma execução que passa: antes, faça o alvo passar",
  "the target does not end within {0} s by itself": "o alvo não termina em {0} s por si só",
  "give it more time with --time-limit, or a shorter target": "dê mais tempo com --time-limit, ou um alvo mais curto",
  "the target waits for ever, undisturbed: every task waits for another":
    "o alvo espera para sempre, sem perturbação: cada task espera outra",
  "the target does not come to its end: {0}": "o alvo não chega ao fim: {0}",
  "the test is skipped": "o teste é pulado",
  "name one that runs": "indique um que execute",
  "the target fails undisturbed: {0}": "o alvo falha sem perturbação: {0}",
  "still running after {0} steps": "ainda em execução depois de {0} passos",
  "the task went on as if it had not been cancelled": "a task continuou como se não tivesse sido cancelada",
  "{0} of {1} places of a semaphore are still taken at the end":
    "{0} de {1} lugares de um semáforo continuam ocupados no fim",
  "a lock is still held at the end": "um lock continua preso no fim",
  "pytest is not installed for {0}": "o pytest não está instalado para {0}",
  "name the interpreter of your tests with --python": "indique o interpretador dos seus testes com --python",
  "pytest cannot collect `{0}`: {1}": "o pytest não consegue coletar `{0}`: {1}",
  "try: python -m pytest {0}": "tente: python -m pytest {0}",
  "the target is {0} tests": "o alvo são {0} testes",
  "name one of them: {0}": "indique um deles: {0}",
  "invariant {0} does not hold": "a invariante {0} não se mantém",
  "does not end": "não termina",
  "{0} was stopped after {1} runs that do not end: each takes {2} s":
    "{0} parou depois de {1} execuções que não terminam: cada uma leva {2} s",
  "nothing can wake the tasks that wait": "nada pode acordar as tasks que esperam",
  "`{0}` is no ID of a run: {1}": "`{0}` não é o ID de uma execução: {1}",
  "copy the ID from the report of a failure": "copie o ID do relato de uma falha",
  "the run `{0}` cannot be repeated: the target no longer comes to the places it disturbs":
    "a execução `{0}` não pode ser repetida: o alvo não chega mais aos lugares que ela perturba",
  "explore it anew": "explore de novo",
  "the code has changed since this ID was made": "o código mudou desde que este ID foi criado",
  "copies were not run: the target is a test, or does not pass when it runs again after its end":
    "as cópias não foram executadas: o alvo é um teste, ou não passa quando executa de novo depois do fim",
  "importing the target starts a thread ({0}), and a process with threads cannot be copied for each run":
    "importar o alvo inicia uma thread ({0}), e um processo com threads não pode ser copiado para cada execução",
  "start threads when the program runs, not when it is imported":
    "inicie threads quando o programa executa, e não quando é importado",
  "explore cannot run on {0}: it needs a system that can copy a process":
    "explore não executa em {0}: precisa de um sistema capaz de copiar um processo",
  "a target is `module:function`, a file with `async def main`, or a test: `tests/test_app.py::test_name`":
    "um alvo é `module:function`, um arquivo com `async def main`, ou um teste: `tests/test_app.py::test_name`",
  "`{0}` is no target": "`{0}` não é um alvo",
  "{0} is a directory": "{0} é uma pasta",
  "{0} is not there": "{0} não existe",
  "looked in {0} and the packages of {1}": "procurado em {0} e nos pacotes de {1}",
  "looked in {0}": "procurado em {0}",
  "there is no module `{0}`": "não há o módulo `{0}`",
  "{0} cannot be imported: {1}": "{0} não pode ser importado: {1}",
  "it must be importable by itself, with this interpreter":
    "ele precisa poder ser importado sozinho, com este interpretador",
  "its coroutine functions: {0}": "as funções corrotina dele: {0}",
  "{0} has no `{1}`": "{0} não tem `{1}`",
  "`{0}` in {1} is no coroutine function": "`{0}` em {1} não é uma função corrotina",
  "write `async def`, or name one that is": "escreva `async def`, ou indique uma que seja",
  "`{0}` in {1} needs arguments: {2}": "`{0}` em {1} precisa de argumentos: {2}",
  "write a coroutine function without arguments that calls it as your program does":
    "escreva uma função corrotina sem argumentos que a chame como o seu programa",
};
