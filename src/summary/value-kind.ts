/**
 * Kinds of values: what an expression may evaluate to, without its syntax tree. A value is a row of four integers
 * `kind, a, b, c` in `ModuleSummary.values`; each comment says what `a`, `b`, `c` hold. "value" is a row index, "string"
 * an index into `strings`, "list" an offset into `lists` (a length, then that many integers). -1: nothing.
 */

/** Row 0. Nothing is known; always optimistic. */
export const Unknown = 0;
/** The constant None. Row 1. */
export const None = 1;
/** a: `ConstantTrue`… b: string for a str, the number for a small int. */
export const Constant = 2;
/** A local name where the bindings that reach it are known. a: list of bindings. */
export const Reaching = 3;
/** A name read with any of its bindings. a: symbol, b: 0 once its scope has run (free variables, globals, class scope), 1 within a loop of it. */
export const Symbol = 4;
/** A name no scope binds. a: string. */
export const Builtin = 5;
/** a: value, b: string. */
export const Attribute = 6;
/** a: callee value, b: list of arguments (pairs: name string or `Positional` | `Star` | `DoubleStar`, value), c: site. */
export const Call = 7;
/** a: value. */
export const Await = 8;
/** a: value, b: index value. */
export const Subscript = 9;
/** a: list of element values. */
export const List = 10;
/** a: list of element values. */
export const Tuple = 11;
/** a: list of element values. */
export const Set = 12;
/** a: list of key values (-1 for `**`), b: list of values. */
export const Dict = 13;
/** A list, set or dict comprehension. a: element value (a dict's value), b: kind `List` | `Set` | `Dict`. */
export const Comprehension = 14;
/** A generator expression. a: function. */
export const Generator = 15;
/** One of several. a: list of values. */
export const Union = 16;
/** a: left, b: right, c: operator of the syntax tree. */
export const Binary = 17;
/** A comparison, `not`, …: a bool. */
export const Truth = 18;
/** a: function. */
export const Lambda = 19;
/** The undecorated function of a `def`. a: function. */
export const Function = 20;
/** a: class. */
export const Class = 21;
/** a: module string ("" for a bare relative import), b: attribute string or -1, c: level. b = -1 binds the module itself. */
export const Import = 22;
/** `import a.b.c` binds `a` and loads the rest. a: module string (whole). */
export const ImportTop = 23;
/** a: function, b: index of the parameter. */
export const Parameter = 24;
/** What iterating gives. a: value, c: 1 for `async for`. */
export const Element = 25;
/** a: value, b: position, or -1 for a starred rest. */
export const Unpack = 26;
/** What `with … as` binds. a: value, c: 1 for `async with`. */
export const Entered = 27;
/** What `except T as name` binds. a: value. */
export const Caught = 28;
/** An argument or element with a star. a: value. */
export const Starred = 29;
/** An f-string. a: list of interpolated values. */
export const Formatted = 30;
/** What `yield` evaluates to inside the generator: unknown. a: value yielded, c: 1 for `yield from`. */
export const Yield = 31;
/** `global` star import marker: a name that may come from one of the module's star imports. a: string. */
export const StarImported = 33;
/** What a match pattern captures. a: class value, or -1. */
export const Captured = 34;

export const ConstantTrue = 0;
export const ConstantFalse = 1;
export const ConstantNumber = 2;
export const ConstantString = 3;
export const ConstantBytes = 4;
export const ConstantEllipsis = 5;
/** A number that is zero (0, 0.0): `timeout=0`. */
export const ConstantZero = 6;

/** Names of arguments that have none. */
export const Positional = -1;
export const Star = -2;
export const DoubleStar = -3;
