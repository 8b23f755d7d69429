/**
 * The summary of one module: what other files need to know of it, and what the rules ask, without its syntax tree.
 *
 * Everything is rows of integers in typed arrays plus one list of strings, so that a summary can be handed between
 * threads or written to a cache without a walk over objects. It is immutable: the program and the cache share it. A row's
 * id is its index. Lists live in `lists`: at the offset a length, then that many integers; `EmptyList` is the empty one.
 * Names of columns are the constants `Function*`, `Class*`… below. Offsets are byte offsets into the decoded source.
 *
 * Worked example, `def f(): return g(1)` in a module that binds `g`:
 *
 *     values     0 Unknown · 1 None · 2 Function 0 · 3 Symbol g · 4 Constant number · 5 Call 3 [Positional 4]
 *     functions  0: name f, returns [5], first site 0
 *     sites      0: Call, value 5, IsReturned, next -1, start 16, end 20
 *     symbols    f → binding 0 → value 2 …
 */
export interface ModuleSummary {
  /** Absolute path of the source. */
  readonly path: string;
  readonly strings: readonly string[];
  readonly values: Int32Array;
  readonly lists: Int32Array;
  readonly symbols: Int32Array;
  readonly bindings: Int32Array;
  readonly functions: Int32Array;
  readonly parameters: Int32Array;
  readonly classes: Int32Array;
  readonly attributes: Int32Array;
  readonly sites: Int32Array;
  /** Conditions on names under which sites run. */
  readonly guards: Int32Array;
  /** Control flow and uses of locals; see flow-row.ts. */
  readonly flow: Int32Array;
  /** First symbol of the module scope, or -1. */
  readonly firstSymbol: number;
  /** Modules star-imported: triples of module string, level, and 0. */
  readonly starImports: Int32Array;
  /** Every module imported anywhere: pairs of string and level. */
  readonly imports: Int32Array;
  /** Byte offset of each line's first byte. */
  readonly lineStarts: Int32Array;
  /** Byte offsets of UTF-8 continuation bytes, ascending: what makes a column in code points from a byte offset. */
  readonly continuations: Int32Array;
  /** What the parser could not read. */
  readonly syntaxErrors: readonly { readonly message: string; readonly start: number; readonly end: number }[];
  /** Comments that may suppress or declare: 1-based line, whether it stands alone on its line, and the text. */
  readonly pragmas: readonly { readonly line: number; readonly isOwnLine: boolean; readonly text: string }[];
}

export const ValueStride = 4;
export const SymbolStride = 4;
export const BindingStride = 5;
export const FunctionStride = 21;
export const ParameterStride = 4;
export const ClassStride = 11;
export const AttributeStride = 4;
export const SiteStride = 8;
export const GuardStride = 4;
export const FlowStride = 5;
export const EmptyList = 0;

// Columns of a symbol
export const SymbolName = 0;
export const SymbolFirstBinding = 1;
/** Next symbol of the same scope, or -1. */
export const SymbolNext = 2;
export const SymbolFlags = 3;
/** Flag of a symbol: some expression reads it. */
export const SymbolIsRead = 1;
/** Flag of a symbol: bound through `global` or `nonlocal` somewhere. */
export const SymbolIsShared = 2;

/** The flags above this bit count the reads. */
export const SymbolReadShift = 8;

// Columns of a binding
export const BindingValue = 0;
/** Value of the annotation, or -1. */
export const BindingAnnotation = 1;
export const BindingNext = 2;
export const BindingFlags = 3;
/** Innermost guard, or -1. */
export const BindingGuard = 4;
/** Flag of a binding: a `del`, which leaves nothing. */
export const BindingIsDelete = 1;
/** Flag of a binding: an annotation without a value. */
export const BindingIsDeclaration = 2;
/** Flag of a binding: made by `import`. */
export const BindingIsImport = 4;

