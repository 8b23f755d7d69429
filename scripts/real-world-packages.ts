/** The packages `npm run real-world` and `npm run bench check` read, and how they come out of the index into the cache. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** One release of a package. */
export interface Package {
  readonly name: string;
  readonly version: string;
  /** `nothing`: a finding at the default level breaks the gate. `judge`: every finding is printed, to be read by hand. */
  readonly gate?: "nothing" | "judge";
  /** The Python to choose a wheel for, where the package supports only some. */
  readonly python?: string;
}

/** What the project promises to read comes first; then programs and frameworks likely to hold real bugs. */
export const packages: readonly Package[] = [
  { name: "prefect", version: "3.9.1" },
  { name: "ray", version: "2.60.0" },
  { name: "langchain-community", version: "0.4.2" },
  { name: "jupyter-server", version: "2.21.1" },
  { name: "mcp", version: "2.3.0" },
  { name: "streamlit", version: "1.67.0" },
  { name: "fastmcp-slim", version: "4.2.1" },
  { name: "openai", version: "3.54.0" },
  { name: "aiohttp", version: "3.14.5" },
  { name: "starlette", version: "1.10.0", gate: "judge" },
  { name: "trio", version: "0.35.0", gate: "judge" },
  { name: "anyio", version: "4.16.0", gate: "judge" },
  { name: "celery", version: "5.7.0", gate: "nothing" },
  { name: "redis", version: "8.1.0" },
  { name: "pymongo", version: "4.20.0" },
  { name: "aiogram", version: "3.31.0" },
  { name: "discord.py", version: "2.7.1" },
  { name: "apache-airflow-core", version: "3.3.2" },
  { name: "autogen-core", version: "0.7.5" },
  { name: "browser-use", version: "0.13.14" },
  { name: "chainlit", version: "2.11.0" },
  { name: "crewai", version: "1.15.30" },
  { name: "dagster", version: "1.13.29" },
  { name: "distributed", version: "2026.8.0" },
  { name: "fastapi", version: "0.165.0" },
  { name: "gpt-researcher", version: "0.16.1" },
  { name: "gradio", version: "6.31.0" },
  { name: "homeassistant", version: "2026.2.3", python: "3.14" },
  { name: "httpx", version: "0.28.1" },
  { name: "kopf", version: "1.45.2" },
  { name: "langgraph", version: "1.2.22" },
  { name: "litellm", version: "1.109.1" },
  { name: "litestar", version: "2.25.0" },
  { name: "llama-index-core", version: "0.14.25" },
  { name: "matrix-synapse", version: "1.163.2" },
  { name: "nats-py", version: "2.16.0" },
  { name: "nicegui", version: "3.18.0" },
  { name: "open-webui", version: "0.12.4", python: "3.12" },
  { name: "paper-qa", version: "2026.8.12" },
  { name: "pydantic-ai-slim", version: "2.68.0" },
  { name: "sanic", version: "25.12.1" },
  { name: "twisted", version: "26.10.0" },
  { name: "uvicorn", version: "0.54.0" },
  { name: "websockets", version: "17.4" },
];

const defaultPython = "3.13";
const downloadCommand = ["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"];

/** Where packages and peers are kept between runs: outside the repository. */
export function cacheDirectory(): string {
  const { XDG_CACHE_HOME: cacheHome } = process.env;
  return join(cacheHome === undefined || cacheHome === "" ? join(homedir(), ".cache") : cacheHome, "uncoil-real-world");
}

/** The directory with a package's Python files, fetched on first use. Only wheels: nothing of theirs is ever run. */
export function fetchPackage(wanted: Package): string {
  const directory = join(cacheDirectory(), "packages", `${wanted.name}-${wanted.version}`);
  if (existsSync(directory)) return directory;
  mkdirSync(join(cacheDirectory(), "packages"), { recursive: true });
  const temporary = mkdtempSync(join(cacheDirectory(), "fetch-"));
  try {
    const where = ["--python-version", wanted.python ?? defaultPython, "--dest", temporary];
    const release = `${wanted.name}==${wanted.version}`;
    execFileSync("python3", [...downloadCommand, ...where, release], { stdio: ["ignore", "ignore", "pipe"] });
    const wheel = readdirSync(temporary).find((file) => file.endsWith(".whl"));
    if (wheel === undefined) throw new Error(`pip left no wheel of ${wanted.name}`);
    const unpacked = join(temporary, "unpacked");
    execFileSync("python3", ["-c", unpackScript, join(temporary, wheel), unpacked], { stdio: "inherit" });
    renameSync(unpacked, directory);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return directory;
}

/** Python files only: wheels carry hundreds of megabytes of other things. */
const unpackScript = `
import sys, zipfile
wheel = zipfile.ZipFile(sys.argv[1])
wheel.extractall(sys.argv[2], [name for name in wheel.namelist() if name.endswith((".py", ".pyi"))])
`;
