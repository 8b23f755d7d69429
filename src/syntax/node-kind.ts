/**
 * Node kinds of the syntax tree, used as a namespace: `import * as Kind from "./node-kind.ts"`.
 *
 * Each comment gives the payload (`data`, 0 where nothing is said) and the children in order. `X?` is a node of kind
 * `Absent` (empty range) where the source has nothing, so positions of children are fixed. `X*` is any number.
 * Names correspond to CPython's `ast` unless said otherwise; `name` is an index into `SyntaxTree.names`.
 */

/** Placeholder for an optional child that is not in the source. Range is empty. */
export const Absent = 0;
/** Statements*. Always node 0. */
export const Module = 1;
/**
 * An indented or inline suite: statements*. Not in `ast` (a list there). Range from first to last statement, and from the
 * `@` if the first is decorated.
 */
export const Block = 2;
/** A name that is not an expression (def name, alias, parameter name, global…). data: name. */
export const Identifier = 3;

// Statements
/** DecoratorList, Identifier, TypeParameters?, Parameters, expression? (returns), Block. Range starts at `def`/`async`, not at a decorator. */
export const FunctionDef = 4;
/** As `FunctionDef`. */
export const AsyncFunctionDef = 5;
/** DecoratorList, Identifier, TypeParameters?, ArgumentList, Block. */
export const ClassDef = 6;
/** expression? */
export const Return = 7;
/** expression* */
export const Delete = 8;
/** target expression+, value expression (last). */
export const Assign = 9;
/** data: operator. target, value. */
export const AugAssign = 10;
/** data: 1 when the target is a bare name without parentheses (`ast`'s `simple`). target, annotation, value? */
export const AnnAssign = 11;
/** Name, TypeParameters?, value. (`type X[T] = …`) */
export const TypeAlias = 12;
/** target, iterable, Block, Block? (else). */
export const For = 13;
/** As `For`. */
export const AsyncFor = 14;
/** test, Block, Block? (else). */
export const While = 15;
/** test, Block, and then Absent | Block (else) | If (an `elif`, whose range starts at `elif`). */
export const If = 16;
/** WithItem+, Block (last). */
export const With = 17;
/** As `With`. */
export const AsyncWith = 18;
/** subject, MatchCase+. */
export const Match = 19;
/** expression?, expression? (cause). */
export const Raise = 20;
/** Block, ExceptHandler*, Block? (else), Block? (finally); the last two are always there. */
export const Try = 21;
/** As `Try`, with `except*`. */
export const TryStar = 22;
/** test, expression? (message). */
export const Assert = 23;
/** Alias+. */
export const Import = 24;
/** data: level (number of leading dots). Identifier? (dotted module name, interned whole without the dots before it), Alias+ (a star import is one Alias named `*`). */
export const ImportFrom = 25;
/** Identifier+. */
export const Global = 26;
/** Identifier+. */
export const Nonlocal = 27;
/** expression. (`ast.Expr`) */
export const ExpressionStatement = 28;
export const Pass = 29;
export const Break = 30;
export const Continue = 31;
/** A stretch of source the parser could not read; recovery skipped it. No children. Not in `ast`. */
export const ErrorStatement = 32;

// Parts of statements
/** expression*: one decorator each (the `@` is not in the range). Empty range at the statement's start when there are none. Not in `ast`. */
export const DecoratorList = 33;
/**
 * Parameter*, in source order; a lone `*` and `/` are in their kinds only. Not in `ast` (which has `arguments`). Range
 * includes the parentheses of a `def`.
 */
export const Parameters = 34;
/**
 * data: parameter kind (`ParameterPositionalOnly`…). Identifier, expression? (annotation), expression? (default). Range
 * from the stars or the name to the end of the default.
 */
export const Parameter = 35;
/** Call or class arguments: positional expressions (Starred among them) and Keyword, in source order. Range includes the parentheses; empty range when a class has none. Not in `ast`. */
export const ArgumentList = 36;
/** data: name, or -1 for `**value`. value. */
export const Keyword = 37;
/** data: dotted name (interned whole: `a.b.c`). Identifier? (the name after `as`). */
export const Alias = 38;
/** context expression, target?. */
export const WithItem = 39;
/** data: name or -1. expression? (type), Block. */
export const ExceptHandler = 40;
/** pattern, expression? (guard), Block. */
export const MatchCase = 41;
/** data: 1 when `async for`. target, iterable, condition*. */
export const Comprehension = 42;
/** TypeParameter nodes*. */
export const TypeParameters = 43;
/** Identifier, expression? (bound), expression? (default). */
export const TypeVar = 44;
/** Identifier, expression? (default). */
export const TypeVarTuple = 45;
/** Identifier, expression? (default). */
export const ParamSpec = 46;

