/**
 * The lines of the skill that Uncoil began from. Every rule names those it serves; `docs/skill.md` shows them side by side.
 */
export const skillLines = {
  "async-def": "ALWAYS `async def` for I/O",
  "await-everything": "ALWAYS await every coroutine",
  "create-task": "ALWAYS `create_task` for concurrency",
  gather: "ALWAYS `gather` to wait for many",
  "handle-errors": "ALWAYS handle errors in every coroutine",
  "async-with": "ALWAYS `async with` where it exists",
  "asyncio-run": "ALWAYS `asyncio.run()` as the entry point",
  "never-block": "NEVER block inside async code",
  "never-ignore-errors": "NEVER ignore a task's exception",
  "never-nest-loops": "NEVER nest event loops",
  "never-mix": "NEVER mix sync and async without an executor",
  "never-leak": "NEVER forget to close sessions and connections",
} as const;

export type SkillLine = keyof typeof skillLines;
