import { say } from "../language/say.ts";
import { isExpectedToFail } from "../program/expects-error.ts";
import { callsOf } from "../program/call-sites.ts";
import { shortName, unawaitedCall, unawaitedName } from "../program/unawaited.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import { repairAt } from "./repair-at.ts";
import { createReporter } from "./reporter.ts";
import type { Rule } from "./rule.ts";

export const coroutineTruthValue: Rule = {
  code: "AIO202",
  name: "coroutine-truth-value",
  summary: "A condition asks whether a coroutine is true, which it always is",
  severity: "error",
  aliases: [],
  since: "0.1.0",
  category: "awaiting",
  serves: ["await-everything"],
  check: (program, report) => {
    const reportFinding = createReporter(coroutineTruthValue, report);
    for (const module of program.modules) {
      const visits = callsOf(
        program,
        module,
        program.state.names.awaitables,
        (flags) => (flags & Site.IsTested) !== 0 && (flags & Site.IsAwaited) === 0,
      );
      for (const visit of visits) {
        // `if (pending := fetch()):` keeps the coroutine: it may be awaited below.
        if (S.siteColumn(module.summary, visit.site, S.SiteExtra) > 0) continue;
        const found = unawaitedCall(program, module, visit.value);
        if (found === undefined || isExpectedToFail(program, module, visit.site)) continue;
        const name = unawaitedName(program, module, visit.value, found.shape);
        const isGenerator = found.shape.kind === "generator";
        reportFinding({
          ref: visit.ref,
          at: visit.site,
          message: say`The condition asks for the coroutine \`${name}\` gives, not for its result`,
          why: say`A coroutine is always true and equals nothing: the answer is the same whatever the function would say, and its body never runs`,
          help: isGenerator ? say`Iterate \`${shortName(name)}(…)\`` : say`Await it: \`await ${shortName(name)}(…)\``,
          subject: name,
          isLikely: found.isLikely,
          repairs: isGenerator ? [] : [repairAt(module, visit.site, "unsafe", { kind: "await" })],
        });
      }
    }
  },
};
