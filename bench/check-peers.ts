/** The tools `npm run bench check` compares with: pinned, and installed into the cache on first use. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { environmentWith } from "../scripts/python-environment.ts";
import { cacheDirectory } from "../scripts/real-world-packages.ts";

/** A command that checks the working directory. */
export interface Tool {
  readonly name: string;
  readonly command: string;
  readonly parameters: readonly string[];
  /** Exit codes of a run that did its work. */
  readonly goodCodes: readonly number[];
  /** Too slow for as many rounds as the others. */
  readonly isSlow: boolean;
}

const ruffVersion = "0.17.6";
const flake8Version = "7.5.0";
const flake8AsyncVersion = "26.8.1";
const pyrightVersion = "1.1.414";

/** Us, with the built bundle, and its peers; those that cannot be installed are named on standard error and left out. */
export function findTools(cli: string): readonly Tool[] {
  const us: Tool = {
    name: "uncoil",
    command: process.execPath,
    parameters: [cli, "check", ".", "--isolated", "--exit-zero", "--quiet"],
    goodCodes: [0],
    isSlow: false,
  };
  const peers = [findRuff, findPyright, findFlake8].flatMap((find) => {
    try {
      return [find()];
    } catch (error) {
      console.error(`left out: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  });
  return [us, ...peers];
}

function findRuff(): Tool {
  return {
    name: `ruff ${ruffVersion}`,
    command: join(environmentWith("ruff", [`ruff==${ruffVersion}`]), "ruff"),
    parameters: ["check", "--select", "ASYNC,RUF006", "--isolated", "--no-cache", "--exit-zero", "--quiet", "."],
    goodCodes: [0],
    isSlow: false,
  };
}

function findFlake8(): Tool {
  const wanted = [`flake8==${flake8Version}`, `flake8-async==${flake8AsyncVersion}`];
  return {
    name: `flake8-async ${flake8AsyncVersion}`,
    command: join(environmentWith("flake8-async", wanted), "flake8"),
    parameters: ["--select", "ASYNC", "--isolated", "--exit-zero", "."],
    goodCodes: [0],
    isSlow: true,
  };
}

function findPyright(): Tool {
  const directory = join(cacheDirectory(), "peers", `pyright-${pyrightVersion}`);
  const script = join(directory, "node_modules", "pyright", "index.js");
  if (!existsSync(script)) {
    mkdirSync(directory, { recursive: true });
    const quiet = ["--no-audit", "--no-fund", "--no-save", "--ignore-scripts"];
    execFileSync("npm", ["install", "--prefix", directory, ...quiet, `pyright@${pyrightVersion}`], { stdio: "pipe" });
  }
  return {
    name: `pyright ${pyrightVersion}`,
    command: process.execPath,
    parameters: ["--max-old-space-size=8192", script, "--outputjson", "."],
    // 1: it found errors, as it does in every project.
    goodCodes: [0, 1],
    isSlow: true,
  };
}
