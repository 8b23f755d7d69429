import type { Severity } from "../diagnostics/diagnostic.ts";
import { say } from "../language/say.ts";
import { isTestModule } from "../program/context.ts";
import { qualifiedName } from "../program/names.ts";
import type { Program } from "../program/program.ts";
import { shapeOf } from "../program/program.ts";
import { membersOf } from "../program/shape.ts";
import type { EffectFinding } from "../program/trace.ts";
import { findEffects, hopsOf, siteLocation, targetName } from "../program/trace.ts";
import { isUnawaited } from "../program/unawaited.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import { createFingerprints } from "./fingerprint.ts";
import { repairAt } from "./repair-at.ts";
import type { Rule } from "./rule.ts";

export const nestedLoop: Rule = {
  code: "AIO501",
  name: "nested-loop",
  summary: "An event loop is entered while one is running in the same thread",
  severity: "error",
  aliases: [],
  since: "0.1.0",
  category: "loop",
  serves: ["never-nest-loops", "asyncio-run"],
  effect: "loop",
  check: (program, report) => {
    const fingerprints = createFingerprints(nestedLoop.code);
    for (const finding of findEffects(program, "loop")) {
      const { module } = finding.node.ref;
      const first = finding.edges[0];
      const target = first === undefined ? finding.leaf.name : targetName(first.to);
      const reaches = first === undefined ? "" : say`: it reaches \`${finding.leaf.name}\``;
      const entering =
        finding.confidence === "certain"
          ? say`\`${target}\` enters an event loop inside the running one`
          : say`\`${target}\` may enter an event loop inside the running one`;
      report({
        code: nestedLoop.code,
        name: nestedLoop.name,
        severity: severityOf(program, finding),
        confidence: finding.confidence,
        location: siteLocation(module, finding.site),
        message: entering + reaches,
        why: say`A thread runs one event loop at a time: the second one raises RuntimeError as soon as this line is reached`,
        help: say`Await the coroutine itself, or run the synchronous wrapper in a thread`,
        trace: hopsOf(finding),
        fingerprint: fingerprints(module, qualifiedName(finding.node.ref), `${target}>${finding.leaf.name}`),
        ...(entersWithCoroutine(program, finding)
          ? { repairs: [repairAt(module, finding.site, "safe", { kind: "await-argument" })] }
          : {}),
      });
    }
  },
};

/** What a test calls may behave otherwise by what the test has set up (variables of the environment, patches): a note. */
function severityOf(program: Program, { node, edges }: EffectFinding): Severity {
  return edges.length > 0 && isTestModule(program, node.ref.module) ? "information" : "error";
}

/** Whether the site itself enters the loop, with one argument that can be awaited instead: `asyncio.run(main())`. */
function entersWithCoroutine(program: Program, { node, site, edges }: EffectFinding): boolean {
  const { module } = node.ref;
  const { summary } = module;
  if (edges.length > 0 || S.siteColumn(summary, site, S.SiteKind) !== Site.Call) return false;
  const items = S.listItems(summary, S.valueB(summary, S.siteColumn(summary, site, S.SiteValue)));
  const [, argument = -1] = items;
  if (items.length !== 2 || argument < 0) return false;
  const members = membersOf(shapeOf(program, module, argument));
  return members.length > 0 && members.every((member) => isUnawaited(program, member));
}
