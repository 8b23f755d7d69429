import type { Language } from "../../language/languages.ts";

/** Where a claim of the skill comes from. */
export interface SkillSource {
  readonly url: string;
  readonly type: "official_docs" | "tutorial" | "specification";
}

/** What stands above the text of a skill. */
export interface SkillDescription {
  readonly language: Language;
  /** The language's name, in English. */
  readonly languageName: string;
  /** Name of the skill and of its folder: lower-case letters, digits and hyphens. */
  readonly name: string;
  /** What it does and when to use it: all that an agent knows before it loads the rest. At most 1024 characters. */
  readonly description: string;
  /** What must be there to use it. At most 500 characters. */
  readonly compatibility: string;
  readonly domain: string;
  /** How much of a skill is loaded at once, in PromptOS: L1 always, L2 when a trigger is met, L3 on demand. */
  readonly level: "L1" | "L2" | "L3";
  readonly tags: readonly string[];
  /** Phrases that ask for the skill. */
  readonly triggers: readonly string[];
  readonly dependencies: readonly string[];
  readonly author: string;
  /** Year, month, day. */
  readonly created: string;
  readonly status: "draft" | "approved";
  readonly sources: readonly SkillSource[];
  /** The files in `references`, without `.md`: in every language the same texts in the same order. */
  readonly references: readonly string[];
}

const shared = {
  domain: "python",
  level: "L2",
  tags: ["python", "async", "asyncio", "concurrency", "performance"],
  dependencies: [],
  author: "uncoil",
  created: "2026-11-23",
  status: "approved",
  sources: [
    { url: "https://docs.python.org/3/library/asyncio.html", type: "official_docs" },
    { url: "https://docs.python.org/3/library/asyncio-dev.html", type: "official_docs" },
    { url: "https://fastapi.tiangolo.com/async/", type: "official_docs" },
    { url: "https://docs.aiohttp.org/", type: "official_docs" },
    { url: "https://realpython.com/async-io-python/", type: "tutorial" },
    { url: "https://peps.python.org/pep-0492/", type: "specification" },
  ],
} as const;

/** The skill in each language: what stands above its text. */
export const skillDescriptions: Readonly<Record<Language, SkillDescription>> = {
  en: {
    ...shared,
    language: "en",
    languageName: "English",
    name: "async-python",
    description:
      'Write, review, debug and fix asynchronous Python: asyncio, async def, await, coroutines, tasks, gather, TaskGroup, the event loop. Use it when Python code is async or should become async or concurrent, with FastAPI, Starlette, aiohttp, httpx, asyncpg, motor, WebSockets, RabbitMQ or Redis; when an async service or bot is slow, hangs, freezes or blocks; on errors such as "was never awaited", "exception was never retrieved", "Unclosed client session", "event loop is already running" or CancelledError. The uncoil command finds blocking calls behind helpers in other files, forgotten awaits, lost tasks and leaked sessions, fixes them, and checks again. Not for JavaScript, TypeScript, Rust, C#, Golang, Kotlin, not for CPU-bound work, multiprocessing or plain threads.',
    compatibility:
      "Needs Node.js 20.19 or newer and the uncoil command (npm package uncoil). Reads Python 3.8 to 3.15; checking runs no Python.",
    triggers: [
      "work with async Python",
      "write asynchronous code",
      "use asyncio",
      "asynchronous programming in Python",
      "the event loop is blocked",
      "coroutine was never awaited",
    ],
    references: ["rules", "patterns", "use-cases", "gotchas", "concurrency-tests"],
  },
  "pt-BR": {
    ...shared,
    language: "pt-BR",
    languageName: "Portuguese",
    name: "python-async-programming",
    description:
      'Skill para programação assíncrona em Python: asyncio, async def, await, corrotinas, tasks, gather, TaskGroup, event loop. Use ao trabalhar com async Python, criar código assíncrono, revisar, depurar ou migrar código síncrono para assíncrono ou concorrente, com FastAPI, Starlette, aiohttp, httpx, asyncpg, motor, WebSockets, RabbitMQ ou Redis; quando um serviço ou bot async está lento, trava, congela ou bloqueia; em erros como "was never awaited", "exception was never retrieved", "Unclosed client session", "event loop is already running" ou CancelledError. O comando uncoil acha chamadas bloqueantes escondidas em outros arquivos, awaits esquecidos, tasks perdidas e sessões abertas, corrige e verifica de novo. Não serve para JavaScript, TypeScript, Rust, C#, Golang, Kotlin, nem para trabalho CPU-bound, multiprocessing ou só threads.',
    compatibility:
      "Requer Node.js 20.19 ou mais novo e o comando uncoil (pacote npm uncoil). Lê Python 3.8 a 3.15; a verificação não executa Python.",
    triggers: [
      "trabalhar com async Python",
      "criar código assíncrono",
      "usar asyncio",
      "programação assíncrona em Python",
      "o event loop está bloqueado",
      "a corrotina nunca foi aguardada",
    ],
    references: ["regras", "exemplos", "casos-de-uso", "armadilhas", "testes-de-concorrencia"],
  },
};
