/** The help of the commands and their options. */
export const help: Readonly<Record<string, string>> = {
  "Uncoil finds the bugs that make async Python slow or wrong.":
    "O Uncoil encontra os bugs que deixam o Python async lento ou errado.",
  Usage: "Uso",
  "COMMAND [OPTIONS]": "COMANDO [OPÇÕES]",
  Commands: "Comandos",
  Options: "Opções",
  Examples: "Exemplos",
  "Show the help of a command": "Mostra a ajuda de um comando",
  "check the working directory": "verifica a pasta atual",
  "only what blocks the event loop": "só o que bloqueia o event loop",
  "what the project is: entry points, I/O, verdicts": "o que é o projeto: pontos de entrada, I/O, vereditos",
  "what a rule means, and what to do": "o que uma regra significa, e o que fazer",
  "how a line comes to run on the event loop": "como uma linha chega a executar no event loop",
  "Exit codes: 0 nothing found, 1 something found, 2 misuse or failure.":
    "Códigos de saída: 0 nada encontrado, 1 algo encontrado, 2 uso errado ou falha.",
  // placeholders
  AGENT: "AGENTE",
  AGENTS: "AGENTES",
  FILE: "ARQUIVO",
  FORMAT: "FORMATO",
  GLOBS: "GLOBS",
  ID: "ID",
  "KEY=VALUE|PATH": "CHAVE=VALOR|CAMINHO",
  LANG: "IDIOMA",
  LEVEL: "NÍVEL",
  MS: "MS",
  NAME: "NOME",
  NAMES: "NOMES",
  PATH: "CAMINHO",
  RULES: "REGRAS",
  SECONDS: "SEGUNDOS",
  WHEN: "QUANDO",
  // every command
  "When to colour output": "Quando colorir a saída",
  "Language to answer in (default: that of LC_ALL, LC_MESSAGES or LANG)":
    "Idioma das respostas (padrão: o de LC_ALL, LC_MESSAGES ou LANG)",
  "Show this help": "Mostra esta ajuda",
  "Set one option as in the configuration file (repeatable), or read this file instead of the closest":
    "Define uma opção como no arquivo de configuração (pode repetir), ou lê este arquivo no lugar do mais próximo",
  "Ignore configuration files": "Ignora os arquivos de configuração",
  "Interpreter, or environment directory, whose installed packages are followed":
    "Interpretador, ou pasta do ambiente, cujos pacotes instalados são seguidos",
  "Files and directories to leave out, instead of the usual ones":
    "Arquivos e pastas que ficam de fora, no lugar dos de sempre",
  "Files and directories to leave out, besides the usual ones":
    "Arquivos e pastas que ficam de fora, além dos de sempre",
  "Threads to read files with (default: one less than cores)":
    "Threads para ler arquivos (padrão: uma a menos que os núcleos)",
  "Say on standard error what was found and how long each stage took":
    "Diz na saída de erros o que foi encontrado e quanto demorou cada etapa",
  // uncoil check
  "Find what blocks the event loop, is never awaited, or gets lost":
    "Encontra o que bloqueia o event loop, nunca é aguardado ou se perde",
  "check [OPTIONS] [PATH…]": "check [OPÇÕES] [CAMINHO…]",
  "Reads the Python files at and below the paths (default: the working directory), follows calls into the rest of the project and installed packages, and prints each finding with the path to its cause. `-` reads standard input.":
    "Lê os arquivos Python nos caminhos e abaixo deles (padrão: a pasta atual), segue as chamadas pelo resto do projeto e pelos pacotes instalados, e imprime cada achado com o caminho até a causa. `-` lê a entrada padrão.",
  "Rules to turn on instead of the default ones: codes, prefixes, names or ALL":
    "Regras a ligar no lugar das padrão: códigos, prefixos, nomes ou ALL",
  "Rules to turn on besides": "Regras a ligar além dessas",
  "Rules to turn off": "Regras a desligar",
  "Show findings at least this sure (default: certain)": "Mostra achados com ao menos esta certeza (padrão: certain)",
  "Show findings at least this severe (default: warning)":
    "Mostra achados com ao menos esta severidade (padrão: warning)",
  "How findings are printed (default: full; agent where a coding agent reads the output)":
    "Como imprimir os achados (padrão: full; agent quando é um agente de código que lê a saída)",
  "Write the report to a file": "Escreve o relatório num arquivo",
  "Print how many findings each rule has, instead of the findings":
    "Imprime quantos achados cada regra tem, no lugar dos achados",
  "Apply safe fixes, and report what is left": "Aplica as correções seguras e relata o que sobrou",
  "With --fix or --diff: apply fixes that may change behaviour too":
    "Com --fix ou --diff: aplica também as correções que podem mudar o comportamento",
  "Show what --fix would change, and change nothing": "Mostra o que --fix mudaria, sem mudar nada",
  "Apply fixes as --fix does, and report nothing": "Aplica as correções como --fix, sem relatar nada",
  "List the fixes that were applied": "Lista as correções aplicadas",
  "Exit with 0 even when there are findings": "Sai com 0 mesmo quando há achados",
  "The file standard input stands for, with the path `-`":
    "O arquivo que a entrada padrão representa, com o caminho `-`",
  "Print findings only: no summary, no progress": "Imprime só os achados: sem resumo nem progresso",
  // uncoil survey
  "Show what a project is: its entry points, and the I/O each reaches":
    "Mostra o que é um projeto: os pontos de entrada e o I/O que cada um alcança",
  "survey [OPTIONS] [PATH…]": "survey [OPÇÕES] [CAMINHO…]",
  "Reads the Python files at and below the paths (default: the working directory) and says what the project is made of, before anything is judged: frameworks, entry points, which functions run on the event loop, in threads or at start-up, the I/O each entry reaches and how, and a verdict on each part.":
    "Lê os arquivos Python nos caminhos e abaixo deles (padrão: a pasta atual) e diz de que o projeto é feito, antes de julgar qualquer coisa: frameworks, pontos de entrada, que funções executam no event loop, em threads ou no início do programa, o I/O que cada entrada alcança e como, e um veredito sobre cada parte.",
  "Show the call tree of the entry points of this name: a route, a function, or part of either":
    "Mostra a árvore de chamadas dos pontos de entrada com este nome: uma rota, uma função, ou parte de uma delas",
  "How the survey is printed; html is one page that needs nothing else (default: text)":
    "Como imprimir o levantamento; html é uma página que não precisa de mais nada (padrão: text)",
  "Write the survey to a file": "Escreve o levantamento num arquivo",
  // uncoil run
  "Run a program, and see what happens on its event loop":
    "Executa um programa e mostra o que acontece no seu event loop",
  "run [OPTIONS] [--] COMMAND [ARGUMENT…]": "run [OPÇÕES] [--] COMANDO [ARGUMENTO…]",
  "Runs a command as it is, with an agent in each of its Python processes (3.9 or newer) that watches the event loop: what keeps it, coroutines nobody awaits, errors nobody sees, tasks, connections and threads that are left. A script is run by the project's interpreter. Nothing is installed, and the program's output, input, signals and exit code are its own. Problems are told on standard error when they are first seen, and in a summary at the end that says which findings of `uncoil check` the run has confirmed.":
    "Executa um comando como ele é, com um agente em cada um dos seus processos Python (3.9 ou mais novo) que observa o event loop: o que o segura, corrotinas que ninguém aguarda, erros que ninguém vê, tasks, conexões e threads que sobram. Um script é executado pelo interpretador do projeto. Nada é instalado, e a saída, a entrada, os sinais e o código de saída do programa continuam os dele. Os problemas aparecem na saída de erros quando são vistos pela primeira vez, e num resumo no fim, que diz quais achados do `uncoil check` a execução confirmou.",
  "Milliseconds a step may keep the event loop (default: 100)":
    "Milissegundos que um passo pode segurar o event loop (padrão: 100)",
  "Exit with 1 when a problem at least this severe was seen (default: error)":
    "Sai com 1 quando foi visto um problema com ao menos esta severidade (padrão: error)",
  "Show problems at least this severe (default: warning)":
    "Mostra problemas com ao menos esta severidade (padrão: warning)",
  "Stop the program after this time, and exit with 124": "Para o programa depois deste tempo e sai com 124",
  "Write a timeline of every step to one page that needs nothing else":
    "Escreve uma linha do tempo de cada passo numa página que não precisa de mais nada",
  "Do not check the source": "Não verifica o código-fonte",
  "How the summary is printed; all but text go to standard output, or to a file (default: text)":
    "Como imprimir o resumo; tudo menos text vai para a saída padrão, ou para um arquivo (padrão: text)",
  "Write the summary to a file": "Escreve o resumo num arquivo",
  "Say nothing while the program runs": "Não diz nada enquanto o programa executa",
  // uncoil why
  "Show every path by which a line reaches the event loop":
    "Mostra cada caminho pelo qual uma linha chega ao event loop",
  "why [OPTIONS] FILE:LINE": "why [OPÇÕES] ARQUIVO:LINHA",
  "Reads the whole project the file is in, and prints each way from a function on the loop down to the line.":
    "Lê o projeto inteiro do arquivo e imprime cada caminho de uma função no loop até a linha.",
  "How paths are printed (default: full)": "Como imprimir os caminhos (padrão: full)",
  // uncoil explore
  "Run a coroutine or a test under cancellations and other timings":
    "Executa uma corrotina ou um teste sob cancelamentos e outros tempos",
  "explore [OPTIONS] TARGET|--from-check [PATH…]": "explore [OPÇÕES] ALVO|--from-check [CAMINHO…]",
  "Runs TARGET many times with your interpreter, each time disturbed in one way the event loop allows, and shows what fails: the one disturbance that matters, the lines that ran beside those of a passing run, and a command that repeats it. TARGET is `module:function`, a file with `async def main`, or a test (`tests/test_app.py::test_name`). Failures make the exit code 1; what only relies on the start order of tasks is shown as fragile and does not.":
    "Executa o ALVO muitas vezes com o seu interpretador, cada vez perturbado de um jeito que o event loop permite, e mostra o que falha: a única perturbação que importa, as linhas que executaram ao lado das de uma execução que passa, e um comando que a repete. ALVO é `module:function`, um arquivo com `async def main`, ou um teste (`tests/test_app.py::test_name`). Falhas levam ao código de saída 1; o que só depende da ordem de início das tasks aparece como frágil, e não leva.",
  "How to disturb: cancel, timing, order, copies, faults (default: cancel, timing, order; copies runs the target several times at once, faults breaks connections)":
    "Como perturbar: cancel, timing, order, copies, faults (padrão: cancel, timing, order; copies executa o alvo várias vezes ao mesmo tempo, faults derruba conexões)",
  "Stop at the first failure": "Para na primeira falha",
  "Seconds for all runs together (default: 120); one run may take a sixth, and 10 at most":
    "Segundos para todas as execuções juntas (padrão: 120); uma execução pode levar um sexto, e 10 no máximo",
  "Explore what comes to the findings of `uncoil check` that running can confirm, at and below the paths given instead of TARGET":
    "Explora o que chega aos achados do `uncoil check` que uma execução pode confirmar, nos caminhos dados no lugar de ALVO e abaixo deles",
  "Repeat the run of a failure": "Repete a execução de uma falha",
  "Cancel only tasks of these names or coroutine functions, whether or not the target expects it":
    "Cancela só tasks com estes nomes ou destas funções corrotina, quer o alvo conte com isso ou não",
  "At most so many cancellations (default: 200)": "No máximo tantos cancelamentos (padrão: 200)",
  "So many timings (default: 60)": "Tantas variações de tempo (padrão: 60)",
  "So many orders (default: 20)": "Tantas ordens (padrão: 20)",
  "Run the target so many times at once, too (default with --strategy copies: 2)":
    "Executa também o alvo tantas vezes ao mesmo tempo (padrão com --strategy copies: 2)",
  "Where random choices start (default: 0)": "De onde partem as escolhas aleatórias (padrão: 0)",
  "What makes the exit code 1 (default: failure)": "O que leva ao código de saída 1 (padrão: failure)",
  "How results are printed (default: text)": "Como imprimir os resultados (padrão: text)",
  "Interpreter, or environment directory, to run the target with":
    "Interpretador, ou pasta do ambiente, que executa o alvo",
  // uncoil rule
  "Explain a rule, or list all of them": "Explica uma regra, ou lista todas",
  "rule [CODE|NAME]": "rule [CÓDIGO|NOME]",
  "A rule can be named by its code, its name, or the code of the same rule in flake8-async or ruff.":
    "Uma regra pode ser indicada pelo código, pelo nome, ou pelo código da mesma regra no flake8-async ou no ruff.",
  "How rules are printed (default: text)": "Como imprimir as regras (padrão: text)",
  // uncoil models
  "Show what is known of a library's callable, and from where":
    "Mostra o que se sabe de uma função de biblioteca, e de onde",
  "models [OPTIONS] [NAME]": "models [OPÇÕES] [NOME]",
  "NAME is a dotted name: of a package, module, class or function, modelled, installed or in the project. Without it, the packages Uncoil ships models of are listed.":
    "NOME é um nome com pontos: de um pacote, módulo, classe ou função, com modelo, instalado ou do projeto. Sem ele, são listados os pacotes de que o Uncoil traz modelos.",
  "How models are printed (default: text)": "Como imprimir os modelos (padrão: text)",
  // uncoil skill
  "Teach coding agents to write async Python and to check it":
    "Ensina agentes de código a escrever Python async e a verificá-lo",
  "skill [NAME [FILE] | install | uninstall] [OPTIONS]": "skill [NOME [ARQUIVO] | install | uninstall] [OPÇÕES]",
  "The skill tells an agent how async Python is written and which command proves each line of it. Without arguments its languages are listed, and where they are installed; NAME prints it, FILE one of its references; `--lang` chooses its language too. `install` writes it where agents look, `uninstall` removes what was written. Both show every file first.":
    "A skill diz a um agente como se escreve Python async e que comando prova cada linha. Sem argumentos, lista os seus idiomas e onde estão instalados; NOME a imprime, ARQUIVO uma das suas referências; `--lang` escolhe também o idioma dela. `install` a escreve onde os agentes procuram, `uninstall` remove o que foi escrito. Os dois mostram antes cada arquivo.",
  "install, uninstall: for these agents (default: all)": "install, uninstall: para estes agentes (padrão: all)",
  "install, uninstall: in the working directory (default)": "install, uninstall: na pasta atual (padrão)",
  "install, uninstall: in the home directory, for all projects":
    "install, uninstall: na pasta do usuário, para todos os projetos",
  "install, uninstall: also files that somebody has changed": "install, uninstall: também arquivos que alguém alterou",
  "install, uninstall: show what would be done, and do nothing":
    "install, uninstall: mostra o que seria feito, sem fazer nada",
  "Print with the fields of the Agent Skills standard (default), or with all of them at top level, as PromptOS has them (in Portuguese unless --lang says otherwise)":
    "Imprime com os campos do padrão Agent Skills (padrão), ou com todos no nível de cima, como no PromptOS (em português, a menos que --lang diga outra coisa)",
  // uncoil mcp
  "Serve coding agents over the Model Context Protocol": "Atende agentes de código pelo Model Context Protocol",
  "mcp [OPTIONS] [DIRECTORY…]": "mcp [OPÇÕES] [PASTA…]",
  "Speaks the protocol on standard input and output, for an agent that starts it. Reads the directories (default: the working directory) and nothing outside of them but installed packages, keeps the program in memory, and notices changed files. Writes only what `fix` and `suppress` are asked to write.":
    "Fala o protocolo pela entrada e saída padrão, para um agente que o inicia. Lê as pastas (padrão: a pasta atual) e nada fora delas além dos pacotes instalados, guarda o programa na memória e percebe arquivos alterados. Só escreve o que se pede a `fix` e `suppress`.",
  "Print the entry for an agent's configuration file, with the other options given, and end":
    "Imprime a entrada para o arquivo de configuração de um agente, com as demais opções dadas, e termina",
  "Offer `run` and `explore` too, which run code of the project":
    "Oferece também `run` e `explore`, que executam código do projeto",
  "Give up a call that takes longer (default: 300)": "Desiste de uma chamada que demora mais (padrão: 300)",
  // uncoil version
  "Print the version": "Imprime a versão",
  version: "version",
};
