/** Requests people can start from, worded once: what to call, in which order, and when to stop. */

export interface Prompt {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** The one argument, if there is one. */
  readonly argument: PromptArgument | undefined;
  /** `given` is what the argument says, or undefined; `allowsRun` whether `run` and `explore` are offered. */
  readonly render: (given: string | undefined, allowsRun: boolean) => string;
}

export interface PromptArgument {
  readonly name: string;
  readonly description: string;
  readonly isRequired: boolean;
}

function testsOf(allowsRun: boolean): string {
  return allowsRun
    ? "`run` with the project's tests, `explore` with a test of what you changed"
    : "run the project's tests";
}

export const prompts: readonly Prompt[] = [
  {
    name: "triage",
    title: "Triage async findings",
    description: "Sort the findings of a project: what is real, what matters first, what to do about each",
    argument: {
      name: "path",
      description: "File or directory to look at; everything when left out",
      isRequired: false,
    },
    render: (
      path,
      allowsRun,
    ) => `Triage the async bugs of ${path === undefined ? "this Python project" : `\`${path}\``}.

1. Call \`survey\`: know the entry points and what runs on the event loop.
2. Call \`check\`${path === undefined ? "" : ` with \`paths: ["${path}"]\``} and follow \`next_cursor\` until there is none.
3. Group the findings by cause: one slow helper often is behind many. Call \`explain_finding\` once for each group, and
   \`blocking_paths\` on the cause to see which entry points suffer.
4. ${allowsRun ? "Call `run` with the project's tests, where that is harmless: findings it confirms come first.\n5. " : ""}Report a table, the worst first: what stops (a request, a worker, start-up), the cause with file and line, the remedy
   (\`fix\` safe, \`fix\` unsafe, by hand), and what you could not judge. Change nothing yet.`,
  },
  {
    name: "make-it-async",
    title: "Take a function off the event loop",
    description: "Make what a function or file does to the event loop harmless, and prove it",
    argument: { name: "target", description: "Function, route, or file", isRequired: true },
    render: (target, allowsRun) => `Make \`${target}\` safe to run on the event loop, and nothing else.

1. Call \`blocking_paths\` with it, and \`check\`, to see what blocks and who waits for it.
2. For each finding call \`explain_finding\`. Prefer an asynchronous client awaited from end to end; a thread
   (\`asyncio.to_thread\`) where there is none. Call \`explain_rule\` where a remedy is not plain.
3. Call \`fix\` with the findings' \`ids\`, read the diff, and send it again with \`write: true\` only when it is right. \`unsafe\`
   fixes run code in another thread: look for state shared without a lock first.
4. Call \`check\` again, ${testsOf(allowsRun)}, and say what is left and why.`,
  },
  {
    name: "review-diff",
    title: "Review a change of async code",
    description: "Judge the Python files of a change by what they do to the event loop",
    argument: {
      name: "files",
      description: "The changed files, with commas; `git diff --name-only` when left out",
      isRequired: false,
    },
    render: (files, allowsRun) => `Review a change of async Python.

1. The changed files: ${files === undefined ? "run `git diff --name-only` (and `--staged`)" : files}.
2. Call \`check\` with them as \`paths\`. A change may also make code elsewhere block: call \`check\` without \`paths\` too, and
   \`blocking_paths\` on each function whose calls changed.
3. For each finding that the change brought, call \`explain_finding\` and write one review comment: place, what happens on the event
   loop and to whom, remedy. Leave out what was there before.${allowsRun ? "\n   Where tests of the changed code are harmless, call `run` with them: a finding that is confirmed needs no argument." : ""}
4. A finding that is right but accepted is suppressed with \`suppress\` and a reason, never by turning the rule off.`,
  },
];
