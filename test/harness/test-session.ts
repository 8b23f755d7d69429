import { parse } from "smol-toml";
import type { Settings } from "../../src/config/settings.ts";
import { createSession, type Session, type SessionHost } from "../../src/session.ts";

/** Test projects live in memory, below a directory whose name means nothing to any rule. */
export const projectRoot: string = "/project";

const encoder = new TextEncoder();

/** A session with every Python file of the project open. Paths are relative to the project's root. */
export function createTestSession(files: ReadonlyMap<string, string>, settings: Settings): Session {
  const contents = new Map(Array.from(files, ([path, text]) => [`${projectRoot}/${path}`, encoder.encode(text)]));
  const host: SessionHost = {
    readFile: (path) => contents.get(path),
    isDirectory: (path) => [...contents.keys()].some((file) => file.startsWith(`${path}/`)),
    // The loader of `dist/models` and of the stubs named by `settings.models` arrives with the engine.
    loadModel: () => undefined,
    roots: importRoots(files, settings),
    sitePackages: [],
  };
  const session = createSession(host);
  for (const [path, bytes] of contents) session.openFile(path, bytes);
  return session;
}

/** The settings of a test: everything is shown; the rest comes from its `toml` block. Throws on an option it does not know. */
export function testSettings(configuration: string | undefined, extendSelect: readonly string[]): Settings {
  const options = configuration === undefined ? {} : parse(configuration);
  const known = new Set(["select", "extend-select", "ignore", "per-file-ignores", "models", "src"]);
  const unknown = Object.keys(options).find((key) => !known.has(key));
  if (unknown !== undefined) throw new Error(`the test harness does not know the option ${unknown}`);
  const list = (key: string): string[] | undefined => options[key] as string[] | undefined;
  return {
    projectRoot,
    select: list("select"),
    extendSelect: [...(list("extend-select") ?? []), ...extendSelect],
    ignore: list("ignore") ?? [],
    perFileIgnores: new Map(Object.entries((options["per-file-ignores"] ?? {}) as Record<string, string[]>)),
    confidence: "likely",
    minSeverity: "information",
    extendExclude: [],
    models: (list("models") ?? []).map((path) => `${projectRoot}/${path}`),
    src: (list("src") ?? []).map((path) => `${projectRoot}/${path}`),
    python: undefined,
  };
}

function importRoots(files: ReadonlyMap<string, string>, settings: Settings): string[] {
  const hasSourceLayout = [...files.keys()].some((path) => path.startsWith("src/")) && !files.has("src/__init__.py");
  return [...settings.src, ...(hasSourceLayout ? [`${projectRoot}/src`] : []), projectRoot];
}