/** Flag of a binding: made where it may not run, or in another scope than its symbol's. */
export const BindingIsConditional = 8;

// Columns of a function
export const FunctionName = 0;
export const FunctionFlags = 1;
/** Function around it, or -1. */
export const FunctionParent = 2;
/** Class whose body it stands in, or -1. */
export const FunctionClass = 3;
export const FunctionFirstParameter = 4;
export const FunctionParameterCount = 5;
/** List of decorator values, in source order. */
export const FunctionDecorators = 6;
/** List of returned values. */
export const FunctionReturns = 7;
/** List of yielded values. */
export const FunctionYields = 8;
/** Value of the return annotation, or -1. */
export const FunctionAnnotation = 9;
export const FunctionFirstSite = 10;
export const FunctionFirstSymbol = 11;
export const FunctionStart = 12;
export const FunctionEnd = 13;
export const FunctionNameStart = 14;
export const FunctionNameEnd = 15;
/** Offset of the first `yield`, or -1. */
export const FunctionFirstYield = 16;
/** Byte offset of the first statement of the body. */
export const FunctionBodyStart = 17;
/** First row of its control flow, and how many there are; none for lambdas and the module. */
export const FunctionFirstFlow = 18;
export const FunctionFlowCount = 19;
/** Kinds of rows among them, as a set of bits: `1 << Flow.Try`. A quick look says which functions are not worth reading. */
export const FunctionFlowKinds = 20;

export const FunctionIsAsync = 1;
export const FunctionIsGenerator = 2;
export const FunctionIsLambda = 4;
export const FunctionIsGeneratorExpression = 8;
/** The body is only a docstring, `...`, `pass` or `raise NotImplementedError`. */
export const FunctionIsStub = 16;
/** Function 0: the statements of the module. */
export const FunctionIsModule = 32;
/** Says `# uncoil: nonblocking` on its `def` line. */
export const FunctionIsNonblocking = 128;
/** A `yield` stands inside a `with`, or a `try` with a `finally`: what is not exhausted must be closed. */
export const FunctionYieldsInScope = 256;

// Columns of a parameter
export const ParameterName = 0;
/** `ParameterPositionalOnly`… of the syntax tree. */
export const ParameterKind = 1;
export const ParameterAnnotation = 2;
export const ParameterDefault = 3;

// Columns of a class
export const ClassName = 0;
/** Function around it, or -1. */
export const ClassParentFunction = 1;
export const ClassParentClass = 2;
/** List of base values. */
export const ClassBases = 3;
/** List of pairs: keyword string, value. */
export const ClassKeywords = 4;
export const ClassDecorators = 5;
export const ClassFirstSymbol = 6;
export const ClassFirstAttribute = 7;
export const ClassNameStart = 8;
export const ClassNameEnd = 9;
export const ClassFlags = 10;

// Columns of an attribute: `self.name = value` somewhere in the class
export const AttributeName = 0;
export const AttributeValue = 1;
export const AttributeAnnotation = 2;
export const AttributeNext = 3;

// Columns of a site
export const SiteKind = 0;
export const SiteValue = 1;
export const SiteFlags = 2;
export const SiteNext = 3;
export const SiteStart = 4;
export const SiteEnd = 5;
export const SiteExtra = 6;
/** Innermost guard, or -1. */
export const SiteGuard = 7;

// Columns of a guard: a condition on a name around a site
/** Value of the name. */
export const GuardValue = 0;
/** `GuardTruthy`… */
export const GuardMode = 1;
/** Guard around it, or -1. */
export const GuardParent = 2;
/** Value the name is compared with, or -1. */
export const GuardOperand = 3;

// Columns of a row of control flow; see flow-row.ts
export const FlowKind = 0;
export const FlowA = 1;
export const FlowB = 2;
export const FlowC = 3;
/** Number of sites of the module there were. */
export const FlowSite = 4;

