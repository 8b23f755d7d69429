import { say } from "../language/say.ts";
import { isExpectedToFail } from "../program/expects-error.ts";
import { callsOf } from "../program/call-sites.ts";
import { calleesOf, givenTo } from "../program/given.ts";
import { mayCall, sitesOf } from "../program/program.ts";
import type { Program, SiteVisit } from "../program/program.ts";
import type { Module } from "../program/shape.ts";
import { shortName, unawaitedCall, unawaitedName } from "../program/unawaited.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { repairAt } from "./repair-at.ts";
import { createReporter } from "./reporter.ts";
import type { Finding } from "./reporter.ts";
import type { Rule } from "./rule.ts";

export const coroutineFormatted: Rule = {
  code: "AIO203",
  name: "coroutine-formatted",
  summary: "A coroutine is printed, logged or written into a text instead of its result",
  severity: "error",
  aliases: [],
  since: "0.1.0",
  category: "awaiting",
  serves: ["await-everything"],
  check: (program, report) => {
    const reportFinding = createReporter(coroutineFormatted, report);
    for (const module of program.modules) {
      const mayFormat = (_flags: number, value: number): boolean =>
        argumentsThatMayBe(program, module, value).length > 0;
      const visits = [
        ...callsOf(program, module, program.state.names.formatters, mayFormat),
        ...sitesOf(program, module, (kind, _flags, value) => {
          if (kind === Site.Formatted) return mayBeUnawaited(program, module, value);
          return kind === Site.Binary && isFormatting(module, value);
        }),
      ];
      for (const visit of visits)
        for (const call of formattedCalls(program, module, visit)) {
          const finding = describe(program, module, visit, call);
          if (finding !== undefined && !isExpectedToFail(program, module, visit.site)) reportFinding(finding);
        }
    }
  },
};

/** Whether a value is a call, not awaited, of something whose name promises a coroutine. */
function mayBeUnawaited(program: Program, module: Module, value: number): boolean {
  const isCall = S.valueKindOf(module.summary, value) === Value.Call;
  return isCall && mayCall(module, value, program.state.names.awaitables);
}

const moduloOperator = 6;

/** `"…" % value` */
function isFormatting(module: Module, value: number): boolean {
  const { summary } = module;
  const left = S.valueA(summary, value);
  if (S.valueC(summary, value) !== moduloOperator || S.valueKindOf(summary, left) !== Value.Constant) return false;
  return S.valueA(summary, left) === Value.ConstantString;
}

function argumentsThatMayBe(program: Program, module: Module, call: number): number[] {
  const items = S.listItems(module.summary, S.valueB(module.summary, call));
  return items.filter((value, index) => index % 2 === 1 && mayBeUnawaited(program, module, value));
}

/** The calls whose results a site turns into text. */
function formattedCalls(program: Program, module: Module, { kind, value }: SiteVisit): readonly number[] {
  const { summary } = module;
  if (kind === Site.Formatted) return [value];
  if (kind === Site.Binary) {
    const right = S.valueB(summary, value);
    const parts =
      S.valueKindOf(summary, right) === Value.Tuple ? S.listItems(summary, S.valueA(summary, right)) : [right];
    return parts.filter((part) => mayBeUnawaited(program, module, part));
  }
  const candidates = new Set(argumentsThatMayBe(program, module, value));
  return calleesOf(program, module, value).flatMap(({ fn, facts }) => {
    if (facts.formats.length === 0) return [];
    const given = givenTo(program, module, value, fn, facts.formats);
    return given.map((argument) => argument.value).filter((argument) => candidates.has(argument));
  });
}

function describe(program: Program, module: Module, visit: SiteVisit, call: number): Finding | undefined {
  const found = unawaitedCall(program, module, call);
  if (found === undefined) return undefined;
  const name = unawaitedName(program, module, call, found.shape);
  return {
    ref: visit.ref,
    at: S.valueC(module.summary, call),
    message: say`The text shows the coroutine \`${name}\` gives, not its result`,
    why: say`What is written is \`<coroutine object …>\`, and the body of the coroutine function never runs`,
    help: say`Await it: \`await ${shortName(name)}(…)\``,
    subject: name,
    isLikely: found.isLikely,
    repairs:
      found.shape.kind === "generator"
        ? []
        : [repairAt(module, S.valueC(module.summary, call), "unsafe", { kind: "await" })],
  };
}
