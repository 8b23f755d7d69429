import { readConfiguration } from "../../src/config/read-configuration.ts";
import { resolveSettings } from "../../src/config/resolve-settings.ts";
import type { Settings } from "../../src/config/settings.ts";
import { createModuleTable } from "../../src/program/module-table.ts";
import { linkProgram, type Program } from "../../src/program/program.ts";
import type { ModuleSummary } from "../../src/summary/module-summary.ts";
import { summariseSource } from "../../src/summary/summarise-source.ts";
import { mergeNotableNames, notableNamesOf } from "../../src/summary/notable-names.ts";
import { createModelLoader, loadNotableNames } from "../../src/workspace/load-model.ts";
import { createSession, type Session, type SessionHost } from "../../src/session.ts";

/** Test projects live in memory, below a directory whose name means nothing to any rule. */
export const projectRoot: string = "/project";

const encoder = new TextEncoder();

/** A session with every Python file of the project open. Paths are relative to the project's root. */
export function createTestSession(files: ReadonlyMap<string, string>, settings: Settings): Session {
  const { host, contents } = createTestHost(files, settings);
  const session = createSession(host);
  const isModel = (path: string): boolean => settings.models.some((model) => path.startsWith(`${model}/`));
  for (const [path, bytes] of contents) if (!isModel(path)) session.openFile(path, bytes);
  return session;
}

/** The linked program of a project, for what no rule asks yet. */
export function linkTestProgram(files: Readonly<Record<string, string>>): Program {
  const { host, contents } = createTestHost(new Map(Object.entries(files)), testSettings(undefined, []));
  const open = new Map(Array.from(contents, ([path, bytes]) => [path, summariseSource(path, bytes)]));
  return linkProgram(createModuleTable(host, open, new Map()), () => false);
}

interface TestHost {
  readonly host: SessionHost;
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

function createTestHost(files: ReadonlyMap<string, string>, settings: Settings): TestHost {
  const contents = new Map(Array.from(files, ([path, text]) => [`${projectRoot}/${path}`, encoder.encode(text)]));
  const stubs = userStubs(contents, settings);
  const host: SessionHost = {
    readFile: (path) => contents.get(path),
    isDirectory: (path) => [...contents.keys()].some((file) => file.startsWith(`${path}/`)),
    importableIn: (directory) => importableIn(contents, directory),
    loadStub: (name) => stubs.get(name),
    notableNames: () => mergeNotableNames([shippedNames, ...Array.from(stubs.values(), notableNamesOf)]),
    loadModel: loadShippedModel,
    minimumPythonOf: () => settings.targetVersion,
    roots: importRoots(files, settings),
    sitePackages: [],
    isWholeProject: true,
  };
  return { host, contents };
}

function importableIn(contents: ReadonlyMap<string, Uint8Array>, directory: string): ReadonlySet<string> {
  const inside = [...contents.keys()].filter((path) => path.startsWith(`${directory}/`));
  return new Set(inside.map((path) => path.slice(directory.length + 1).replace(/\/.*|\.pyi?$/s, "")));
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

const shippedNames = loadNotableNames("dist/models", [], () => undefined);
const loadShippedModel = createModelLoader("dist/models");

/** The stubs named by `settings.models`, by module. */
function userStubs(contents: ReadonlyMap<string, Uint8Array>, settings: Settings): ReadonlyMap<string, ModuleSummary> {
  const stubs = new Map<string, ModuleSummary>();
  for (const [path, bytes] of contents) {
    const directory = settings.models.find((model) => path === model || path.startsWith(`${model}/`));
    if (directory === undefined) continue;
    const base = path === directory ? path.slice(path.lastIndexOf("/") + 1) : path.slice(directory.length + 1);
    stubs.set(base.replace(/(\/__init__)?\.pyi?$/, "").replaceAll("/", "."), summariseSource(path, bytes));
  }
  return stubs;
}