// Modes of a guard; each odd one is the opposite of the one before
export const GuardTruthy = 0;
export const GuardFalsy = 1;
export const GuardIsNone = 2;
export const GuardIsNotNone = 3;
export const GuardEquals = 4;
export const GuardDiffers = 5;
export const GuardIn = 6;
export const GuardNotIn = 7;
export const GuardStartsWith = 8;
export const GuardEndsWith = 10;
export const GuardIsInstance = 12;
/** Inside the body of `with value:`. */
export const GuardInContext = 14;
/** `iscoroutine(x)`, `isawaitable(x)`. */
export const GuardIsCoroutine = 16;
export const GuardIsCoroutineFunction = 18;

export function valueKindOf(summary: ModuleSummary, value: number): number {
  return summary.values[value * ValueStride]!;
}

export function valueA(summary: ModuleSummary, value: number): number {
  return summary.values[value * ValueStride + 1]!;
}

export function valueB(summary: ModuleSummary, value: number): number {
  return summary.values[value * ValueStride + 2]!;
}

export function valueC(summary: ModuleSummary, value: number): number {
  return summary.values[value * ValueStride + 3]!;
}

export function listLength(summary: ModuleSummary, list: number): number {
  return summary.lists[list]!;
}

export function listItem(summary: ModuleSummary, list: number, index: number): number {
  return summary.lists[list + 1 + index]!;
}

/** The integers of a list. A plain array: views of typed arrays are dear to make. */
export function listItems(summary: ModuleSummary, list: number): readonly number[] {
  const { lists } = summary;
  const items: number[] = [];
  const end = list + 1 + lists[list]!;
  for (let at = list + 1; at < end; at++) items.push(lists[at]!);
  return items;
}

export function symbolColumn(summary: ModuleSummary, symbol: number, column: number): number {
  return summary.symbols[symbol * SymbolStride + column]!;
}

export function bindingColumn(summary: ModuleSummary, binding: number, column: number): number {
  return summary.bindings[binding * BindingStride + column]!;
}

export function functionColumn(summary: ModuleSummary, fn: number, column: number): number {
  return summary.functions[fn * FunctionStride + column]!;
}

export function parameterColumn(summary: ModuleSummary, parameter: number, column: number): number {
  return summary.parameters[parameter * ParameterStride + column]!;
}

export function classColumn(summary: ModuleSummary, cls: number, column: number): number {
  return summary.classes[cls * ClassStride + column]!;
}

export function attributeColumn(summary: ModuleSummary, attribute: number, column: number): number {
  return summary.attributes[attribute * AttributeStride + column]!;
}

export function siteColumn(summary: ModuleSummary, site: number, column: number): number {
  return summary.sites[site * SiteStride + column]!;
}

export function guardColumn(summary: ModuleSummary, guard: number, column: number): number {
  return summary.guards[guard * GuardStride + column]!;
}

export function flowColumn(summary: ModuleSummary, row: number, column: number): number {
  return summary.flow[row * FlowStride + column]!;
}

export function functionCount(summary: ModuleSummary): number {
  return summary.functions.length / FunctionStride;
}

export function classCount(summary: ModuleSummary): number {
  return summary.classes.length / ClassStride;
}

/** The string at `index`, "" for -1. */
export function stringAt(summary: ModuleSummary, index: number): string {
  return summary.strings[index] ?? "";
}

/** 1-based line and column (in code points) of a byte offset. */
export function positionOf(summary: ModuleSummary, offset: number): { line: number; column: number } {
  const line = countAtMost(summary.lineStarts, offset);
  const lineStart = summary.lineStarts[line - 1]!;
  const wide = countAtMost(summary.continuations, offset - 1) - countAtMost(summary.continuations, lineStart - 1);
  return { line, column: offset - lineStart - wide + 1 };
}

/** How many entries of an ascending array are at most `limit`. */
function countAtMost(ascending: Int32Array, limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
