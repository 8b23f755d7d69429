import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { RepairAction } from "../diagnostics/repair.ts";
import { say } from "../language/say.ts";
import { isExpectedToFail } from "../program/expects-error.ts";
import { className, qualifiedName } from "../program/names.ts";
import { callsOf } from "../program/call-sites.ts";
import { mayCall, shapeOf, sitesOf } from "../program/program.ts";
import type { Program, SiteVisit } from "../program/program.ts";
import { supportOf } from "../program/support.ts";
import type { Support } from "../program/support.ts";
import { membersOf } from "../program/shape.ts";
import type { Module, Shape } from "../program/shape.ts";
import { siteLocation } from "../program/trace.ts";
import { collectionsGivenToSpawners } from "../program/spawned-collections.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { createFingerprints } from "./fingerprint.ts";
import { repairAt } from "./repair-at.ts";
import type { Rule } from "./rule.ts";

export const wrongProtocol: Rule = {
  code: "AIO211",
  name: "wrong-protocol",
  summary: "`with` or `for` is used where only the async form works, or the other way round",
  severity: "error",
  aliases: [],
  since: "0.1.0",
  category: "awaiting",
  serves: ["async-with", "await-everything"],
  check: (program, report) => {
    const fingerprints = createFingerprints(wrongProtocol.code);
    for (const module of program.modules) {
      const { starters } = program.state.names;
      // In plain functions only calls are looked at, and of those the ones whose name promises an async protocol.
      const isWorthALook = (value: number, isInCoroutine: boolean): boolean =>
        isInCoroutine || mayBeAwaitable(program, module, value);
      const visits = [
        ...callsOf(program, module, starters),
        ...sitesOf(
          program,
          module,
          (kind, _flags, value, _site, isInCoroutine) => kind in usages && isWorthALook(value, isInCoroutine),
        ),
      ];
      for (const visit of visits) {
        const problem =
          visit.kind === Site.Call ? findGatheredList(program, module, visit) : findMisuse(program, module, visit);
        if (problem === undefined || isExpectedToFail(program, module, visit.site)) continue;
        const fingerprint = fingerprints(module, qualifiedName(visit.ref), problem.subject);
        report(diagnose(module, visit, problem, fingerprint));
      }
    }
  },
};

function mayBeAwaitable(program: Program, module: Module, value: number): boolean {
  const isCall = S.valueKindOf(module.summary, value) === Value.Call;
  return isCall && mayCall(module, value, program.state.names.awaitables);
}

interface Problem {
  /** What it is about: part of the fingerprint. */
  readonly subject: string;
  readonly message: string;
  readonly why: string;
  readonly help: string;
  readonly isLikely: boolean;
  readonly action?: RepairAction;
}

/** How a statement uses its object, and the words for it. */
interface Usage {
  readonly wanted: keyof Support;
  readonly other: keyof Support;
  readonly written: string;
  readonly right: string;
}

const usages: Readonly<Record<number, Usage>> = {
  [Site.With]: { wanted: "enters", other: "entersAsync", written: "with", right: "async with" },
  [Site.AsyncWith]: { wanted: "entersAsync", other: "enters", written: "async with", right: "with" },
  [Site.For]: { wanted: "iterates", other: "iteratesAsync", written: "for", right: "async for" },
  [Site.AsyncFor]: { wanted: "iteratesAsync", other: "iterates", written: "async for", right: "for" },
};

function findMisuse(program: Program, module: Module, visit: SiteVisit): Problem | undefined {
  const usage = usages[visit.kind];
  if (usage === undefined) return undefined;
  const shape = shapeOf(program, module, visit.value);
  const supports = membersOf(shape).map((member) => supportOf(program.state, member));
  if (supports.length === 0 || supports.some((support) => support[usage.wanted] !== "no")) return undefined;
  const isLikely = supports.some((support) => support.isOverridable);
  const name = describeShape(shape);
  const subject = `${usage.written}>${nameOf(shape)}`;
  const why = say`It has no such method: the line raises ${visit.kind === Site.With ? say`TypeError or AttributeError` : "TypeError"} when it is reached`;
  if (membersOf(shape).every((member) => member.kind === "coroutine"))
    return {
      subject,
      message: say`\`${usage.written}\` is used on ${name}, which is not awaited`,
      why: say`A coroutine can only be awaited: the line raises TypeError when it is reached`,
      help: say`Await it first: \`${usage.written.replace("async ", "")} … await …\``,
      isLikely,
    };
  if (supports.some((support) => support[usage.other] !== "yes")) return undefined;
  return {
    subject,
    message: say`\`${usage.written}\` is used on ${name}, which needs \`${usage.right}\``,
    why,
    help: say`Write \`${usage.right}\``,
    isLikely,
    action: { kind: usage.right.startsWith("async") ? "add-async" : "remove-async" },
  };
}

/** `gather([a(), b()])`: the list is one argument, and no awaitable. */
function findGatheredList(program: Program, module: Module, visit: SiteVisit): Problem | undefined {
  const callee = collectionsGivenToSpawners(program.state, module, visit.value);
  if (callee === undefined) return undefined;
  return {
    subject: callee,
    message: say`\`${callee}\` is given a list of awaitables as one argument`,
    why: say`Each awaitable must be an argument of its own: a list cannot be awaited and raises TypeError`,
    help: say`Unpack the list with a star: \`(*…)\``,
    isLikely: false,
    action: { kind: "unpack-argument" },
  };
}

function nameOf(shape: Shape): string {
  const [first] = membersOf(shape);
  if (first?.kind === "instance") return className(first.ref.module, first.ref.index);
  const isOfFunction = first?.kind === "coroutine" || first?.kind === "generator" || first?.kind === "contextManager";
  return isOfFunction && first.fn !== undefined ? qualifiedName(first.fn.ref) : (first?.kind ?? "unknown");
}

function describeShape(shape: Shape): string {
  const [first] = membersOf(shape);
  switch (first?.kind) {
    case "instance":
      return say`a \`${className(first.ref.module, first.ref.index)}\``;
    case "coroutine":
      return say`the coroutine \`${qualifiedName(first.fn.ref)}\``;
    case "generator":
      return first.isAsync
        ? say`the async generator \`${qualifiedName(first.fn.ref)}\``
        : say`the generator \`${qualifiedName(first.fn.ref)}\``;
    case "contextManager":
      return first.fn === undefined
        ? say`a context manager`
        : say`the context manager \`${qualifiedName(first.fn.ref)}\``;
    case "tuple":
      return say`a tuple`;
    case "container":
      return first.container === "iterator" ? say`a plain iterator` : say`a ${first.container}`;
    default:
      return say`a value`;
  }
}

function diagnose(module: Module, visit: SiteVisit, problem: Problem, fingerprint: string): Diagnostic {
  return {
    code: wrongProtocol.code,
    name: wrongProtocol.name,
    severity: "error",
    confidence: problem.isLikely ? "likely" : "certain",
    location: siteLocation(module, visit.site),
    message: problem.message,
    why: problem.why,
    help: problem.help,
    trace: [],
    fingerprint,
    ...(problem.action === undefined ? {} : { repairs: [repairAt(module, visit.site, "safe", problem.action)] }),
  };
}
