/** The repairs that make a client once, and hand it down to the functions that made one each time. */
import type { Place } from "./async-chain.ts";
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

export interface ClassClientAction {
  readonly kind: "class-client";
  /** As for `share-client`. */
  readonly plan: () => ClassClientPlan | undefined;
}

/** The object whose method makes the client today, and may keep one. */
export interface ClassClientPlan {
  /** The method at which the object ends. */
  readonly end: FunctionPlace;
  /** The method of the client that closes it, a coroutine function. */
  readonly closer: string;
  /** Whether the object has an attribute of that name. */
  readonly isTaken: (name: string) => boolean;
}

/** The application that makes the client when it starts, instead of the function that makes it today. */
export interface AppClientPlan {
  /** The call that makes the application. */
  readonly app: Place;
  /** What takes a context around its life: a parameter of that call; or what it is appended to, as `around`. */
  readonly lifespan: string;
  readonly around: string;
  /** The attribute for what lives as long, or `[]` for items. */
  readonly keeper: string;
  /** Something is registered for its start or end, which such a context would replace. */
  readonly hasStartup: boolean;
  /** Names under which other things may be kept by it. */
  readonly taken: ReadonlySet<string>;
  /** How the function reaches the application. */
  readonly way: GlobalWay | RequestWay;
}

/** The application is a global of the function's own file. */
export interface GlobalWay {
  readonly kind: "global";
  readonly name: string;
}

/** Those who serve a request know the application from it, and hand the client down. */
export interface RequestWay {
  readonly kind: "request";
  /** Attribute of the request that is the application. */
  readonly attribute: string;
  /** As of `ClientPlan`: the functions between, the one that makes the client first; none when a handler makes it. */
  readonly takers: readonly FunctionPlace[];
  readonly passed: readonly Place[];
  readonly handlers: readonly Handler[];
}

/** A function that is called for requests. */
export interface Handler extends FunctionPlace {
  /** Its calls of takers. */
  readonly calls: readonly ByteRange[];
  /** The name of its parameter for the request; "" where it is to get one of the class `asked`. */
  readonly request: string;
  /** Dotted name. */
  readonly asked: string;
}

export interface ClientPlan {
  /** Functions that take the client from now on, the one that makes it first; none when it only moves out of a loop. */
  readonly takers: readonly FunctionPlace[];
  /** Calls of takers that hand on the client which their own function takes. */
  readonly passed: readonly Place[];
  /** Coroutine functions that make the client from now on, and the calls in each that it is made for. */
  readonly owners: readonly (FunctionPlace & { readonly calls: readonly ByteRange[] })[];
}

/** A function of the project; the range is its name in its `def`. */
export interface FunctionPlace extends Place {
  readonly isMethod: boolean;
}