// Patterns
/** expression. */
export const MatchValue = 47;
/** data: `True` | `False` | `None` expression kind. */
export const MatchSingleton = 48;
/** pattern*. */
export const MatchSequence = 49;
/** data: name of `**rest` or -1. (key expression, pattern)*. */
export const MatchMapping = 50;
/** data: number of positional patterns. class expression, positional pattern*, KeywordPattern*. */
export const MatchClass = 51;
/** data: name. pattern. Not in `ast` (two parallel lists). */
export const KeywordPattern = 52;
/** data: name or -1 (`*_`). */
export const MatchStar = 53;
/** data: name or -1 (`_`). pattern?. */
export const MatchAs = 54;
/** pattern+. */
export const MatchOr = 55;

// Expressions: FirstExpression <= kind <= LastExpression
/** data: `OperatorAnd` | `OperatorOr`. operand, operand+. */
export const BoolOp = 56;
/** Name, value. */
export const NamedExpr = 57;
/** data: operator. left, right. */
export const BinOp = 58;
/** data: operator. operand. */
export const UnaryOp = 59;
/** Parameters, body. */
export const Lambda = 60;
/** body, test, orelse: in source order (`body if test else orelse`). */
export const IfExp = 61;
/** (key | Absent, value)*: Absent key for `**value`. */
export const Dict = 62;
/** expression+. */
export const Set = 63;
/** element, Comprehension+. */
export const ListComp = 64;
/** element, Comprehension+. */
export const SetComp = 65;
/** key, value, Comprehension+. (PEP 798 `{**d for …}`: key is Absent.) */
export const DictComp = 66;
/** element, Comprehension+. */
export const GeneratorExp = 67;
/** operand. */
export const Await = 68;
/** expression?. */
export const Yield = 69;
/** expression. */
export const YieldFrom = 70;
/** left, (CompareOperator, comparator)+. */
export const Compare = 71;
/** data: operator. No children. Not a node with a range in `ast`. */
export const CompareOperator = 72;
/** callee, ArgumentList. (A sole generator argument `f(x for x in y)` is the GeneratorExp with CPython's range.) */
export const Call = 73;
/** JoinedStr | TemplateStr parts: data: conversion character code (`!r` is 114, also for `{x=}`) or -1. expression, JoinedStr? (format spec). */
export const FormattedValue = 74;
/** As FormattedValue, inside a TemplateStr; fields of its format spec are FormattedValues. */
export const Interpolation = 75;
/** An f-string, or an implicit concatenation holding one: (String | FormattedValue)*. */
export const JoinedStr = 76;
/** A t-string: (String | Interpolation)*. */
export const TemplateStr = 77;
/** int, float or complex literal. */
export const Number = 78;
/**
 * str literal; an implicit concatenation is one node, and so is a run of literal text in an f-string. data: 1 when it is a
 * single literal without prefix, backslash or carriage return (its value is the source between the quotes, one or three),
 * else 0.
 */
export const String = 79;
/** bytes literal. */
export const Bytes = 80;
export const True = 81;
export const False = 82;
export const None = 83;
export const Ellipsis = 84;
/** data: name. value, Identifier (the attribute's own name and range). */
export const Attribute = 85;
/** value, slice. */
export const Subscript = 86;
/** value. */
export const Starred = 87;
/** data: name. */
export const Name = 88;
/** expression*. */
export const List = 89;
/** data: 1 when parenthesised. expression*. */
export const Tuple = 90;
/** lower?, upper?, step?. */
export const Slice = 91;
/** An expression the parser could not read. Not in `ast`. */
export const ErrorExpression = 92;

export const FirstExpression = 56;
export const LastExpression = 92;

// Parameter kinds (data of Parameter)
export const ParameterPositionalOnly = 0;
export const ParameterPositionalOrKeyword = 1;
/** `*args` */
export const ParameterVariadic = 2;
export const ParameterKeywordOnly = 3;
/** `**kwargs` */
export const ParameterKeywords = 4;

// Operators (data of BoolOp, BinOp, UnaryOp, AugAssign, CompareOperator)
export const OperatorAdd = 1;
export const OperatorSub = 2;
export const OperatorMult = 3;
export const OperatorMatMult = 4;
export const OperatorDiv = 5;
export const OperatorMod = 6;
export const OperatorPow = 7;
export const OperatorLShift = 8;
export const OperatorRShift = 9;
export const OperatorBitOr = 10;
export const OperatorBitXor = 11;
export const OperatorBitAnd = 12;
export const OperatorFloorDiv = 13;
export const OperatorInvert = 14;
export const OperatorNot = 15;
export const OperatorUAdd = 16;
export const OperatorUSub = 17;
export const OperatorEq = 18;
export const OperatorNotEq = 19;
export const OperatorLt = 20;
export const OperatorLtE = 21;
export const OperatorGt = 22;
export const OperatorGtE = 23;
export const OperatorIs = 24;
export const OperatorIsNot = 25;
export const OperatorIn = 26;
export const OperatorNotIn = 27;
export const OperatorAnd = 28;
export const OperatorOr = 29;
