import type { ModuleSummary } from "../summary/module-summary.ts";

/** A modelled package as `uncoil models` lists it. */
export interface ModelledPackage {
  readonly name: string;
  /** Callables its model describes. */
  readonly callables: number;
}

/** The shipped model of a module (`requests`, `os.path`), or undefined. */
export function loadModel(_moduleName: string): ModuleSummary | undefined {
  return undefined;
}

/** Every package with a shipped model, by name. */
export function listModels(): ModelledPackage[] {
  return [];
}
