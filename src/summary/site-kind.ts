/**
 * Kinds of sites: places in a function where something of other code runs, or a value is dropped. A site is a row of
 * `ModuleSummary.sites`: kind, value, flags, next site of the same function, start, end, extra.
 */

/** value: a Call. extra: symbol + 1 when the call is assigned to one bare name. */
export const Call = 0;
/** A read of an attribute (it may be a property). value: an Attribute. */
export const Attribute = 1;
/** value: the context manager. */
export const With = 2;
export const AsyncWith = 3;
/** value: the iterable. */
export const For = 4;
export const AsyncFor = 5;
/** value: a Binary. */
export const Binary = 6;
/** value: a Subscript that is read. */
export const Subscript = 7;
/** value: the container of `in`. */
export const Contains = 8;
/** value: the operand of `await`. */
export const Await = 9;
/** An expression statement that is not a call. value: the expression. */
export const Dropped = 10;
/** value: what is iterated (`yield from`, a star argument, unpacking). */
export const Iterated = 11;

/** A decorator runs. value: the decorator, extra: the function it decorates. */
export const Decorator = 12;
/** An attribute is assigned. value: an Attribute. */
export const AttributeStore = 13;
/** An attribute is deleted. value: an Attribute. */
export const AttributeDelete = 14;
/** An item is assigned. value: a Subscript. */
export const SubscriptStore = 15;
/** An item is deleted. value: a Subscript. */
export const SubscriptDelete = 16;
/** A name or attribute is used as a condition. value: it. */
export const Tested = 17;
/** A value is formatted in an f-string. value: it. */
export const Formatted = 18;

/** The value is the direct operand of `await`. */
export const IsAwaited = 1;
/** The value is an expression statement: nobody uses it. */
export const IsDropped = 2;
/** Inside the body of a `try` that has handlers. */
export const InTry = 4;
/** Inside a loop of this function. */
export const InLoop = 8;
/** Used as a condition (`if`, `while`, `not`, `and`, `assert`…). */
export const IsTested = 16;
/** Inside an except handler. */
export const InHandler = 32;
/** The value is returned. */
export const IsReturned = 64;
/** Under `if TYPE_CHECKING:` or `if False:`: never runs. */
export const IsUnreachable = 128;
/** Assigned to `_`. */
export const IsDiscarded = 256;
/** In an argument of another call. */
export const IsArgument = 512;
/** Inside a `finally` suite. */
export const InFinally = 1024;
/** In a branch that may not be taken. */
export const IsConditional = 4096;
/** Where a global shows that it was not filled yet: runs once (`if _cache is None:`). */
export const IsOnce = 8192;
/** Inside a `with`, or a `try` that has a `finally`: leaving runs something. */
export const InScope = 16384;
/** The value is awaited, and nobody uses what that gives. */
export const IsAwaitedInVain = 32768;
/** Runs only when an expression comes to it: an operand of `and` or `or` but the first, either side of `a if b else c`. */
export const IsChosen = 65536;
/** Inside the body of a `try` that has a handler for RuntimeError by name. */
export const InTryRuntimeError = 131072;
/** Behind `os.kill(os.getpid(), …)`, in the same suite: reached only if the process survives its own signal. */
export const IsAfterEnd = 262144;
