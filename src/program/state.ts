import type { Facts } from "./facts.ts";
import type { ClassRef, Frame, FunctionRef, FunctionShape, Member, Module, Shape, ShapeTable } from "./shape.ts";
import type { NameIndex } from "./name-index.ts";
import type { ModuleTable } from "./module-table.ts";

/** An argument of a call: its name (or `Positional`, `Star`, `DoubleStar`) and shape. */
export interface Argument {
  readonly name: string | number;
  readonly shape: Shape;
}

/**
 * Everything the linked program knows; the first argument of every function of this folder.
 *
 * Evaluation is mutually recursive (a name leads to a call, to a return, to an attribute, to a name…), and lives in
 * several files; they reach each other through `ask`, which `createProgramState` fills.
 */
export interface ProgramState {
  readonly modules: ModuleTable;
  readonly shapes: ShapeTable;
  readonly frames: Map<string, Frame>;
  readonly frameCounts: Map<FunctionRef, number>;
  readonly ask: Questions;
  /** Type aliases by module and value. */
  readonly aliases: Map<string, Shape>;
  /** Made once all open files are known. */
  names: NameIndex;
  /** Values being evaluated: meeting one again is a cycle, which is unknown. */
  depth: number;
  nextRefId: number;
  /** Direct subclasses of each class of the program, by class id. */
  readonly subclasses: Map<number, readonly ClassRef[]>;
  /** Classes of the user's files by the names of their bases. */
  classesByBase: ReadonlyMap<string, readonly ClassRef[]> | undefined;
}

/** The questions evaluation asks of itself. */
export interface Questions {
  /** Shape of a value of a module's summary. */
  evaluate: (state: ProgramState, module: Module, value: number, frame: Frame | undefined) => Shape;
  /** Shape of an instance of the type an annotation names. */
  typeOf: (state: ProgramState, module: Module, value: number, frame: Frame | undefined) => Shape;
  /** The same with type variables in it, for `substitute`. */
  genericTypeOf: (state: ProgramState, module: Module, value: number, frame: Frame | undefined) => Shape;
  attribute: (state: ProgramState, object: Shape, name: string) => Shape;
  call: (state: ProgramState, callee: Shape, args: readonly Argument[]) => Shape;
  moduleAttribute: (state: ProgramState, module: Module, name: string) => Shape;
  facts: (state: ProgramState, ref: FunctionRef) => Facts;
  classFacts: (state: ProgramState, ref: ClassRef) => Facts;
  mro: (state: ProgramState, cls: ClassRef) => readonly ClassRef[];
  /** The class a row of a module is. */
  ownerOf: (state: ProgramState, module: Module, cls: number) => ClassRef;
  member: (state: ProgramState, cls: ClassRef, name: string) => Member | undefined;
  decorated: (state: ProgramState, ref: FunctionRef, frame: Frame | undefined) => Shape;
  /** The module an Import value names. */
  importedModule: (state: ProgramState, module: Module, value: number) => Module | undefined;
  /** What a generator function yields. */
  yielded: (state: ProgramState, fn: FunctionShape) => Shape;
  /** What the body of a called function gives: its returned value. */
  returned: (state: ProgramState, fn: FunctionShape, frame: Frame | undefined) => Shape;
}

export function functionRef(state: ProgramState, module: Module, index: number): FunctionRef {
  let ref = module.functions[index];
  if (ref === undefined) {
    ref = {
      id: state.nextRefId++,
      module,
      index,
      facts: undefined,
      decorated: undefined,
      returned: undefined,
      overrides: new Map(),
      shapes: new Map(),
    };
    module.functions[index] = ref;
  }
  return ref;
}

export function classRef(state: ProgramState, module: Module, index: number): ClassRef {
  let ref = module.classes[index];
  if (ref === undefined) {
    ref = {
      id: state.nextRefId++,
      module,
      index,
      facts: undefined,
      shape: undefined,
      instance: undefined,
      mro: undefined,
      hasUnknownBase: false,
      members: new Map(),
    };
    module.classes[index] = ref;
  }
  return ref;
}
