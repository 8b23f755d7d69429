import type { ModuleSummary } from "./module-summary.ts";

/** A summary on its way between threads: one buffer of integers and one text of strings, which are cheap to hand over. */
export interface PackedSummary {
  readonly summary: Omit<ModuleSummary, "strings">;
  /** The strings, each ended by a NUL, which no Python name or short literal holds. */
  readonly strings: string;
}

export function packSummary(summary: ModuleSummary): PackedSummary {
  const { strings, ...rest } = summary;
  return { summary: rest, strings: strings.join("\0") };
}

export function unpackSummary({ summary, strings }: PackedSummary): ModuleSummary {
  return { ...summary, strings: strings.split("\0") };
}

/** The buffers of a summary that a worker hands over instead of copying. */
export function transferListOf({ summary }: PackedSummary): ArrayBuffer[] {
  const { buffer } = summary.values;
  return buffer instanceof ArrayBuffer ? [buffer] : [];
}

/** A summary as JSON text: what a compiled model is stored as. Columns become plain arrays. */
export function encodeSummary(summary: ModuleSummary): string {
  return JSON.stringify(summary, (_key, value: unknown) => (value instanceof Int32Array ? [...value] : value));
}

type Stored = {
  readonly [Key in keyof ModuleSummary]: ModuleSummary[Key] extends Int32Array ? number[] : ModuleSummary[Key];
};

/** Summaries by module name, from the text of a compiled package: an object of what `encodeSummary` gives. */
export function decodeSummaries(text: string): ReadonlyMap<string, ModuleSummary> {
  const modules = JSON.parse(text) as Record<string, Stored>;
  return new Map(Object.entries(modules).map(([name, stored]) => [name, revive(stored)]));
}

function revive(stored: Stored): ModuleSummary {
  return {
    ...stored,
    values: Int32Array.from(stored.values),
    lists: Int32Array.from(stored.lists),
    symbols: Int32Array.from(stored.symbols),
    bindings: Int32Array.from(stored.bindings),
    functions: Int32Array.from(stored.functions),
    parameters: Int32Array.from(stored.parameters),
    classes: Int32Array.from(stored.classes),
    attributes: Int32Array.from(stored.attributes),
    sites: Int32Array.from(stored.sites),
    guards: Int32Array.from(stored.guards),
    flow: Int32Array.from(stored.flow),
    starImports: Int32Array.from(stored.starImports),
    imports: Int32Array.from(stored.imports),
    lineStarts: Int32Array.from(stored.lineStarts),
    continuations: Int32Array.from(stored.continuations),
  };
}
