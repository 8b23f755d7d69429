import type { ModuleSummary } from "./module-summary.ts";

/** The buffers of a summary that a worker hands over instead of copying. */
export function transferListOf(summary: ModuleSummary): ArrayBuffer[] {
  const arrays: Int32Array[] = [];
  for (const column of Object.values(summary)) if (column instanceof Int32Array) arrays.push(column);
  const buffers = new Set<ArrayBuffer>();
  for (const array of arrays) if (array.buffer instanceof ArrayBuffer) buffers.add(array.buffer);
  return [...buffers];
}

/** A summary as JSON text: what a compiled model is stored as. */
export function encodeSummary(summary: ModuleSummary): string {
  return JSON.stringify(summary, (_key, value: unknown) =>
    value instanceof Int32Array ? { integers: [...value] } : value,
  );
}

/** Summaries by module name, from the text of a compiled package: an object of what `encodeSummary` gives. */
export function decodeSummaries(text: string): ReadonlyMap<string, ModuleSummary> {
  const modules = JSON.parse(text, (_key, value: unknown) => {
    if (typeof value === "object" && value !== null && "integers" in value && Array.isArray(value.integers))
      return Int32Array.from(value.integers);
    return value;
  }) as Record<string, ModuleSummary>;
  return new Map(Object.entries(modules));
}
