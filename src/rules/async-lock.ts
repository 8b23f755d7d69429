/** Where a lock of threads is made and used, when all of its uses can be seen. */
import type { LockAttribute, LockPlan } from "../diagnostics/lock-repair.ts";
import { threadHelperOf } from "../program/context.ts";
import { shapeOf } from "../program/program.ts";
import type { Program } from "../program/program.ts";
import { attributesThatMayBe, namesAsText } from "../program/references.ts";
import { membersOf } from "../program/shape.ts";
import type { ClassRef, Module } from "../program/shape.ts";
import { classRef } from "../program/state.ts";
import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import { siteRange } from "./repair-at.ts";

/** The lock of the async library that a file uses in the place of a lock of threads; undefined when there is none. */
export function asyncLockFor({ state }: Program, module: Module, lock: ClassRef): string | undefined {
  const library = threadHelperOf(module).split(".", 1)[0] ?? "";
  return state.ask.classFacts(state, lock).asyncLocks.find((name) => name.startsWith(`${library}.`));
}

/** `lock` is a value of the module: a name, or an attribute of an object. */
export function planAsyncLock(program: Program, module: Module, lock: number): LockPlan | undefined {
  const { summary } = module;
  switch (S.valueKindOf(summary, lock)) {
    case Value.Attribute:
      return planAttribute(program, module, lock);
    case Value.Symbol:
      return planName(program, module, S.valueA(summary, lock));
    case Value.Reaching:
      return planName(program, module, S.valueB(summary, lock));
    default:
      return undefined;
  }
}

function planName(program: Program, module: Module, symbol: number): LockPlan | undefined {
  const { summary } = module;
  const binding = S.symbolColumn(summary, symbol, S.SymbolFirstBinding);
  if (binding < 0 || S.bindingColumn(summary, binding, S.BindingNext) >= 0) return undefined;
  const name = S.stringAt(summary, S.symbolColumn(summary, symbol, S.SymbolName));
  const last = module.name.slice(module.name.lastIndexOf(".") + 1);
  const isElsewhere = program.modules.some(({ summary: other }) => {
    if (other === summary) return namesAsText(other, name);
    return other.strings.includes(name) && other.strings.some((text) => text === last || text.endsWith(`.${last}`));
  });
  return isElsewhere ? undefined : planMade(module, S.bindingColumn(summary, binding, S.BindingValue), name, undefined);
}

function planAttribute(program: Program, module: Module, lock: number): LockPlan | undefined {
  const { state } = program;
  const [owner, ...others] = membersOf(shapeOf(program, module, S.valueA(module.summary, lock)));
  if (owner?.kind !== "instance" || others.length > 0) return undefined;
  const name = S.stringAt(module.summary, S.valueB(module.summary, lock));
  const member = state.ask.member(state, owner.ref, name);
  if (member === undefined || member.attribute < 0 || member.symbol >= 0) return undefined;
  const { module: home, index } = member.owner;
  const rows = attributeRows(home, index, name);
  const [row, ...more] = rows;
  const classes = program.modules.flatMap((other) => classesBelow(program, other, member.owner));
  const isSetBelow = classes.some(
    (ref) => ref !== member.owner && attributeRows(ref.module, ref.index, name).length > 0,
  );
  if (row === undefined || more.length > 0 || isSetBelow) return undefined;
  if (program.modules.some(({ summary }) => summary.strings.includes(name) && namesAsText(summary, name)))
    return undefined;
  const reads = program.modules.map((other) => attributesThatMayBe(program, other, member.owner, name).length);
  return planMade(home, S.attributeColumn(home.summary, row, S.AttributeValue), name, {
    classes: classes.map((ref) => ({ path: ref.module.summary.path, name: classNameOf(ref) })),
    reads: reads.reduce((sum, count) => sum + count, 0),
  });
}

/** A class and those below it, of a module. */
function classesBelow({ state }: Program, module: Module, owner: ClassRef): ClassRef[] {
  const found: ClassRef[] = [];
  for (let cls = 0; cls < S.classCount(module.summary); cls++) {
    const ref = classRef(state, module, cls);
    if (ref === owner || state.ask.mro(state, ref).includes(owner)) found.push(ref);
  }
  return found;
}

function classNameOf({ module: { summary }, index }: ClassRef): string {
  return S.stringAt(summary, S.classColumn(summary, index, S.ClassName));
}

function attributeRows({ summary }: Module, cls: number, name: string): number[] {
  const found: number[] = [];
  let row = S.classColumn(summary, cls, S.ClassFirstAttribute);
  for (; row >= 0; row = S.attributeColumn(summary, row, S.AttributeNext))
    if (S.stringAt(summary, S.attributeColumn(summary, row, S.AttributeName)) === name) found.push(row);
  return found;
}

function planMade(
  module: Module,
  call: number,
  name: string,
  attribute: LockAttribute | undefined,
): LockPlan | undefined {
  const { summary } = module;
  const site = S.valueKindOf(summary, call) === Value.Call ? S.valueC(summary, call) : -1;
  if (site < 0) return undefined;
  return { path: summary.path, made: siteRange(module, site), name, attribute };
}
