import { readConfiguration } from "../../src/config/read-configuration.ts";
import { resolveSettings } from "../../src/config/resolve-settings.ts";
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
  const isModel = (path: string): boolean => settings.models.some((model) => path.startsWith(`${model}/`));
  for (const [path, bytes] of contents) if (!isModel(path)) session.openFile(path, bytes);
  return session;
}

/** The settings of a test: its `toml` block, read as an `uncoil.toml`; every severity and confidence is shown. */
export function testSettings(configuration: string | undefined, extendSelect: readonly string[]): Settings {
  return resolveSettings({
    commandLine: { extendSelect, confidence: "likely", minSeverity: "information" },
    overrides: [],
    file: readConfiguration(configuration ?? "", "uncoil.toml", false) ?? {},
    fileDirectory: projectRoot,
    projectRoot,
    workingDirectory: projectRoot,
  });
}

function importRoots(files: ReadonlyMap<string, string>, settings: Settings): string[] {
  const hasSourceLayout = [...files.keys()].some((path) => path.startsWith("src/")) && !files.has("src/__init__.py");
  return [...settings.src, ...(hasSourceLayout ? [`${projectRoot}/src`] : []), projectRoot];
}
