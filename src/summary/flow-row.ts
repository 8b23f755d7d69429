/**
 * Rows of `ModuleSummary.flow`: what happens to the values of a function's locals, and the statements that decide which way
 * control goes. A function's rows lie together, in source order, nested like the statements: every opening row has its
 * end. A row is kind, a, b, c, and the number of sites there were when it was made: sites with a smaller id came before it.
 *
 * Worked example:
 *
 *     pending = fetch()          Bind pending
 *     if not wanted:             If -1
 *         return None              Return
 *                                EndIf
 *     return await pending       Use pending Awaited · Return
 *
 * Only locals that are bound to a call somewhere above are followed; of others there are neither Bind nor Use rows.
 */

/** a: symbol, b: value, c: 1 for a `del`. */
export const Bind = 0;
/** a: symbol, b: how it is used (`Escapes`…), c: string of the attribute, or -1. */
export const Use = 1;
/** a: symbol whose truth is asked, or -1, b: 1 where the body runs when it is truthy, 0 where it runs when it is not. */
export const If = 2;
export const Else = 3;
/** a: 1 when one of the branches is always taken. */
export const EndIf = 4;
/** a: `WhileLoop`, `ForLoop` or `AsyncForLoop`, b: value iterated, c: 1 for `while True`. */
export const Loop = 5;
export const LoopElse = 6;
export const EndLoop = 7;
export const Try = 8;
/** a: value of the class caught, or -1 when bare, b: symbol it is bound to, or -1, c: byte offset of `except`. */
export const Handler = 9;
export const TryElse = 10;
export const Finally = 11;
export const EndTry = 12;
/** a: value of the context, b: 1 for `async with`, c: symbol bound, or -1. */
export const With = 13;
/** a: byte offset of its end. */
export const EndWith = 14;
/** a: value returned, or -1, b and c: byte offsets of the statement. */
export const Return = 15;
/** a: value raised, or -1, b and c: byte offsets of the statement. */
export const Raise = 16;
/** b and c: byte offsets of the statement. */
export const Break = 17;
/** b and c: byte offsets of the statement. */
export const Continue = 18;

/** At the end of a handler: it has bound a name, which may say afterwards what happened. */
export const Noted = 19;

export const WhileLoop = 0;
export const ForLoop = 1;
export const AsyncForLoop = 2;

/** Given away, stored, returned, or used in a way nobody looks at: somebody else may look after it. */
export const Escapes = 0;
/** The operand of `await`. */
export const Awaited = 1;
/** A condition, or compared with something. */
export const Tested = 2;
/** An expression statement by itself. */
export const Dropped = 3;
/** The object of a method call. */
export const Called = 4;
/** The object of an attribute that is read. */
export const Read = 5;
/** The context of `with` or `async with`. */
export const Entered = 6;
/** What a loop goes over. */
export const Iterated = 7;
/** Written into an f-string. */
export const Formatted = 8;
/** Returned. */
export const Returned = 9;
/** An argument of a call. */
export const Given = 10;
