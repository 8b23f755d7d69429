/** The repair that makes a client once, and hands it down to the functions that made one each time. */
import type { ByteRange } from "./text-edit.ts";

export interface ShareClientAction {
  readonly kind: "share-client";
  /** Searches the program, so it is called only when the fix is wanted; undefined when somebody cannot be changed. */
  readonly plan: () => ClientPlan | undefined;
}

export interface AppClientAction {
  readonly kind: "app-client";
  /** As for `share-client`. */
  readonly plan: () => AppClientPlan | undefined;
}

/** The application that makes the client when it starts, in the file of the function that makes it today. */
export interface AppClientPlan {
  /** The call that makes the application. */
  readonly app: ByteRange;
  /** The global it is bound to. */
  readonly name: string;
  /** Its parameter for an asynchronous context around its life. */
  readonly lifespan: string;
  /** Its attribute for what lives as long. */
  readonly keeper: string;
  /** Something is registered for its start or end, which such a context would replace. */
  readonly hasStartup: boolean;
}

export interface ClientPlan {
  /** Functions that take the client from now on, the one that makes it first; none when it only moves out of a loop. */
  readonly takers: readonly FunctionPlace[];
  /** Calls of takers that hand on the client which their own function takes. */
  readonly passed: readonly (ByteRange & { readonly path: string })[];
  /** Coroutine functions that make the client from now on, and the calls in each that it is made for. */
  readonly owners: readonly (FunctionPlace & { readonly calls: readonly ByteRange[] })[];
}

/** A function of the project; the range is its name in its `def`. */
export interface FunctionPlace extends ByteRange {
  readonly path: string;
  readonly isMethod: boolean;
}
