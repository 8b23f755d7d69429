import { say } from "../language/say.ts";
import { callsOf } from "../program/call-sites.ts";
import { isAsync } from "../program/call.ts";
import { calleesOf } from "../program/given.ts";
import { oncePerProgram } from "../program/once.ts";
import { dottedName } from "../program/names.ts";
import type { Program, SiteVisit } from "../program/program.ts";
import { shapeOf } from "../program/program.ts";
import { namesAsText } from "../program/references.ts";
import { membersOf } from "../program/shape.ts";
import type { FunctionRef, Module } from "../program/shape.ts";
import { methodCalled } from "../program/suspension.ts";
import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import { repairAt } from "./repair-at.ts";
import { createReporter } from "./reporter.ts";
import type { Rule } from "./rule.ts";

export const manualLoop: Rule = {
  code: "AIO503",
  name: "manual-loop",
  summary: "A loop is made and run by hand where `asyncio.run` would do",
  severity: "information",
  aliases: [],
  since: "0.1.0",
  category: "loop",
  serves: ["asyncio-run"],
  check: (program, report) => {
    const reportFinding = createReporter(manualLoop, report);
    const { loopGivers } = program.state.names;
    for (const module of program.modules) {
      const visits = callsOf(program, module, loopGivers);
      for (const visit of visits) {
        const giver = loopGiven(program, module, visit);
        if (giver === undefined) continue;
        if (isAsync(visit.ref)) {
          if (giver.isNew || startsThread(visit.ref)) continue;
          reportFinding({
            ref: visit.ref,
            at: visit.site,
            message: say`\`${giver.name}\` is called in a coroutine, where a loop is running for sure`,
            why: say`It also makes loops, or complains, where none runs, and hides that this code needs the running one`,
            help: say`Use \`asyncio.get_running_loop()\``,
            subject: giver.name,
            repairs: [
              repairAt(module, visit.site, isNamedAsText(program, giver.name) ? "unsafe" : "safe", {
                kind: "call-instead",
                callee: "asyncio.get_running_loop",
                isAwaited: false,
              }),
            ],
          });
        } else if (isRunByHand(visit))
          reportFinding({
            ref: visit.ref,
            at: visit.site,
            message: giver.isNew
              ? say`An event loop is made and run by hand`
              : say`A coroutine is run by hand on whatever loop is set`,
            why: giver.isNew
              ? leftUndone()
              : say`\`${giver.name}\` raises where no loop is set, from Python 3.14 on. ${leftUndone()}`,
            help: say`Use \`asyncio.run(…)\`, or \`asyncio.Runner\` for several calls`,
            subject: giver.name,
            repairs:
              visits.filter(({ ref }) => !isAsync(ref)).length === 1 && runsOneCoroutine(program, visit)
                ? [repairAt(module, visit.site, "unsafe", { kind: "run" })]
                : [],
          });
      }
    }
  },
};

/** Whether the program holds the function's name as text: `mock.patch("asyncio.get_event_loop")` puts another in its place. */
const isNamedAsText = oncePerProgram(({ modules }, fullName: string): boolean => {
  const name = fullName.slice(fullName.lastIndexOf(".") + 1);
  return modules.some((module) => isTextOf(module, name, `.${name}`));
});

function isTextOf({ summary }: Module, name: string, ending: string): boolean {
  const { strings } = summary;
  return strings.some((text) => text.endsWith(ending)) || (strings.includes(name) && namesAsText(summary, name));
}

const leftUndone = (): string =>
  say`\`asyncio.run\` also cancels what is left, closes async generators and the loop, and waits for its threads`;

function loopGiven(
  program: Program,
  module: Module,
  { value }: SiteVisit,
): { name: string; isNew: boolean } | undefined {
  for (const { fn, facts } of calleesOf(program, module, value))
    if (facts.givesLoop !== undefined)
      return { name: dottedName(program.state, fn.ref), isNew: facts.givesLoop === "new" };
  return undefined;
}

/** A coroutine that makes a loop for a thread of its own is about more than its own loop. */
function startsThread(ref: FunctionRef): boolean {
  const { summary } = ref.module;
  return S.functionColumn(summary, ref.index, S.FunctionParent) > 0 && summary.strings.includes("run_forever");
}

/** What a loop may be asked for where `asyncio.run` would do the same. */
const plainMethods: ReadonlySet<string> = new Set([
  "run_until_complete",
  "close",
  "shutdown_asyncgens",
  "shutdown_default_executor",
  "is_closed",
  "set_debug",
]);

/** The loop is bound to a local on which `run_until_complete` is called, and nothing that needs a loop at hand. */
function isRunByHand({ ref, site, value }: SiteVisit): boolean {
  const { module } = ref;
  const { summary } = module;
  // `asyncio.get_event_loop().run_until_complete(…)`
  if (methodsOn(ref, (object) => object === value).includes("run_until_complete")) return true;
  const symbol = S.siteColumn(summary, site, S.SiteExtra) - 1;
  if (symbol < 0) return false;
  const methods = methodsOn(ref, (object) => symbolOf(summary, object) === symbol);
  // A loop that is sometimes another is not what `asyncio.run` makes.
  const binding = S.symbolColumn(summary, symbol, S.SymbolFirstBinding);
  if (S.bindingColumn(summary, binding, S.BindingNext) >= 0) return false;
  if (!methods.includes("run_until_complete") || methods.some((method) => !plainMethods.has(method))) return false;
  // Beyond the methods, only `set_event_loop(loop)` may get hold of it.
  const reads = S.symbolColumn(summary, symbol, S.SymbolFlags) >> S.SymbolReadShift;
  return reads <= methods.length + 2;
}

/** Whether each thing a loop is run for is surely a coroutine, made right there: what `asyncio.run` takes. */
function runsOneCoroutine(program: Program, { ref }: SiteVisit): boolean {
  const { module } = ref;
  const { summary } = module;
  let site = S.functionColumn(summary, ref.index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
    if (methodCalled(module, site) !== "run_until_complete") continue;
    const [, main = -1] = S.listItems(summary, S.valueB(summary, S.siteColumn(summary, site, S.SiteValue)));
    // `loop.run_until_complete(loop.shutdown_asyncgens())`
    const isCall = main >= 0 && S.valueKindOf(summary, main) === Value.Call && S.valueC(summary, main) >= 0;
    if (isCall && plainMethods.has(methodCalled(module, S.valueC(summary, main)))) continue;
    if (main < 0 || !membersOf(shapeOf(program, module, main)).every(({ kind }) => kind === "coroutine")) return false;
  }
  return true;
}

function symbolOf(summary: Module["summary"], value: number): number {
  const kind = S.valueKindOf(summary, value);
  if (kind === Value.Reaching) return S.valueB(summary, value);
  return kind === Value.Symbol ? S.valueA(summary, value) : -1;
}

/** The name of the method of each call on an object, in the order they are written. */
function methodsOn(ref: FunctionRef, isObject: (value: number) => boolean): string[] {
  const { summary } = ref.module;
  const names: string[] = [];
  let site = S.functionColumn(summary, ref.index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
    const name = methodCalled(ref.module, site);
    if (name === "") continue;
    const callee = S.valueA(summary, S.siteColumn(summary, site, S.SiteValue));
    if (isObject(S.valueA(summary, callee))) names.push(name);
  }
  return names;
}
