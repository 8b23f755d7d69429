/** Whether a client that a method makes each time can be kept by its object, which is made once and closed at the end. */
import type { ClassClientPlan } from "../diagnostics/client-repair.ts";
import { callsOf } from "../program/call-sites.ts";
import { isAsync, isGenerator } from "../program/call.ts";
import { endsSomething } from "../program/closing.ts";
import { isTestModule } from "../program/context.ts";
import { classOf } from "../program/function-receivers.ts";
import { nameOf } from "../program/function-uses.ts";
import { memberOf, mroOf, subclassesBelow } from "../program/members.ts";
import { className, definitionsIn } from "../program/names.ts";
import { shapeOf, type Program, type SiteVisit } from "../program/program.ts";
import { instanceShape, membersOf } from "../program/shape.ts";
import type { ClassRef, FunctionRef, Module } from "../program/shape.ts";
import { functionRef } from "../program/state.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { placeOf } from "./share-client.ts";

/** Undefined where the class has no end, or its objects are not seen to be made as rarely as they are closed. */
export function planForClass(
  program: Program,
  maker: FunctionRef,
  client: ClassRef,
  isRepeated: (visit: SiteVisit) => boolean,
): ClassClientPlan | undefined {
  const { state } = program;
  const cls = classOf(program, maker);
  const closer = closerOf(program, client);
  const isSeen = state.modules.host.isWholeProject;
  if (!isSeen || cls === undefined || closer === undefined || !isAsync(maker) || isGenerator(maker)) return undefined;
  const family = [cls, ...subclassesBelow(state, cls)];
  const end = endOf(program, cls);
  if (
    end === undefined ||
    end === maker ||
    !isOnObject(program, maker) ||
    !family.every((item) => isPlain(program, item))
  )
    return undefined;
  if (family.some((item) => memberOf(state, item, nameOf(end))?.owner !== cls)) return undefined;
  if (!isMadeOnce(program, family, nameOf(end), isRepeated)) return undefined;
  return {
    end: placeOf(end),
    closer,
    isTaken: (name) => family.some((item) => memberOf(state, item, name) !== undefined),
  };
}

/** The coroutine method that closes a client. */
function closerOf({ state }: Program, client: ClassRef): string | undefined {
  const [closer = ""] = state.ask.classFacts(state, client).closeMethods;
  const method = closer === "" ? undefined : state.ask.attribute(state, instanceShape(state.shapes, client), closer);
  return method?.kind === "function" && isAsync(method.ref) ? closer : undefined;
}

/** The coroutine method of a class at which its objects end, the one that `__aexit__` calls if there are two; undefined when it is not clear. */
function endOf({ state }: Program, cls: ClassRef): FunctionRef | undefined {
  const ends = definitionsIn(cls)
    .map((fn) => functionRef(state, cls.module, fn))
    .filter((ref) => {
      const isEnd = nameOf(ref) === "__aexit__" || (endsSomething(nameOf(ref)) && !nameOf(ref).startsWith("_"));
      return isEnd && isAsync(ref) && !isGenerator(ref);
    });
  const exit = ends.find((ref) => nameOf(ref) === "__aexit__");
  const [named, ...others] = ends.filter((ref) => ref !== exit);
  if (others.length > 0) return undefined;
  if (exit === undefined || named === undefined) return named ?? exit;
  return callsNamed(exit, nameOf(named)) ? named : undefined;
}

function callsNamed({ module: { summary }, index }: FunctionRef, name: string): boolean {
  let site = S.functionColumn(summary, index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
    if (S.siteColumn(summary, site, S.SiteKind) !== Site.Call) continue;
    const callee = S.valueA(summary, S.siteColumn(summary, site, S.SiteValue));
    const isAttribute = S.valueKindOf(summary, callee) === Value.Attribute;
    if (isAttribute && S.stringAt(summary, S.valueB(summary, callee)) === name) return true;
  }
  return false;
}

/** Whether a method is called on an object, not on its class. */
function isOnObject(program: Program, { module, index }: FunctionRef): boolean {
  const { summary } = module;
  const decorators = S.listItems(summary, S.functionColumn(summary, index, S.FunctionDecorators));
  return (
    S.functionColumn(summary, index, S.FunctionParameterCount) > 0 &&
    decorators.every((decorator) => shapeOf(program, module, decorator).kind !== "intrinsic")
  );
}

/** Whether objects of a class take any attribute, and have none that nobody sees. */
function isPlain({ state }: Program, cls: ClassRef): boolean {
  const { summary } = cls.module;
  const hasExtras =
    S.listLength(summary, S.classColumn(summary, cls.index, S.ClassDecorators)) > 0 ||
    S.listLength(summary, S.classColumn(summary, cls.index, S.ClassKeywords)) > 0;
  const order = mroOf(state, cls);
  const isOwn = !cls.hasUnknownBase && order.every(({ module }) => module.origin === "project" || isObject(module));
  return isOwn && !hasExtras && memberOf(state, cls, "__slots__") === undefined;
}

function isObject({ name, origin }: Module): boolean {
  return origin === "model" && name === "builtins";
}

/** Whether the program, outside its tests, makes objects of some classes only in places that run once, and closes as many. */
function isMadeOnce(
  program: Program,
  family: readonly ClassRef[],
  end: string,
  isRepeated: (visit: SiteVisit) => boolean,
): boolean {
  const names = new Set(family.map(({ module, index }) => className(module, index)));
  let made = 0;
  let closed = 0;
  for (const module of program.modules) {
    if (isTestModule(program, module)) continue;
    const isOf = (value: number): boolean =>
      membersOf(shapeOf(program, module, value)).some(
        (member) => member.kind === "instance" && family.includes(member.ref),
      );
    for (const visit of callsOf(program, module, names, () => true)) {
      if (!isOf(visit.value)) continue;
      if (isRepeated(visit)) return false;
      made++;
    }
    closed += countClosings(module, end, isOf);
  }
  return made > 0 && closed >= made;
}

/** `async with x`, and calls of `x.close()`. */
function countClosings({ summary }: Module, end: string, isOf: (value: number) => boolean): number {
  let count = 0;
  for (let site = 0; site < summary.sites.length / S.SiteStride; site++) {
    const kind = S.siteColumn(summary, site, S.SiteKind);
    const value = S.siteColumn(summary, site, S.SiteValue);
    if (kind === Site.AsyncWith && isOf(value)) count++;
    if (kind !== Site.Call) continue;
    const callee = S.valueA(summary, value);
    if (S.valueKindOf(summary, callee) !== Value.Attribute) continue;
    if (S.stringAt(summary, S.valueB(summary, callee)) === end && isOf(S.valueA(summary, callee))) count++;
  }
  return count;
}
