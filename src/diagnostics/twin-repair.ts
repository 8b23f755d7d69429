/** Repairs that put the asynchronous counterpart a library offers in the place of what blocks. */
import type { ByteRange } from "./text-edit.ts";

export type TwinAction =
  /** Steps that are made together or not at all: what blocks is exchanged, and every use of it is awaited. */
  { readonly kind: "switch"; readonly to: string; readonly steps: readonly SwitchStep[] };

/** One step, at a range of bytes of a file. */
export interface SwitchStep extends ByteRange {
  readonly path: string;
  readonly step: SwitchStepKind;
}

export type SwitchStepKind =
  /** `x.get(…)` → `x.aget(…)`; the range is the call. */
  | { readonly kind: "rename-method"; readonly name: string }
  /** `f(x)` → `await f(x)` */
  | { readonly kind: "await" }
  /** `for … in x:` → `async for … in x:`, `with x:` → `async with x:`; the range is the iterable or context manager. */
  | { readonly kind: "add-async" };
