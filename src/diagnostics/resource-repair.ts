/** The repairs that close a resource. */

/** At the end of the block that opens it. */
export interface CloseResourceAction {
  readonly kind: "close-resource";
  /** How it is closed; `aclosing` is that of contextlib. */
  readonly way: "async with" | "with" | "aclosing" | "finally";
  /** The methods that close it, the one to call first. */
  readonly closers: readonly string[];
  /** That method is awaited. */
  readonly isAwaited: boolean;
  /** What is awaited to open it can be entered as it is: `async with connect() as c` for `c = await connect()`. */
  readonly entersUnawaited: boolean;
}

/** Of an attribute: in the method of the same class that closes the object. */
export interface CloseAttributeAction {
  readonly kind: "close-attribute";
  /** The method that closes it. */
  readonly closer: string;
  /** That method is awaited. */
  readonly isAwaited: boolean;
}
