import { qualifiedName } from "../program/names.ts";
import { findEffects, hopsOf, siteLocation, targetName } from "../program/trace.ts";
import { createFingerprints } from "./fingerprint.ts";
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
      const reaches = first === undefined ? "" : `: it reaches \`${finding.leaf.name}\``;
      const verb = finding.confidence === "certain" ? "enters" : "may enter";
      report({
        code: nestedLoop.code,
        name: nestedLoop.name,
        severity: "error",
        confidence: finding.confidence,
        location: siteLocation(module, finding.site),
        message: `\`${target}\` ${verb} an event loop inside the running one${reaches}`,
        why: "A thread runs one event loop at a time: the second one raises RuntimeError as soon as this line is reached",
        help: "Await the coroutine itself, or run the synchronous wrapper in a thread",
        trace: hopsOf(finding),
        fingerprint: fingerprints(module, qualifiedName(finding.node.ref), `${target}>${finding.leaf.name}`),
      });
    }
  },
};
