/** Which work a value stands for: coroutines made here, tasks started here, lists of either. */
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { calleesOf, givenTo } from "./given.ts";
import { shapeOf } from "./program.ts";
import type { Program } from "./program.ts";
import { membersOf } from "./shape.ts";
import type { FunctionRef, FunctionShape, Module } from "./shape.ts";
import { methodCalled } from "./suspension.ts";
import { isFreshTask } from "./tasks.ts";

const maximumDepth = 4;

/** The coroutine functions whose work a value of a function surely holds; tasks that others have started are left out. */
export function workIn(program: Program, ref: FunctionRef, value: number, depth = 0): FunctionShape[] {
  const { module } = ref;
  const { summary } = module;
  const inside = (inner: number): FunctionShape[] =>
    depth < maximumDepth ? workIn(program, ref, inner, depth + 1) : [];
  switch (S.valueKindOf(summary, value)) {
    case Value.Call:
      return workOfCall(program, ref, value, inside);
    case Value.Comprehension:
    case Value.Starred:
      return inside(S.valueA(summary, value));
    case Value.List:
    case Value.Set:
    case Value.Tuple:
      return S.listItems(summary, S.valueA(summary, value)).flatMap(inside);
    case Value.Generator:
      return S.listItems(summary, S.functionColumn(summary, S.valueA(summary, value), S.FunctionYields)).flatMap(
        inside,
      );
    case Value.Reaching:
      return [...boundTo(ref, value), ...putInto(ref, S.valueB(summary, value))].flatMap(inside);
    case Value.Symbol:
      return putInto(ref, S.valueA(summary, value)).flatMap(inside);
    default:
      return [];
  }
}

function workOfCall(
  program: Program,
  ref: FunctionRef,
  call: number,
  inside: (value: number) => FunctionShape[],
): FunctionShape[] {
  const { module } = ref;
  const { summary } = module;
  const members = membersOf(shapeOf(program, module, call));
  const work = members.flatMap((member) => (member.kind === "coroutine" ? [member.fn] : []));
  if (work.length > 0) return work.length === members.length ? work : [];
  if (isFreshTask(program, module, call)) return workOfTask(program, module, call);
  // `list(tasks)`, `set(tasks)`, `tuple(…)`
  const isCopy = S.valueKindOf(summary, S.valueA(summary, call)) === Value.Builtin;
  const [, only, ...others] = S.listItems(summary, S.valueB(summary, call));
  return isCopy && only !== undefined && others.length === 0 ? inside(only) : [];
}

/** The coroutine function that the task runs which a Call starts. */
export function workOfTask(program: Program, module: Module, call: number): FunctionShape[] {
  for (const { fn, facts } of calleesOf(program, module, call))
    for (const { shape } of givenTo(program, module, call, fn, facts.spawns)) {
      const [only, ...others] = membersOf(shape);
      if (only?.kind === "coroutine" && others.length === 0) return [only.fn];
    }
  return [];
}

function boundTo({ module: { summary } }: FunctionRef, value: number): number[] {
  return S.listItems(summary, S.valueA(summary, value)).map((row) => S.bindingColumn(summary, row, S.BindingValue));
}

/** What a function appends or adds to a local. */
function putInto(ref: FunctionRef, symbol: number): number[] {
  const { summary } = ref.module;
  const found: number[] = [];
  let site = S.functionColumn(summary, ref.index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
    if (S.siteColumn(summary, site, S.SiteKind) !== Site.Call) continue;
    const method = methodCalled(ref.module, site);
    if (method !== "append" && method !== "add") continue;
    const call = S.siteColumn(summary, site, S.SiteValue);
    const object = S.valueA(summary, S.valueA(summary, call));
    const isIt =
      S.valueKindOf(summary, object) === Value.Reaching
        ? S.valueB(summary, object) === symbol
        : S.valueKindOf(summary, object) === Value.Symbol && S.valueA(summary, object) === symbol;
    const [, item] = S.listItems(summary, S.valueB(summary, call));
    if (isIt && item !== undefined) found.push(item);
  }
  return found;
}
