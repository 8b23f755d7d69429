/** Methods that must change together: those that override each other, and those that stand for each other by a protocol. */
import * as S from "../summary/module-summary.ts";
import { classOf, isProtocol } from "./function-receivers.ts";
import { memberOf, mroOf, subclassesBelow } from "./members.ts";
import { definitionsIn } from "./names.ts";
import type { Program } from "./program.ts";
import type { ClassRef, FunctionRef } from "./shape.ts";
import { classRef, functionRef } from "./state.ts";

export interface MethodFamily {
  /** The function itself, and the methods that may run where it is called by its name, or it where they are. */
  readonly methods: ReadonlySet<FunctionRef>;
  /** The classes that define them. */
  readonly owners: ReadonlySet<ClassRef>;
  /** A class that gives the name to something else than one method. */
  readonly odd: ClassRef | undefined;
}

const known = new WeakMap<Program, Map<FunctionRef, MethodFamily>>();

/** The family of a method; of any other function, that alone. */
export function familyOf(program: Program, ref: FunctionRef): MethodFamily {
  let families = known.get(program);
  if (families === undefined) {
    families = new Map();
    known.set(program, families);
  }
  let family = families.get(ref);
  if (family === undefined) {
    const cls = classOf(program, ref);
    family =
      cls === undefined
        ? { methods: new Set([ref]), owners: new Set(), odd: undefined }
        : findFamily(program, ref, cls);
    families.set(ref, family);
    if (family.odd === undefined) for (const method of family.methods) families.set(method, family);
  }
  return family;
}

function findFamily(program: Program, ref: FunctionRef, cls: ClassRef): MethodFamily {
  const { state } = program;
  const name = S.stringAt(ref.module.summary, S.functionColumn(ref.module.summary, ref.index, S.FunctionName));
  const protocols = protocolsOf(program);
  const owners = new Set([cls]);
  const add = (owner: ClassRef | undefined): void => {
    if (owner !== undefined && owner.module.origin === "project") owners.add(owner);
  };
  // A set is iterated over what is added on the way, too.
  for (const owner of owners) {
    for (const below of [owner, ...subclassesBelow(state, owner)])
      for (const item of mroOf(state, below)) add(memberOf(state, item, name)?.owner);
    for (const protocol of protocols) {
      if (memberOf(state, protocol, name)?.owner !== protocol) continue;
      if (owner === protocol)
        for (const other of classesLike(program, protocol)) add(memberOf(state, other, name)?.owner);
      else if (isLike(program, owner, protocol)) add(protocol);
    }
  }
  const methods = new Set([ref]);
  let odd: ClassRef | undefined;
  for (const owner of owners) {
    const method = methodIn(program, owner, name);
    if (method === undefined) odd ??= owner;
    else methods.add(method);
  }
  return { methods, owners, odd };
}

/** The only method of a class that has a name, where nothing else has it there. */
function methodIn({ state }: Program, owner: ClassRef, name: string): FunctionRef | undefined {
  const [only, ...others] = definitionsIn(owner, name);
  const isAssigned = (memberOf(state, owner, name)?.attribute ?? -1) >= 0;
  return only === undefined || others.length > 0 || isAssigned ? undefined : functionRef(state, owner.module, only);
}

const protocolsByProgram = new WeakMap<Program, readonly ClassRef[]>();

/** The protocols of the user's files. */
function protocolsOf(program: Program): readonly ClassRef[] {
  let found = protocolsByProgram.get(program);
  if (found === undefined) {
    found = classesOf(program).filter(
      (cls) => cls.module.summary.strings.includes("Protocol") && isProtocol(program, cls),
    );
    protocolsByProgram.set(program, found);
  }
  return found;
}

function classesOf({ state, modules }: Program): ClassRef[] {
  return modules.flatMap((module) =>
    Array.from({ length: S.classCount(module.summary) }, (_, index) => classRef(state, module, index)),
  );
}

function classesLike(program: Program, protocol: ClassRef): ClassRef[] {
  return classesOf(program).filter((cls) => isLike(program, cls, protocol));
}

/** Whether objects of a class have every method of a protocol. */
function isLike({ state }: Program, cls: ClassRef, protocol: ClassRef): boolean {
  const { summary } = protocol.module;
  let symbol = S.classColumn(summary, protocol.index, S.ClassFirstSymbol);
  for (; symbol >= 0; symbol = S.symbolColumn(summary, symbol, S.SymbolNext))
    if (memberOf(state, cls, S.stringAt(summary, S.symbolColumn(summary, symbol, S.SymbolName))) === undefined)
      return false;
  return true;
}
