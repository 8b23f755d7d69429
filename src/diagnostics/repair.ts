/**
 * What would mend a finding, as a rule says it: an operation on Python at a range. It costs nothing to say; `src/fixes` turns
 * it into a fix, with the syntax tree of the file, when somebody wants it, and may find that it cannot be written there.
 */
import type { AsyncChain, StoppedChain } from "./async-chain.ts";
import type { AppClientAction, ClassClientAction, ShareClientAction } from "./client-repair.ts";
import type { Applicability } from "./fix.ts";
import type { AsyncLockAction } from "./lock-repair.ts";
import type { CloseAttributeAction, CloseResourceAction } from "./resource-repair.ts";
import type { ByteRange } from "./text-edit.ts";
import type { TwinAction } from "./twin-repair.ts";

export interface Repair {
  readonly action: RepairAction;
  /** At most this: what is only likely broken, or depends on the place, is not mended safely. */
  readonly applicability: Applicability;
  /** Bytes of the expression it is about, in the file of the finding. */
  readonly start: number;
  readonly end: number;
}

export type RepairAction =
  /** `f(x)` → `await f(x)` */
  | { readonly kind: "await" }
  /** `time.sleep(x)` → `await asyncio.sleep(x)`: another callee for the same arguments. */
  | { readonly kind: "call-instead"; readonly callee: string; readonly isAwaited: boolean }
  /** `f(x)` → `await asyncio.to_thread(f, x)`. `helper` is the dotted name of what runs functions in threads; `others` go with it. */
  | { readonly kind: "offload"; readonly helper: string; readonly others?: readonly ByteRange[] }
  /** `f(x)` → `await sync_to_async(f)(x)`. `wrapper` is the dotted name of what makes a coroutine function of a plain one. */
  | { readonly kind: "wrap-callee"; readonly wrapper: string }
  /** `with x:` → `async with x:`, `for …` → `async for …`; the range is the context manager or iterable. */
  | { readonly kind: "add-async" }
  /** The other way round. */
  | { readonly kind: "remove-async" }
  /** `gather([a, b])` → `gather(*[a, b])` */
  | { readonly kind: "unpack-argument" }
  /** `asyncio.run(f())` → `await f()`: the call gives way to its argument. */
  | { readonly kind: "await-argument" }
  /** `to_thread(f(x))` → `to_thread(f, x)` */
  | { readonly kind: "pass-callable" }
  /** `await to_thread(f, x)` → `await f(x)` */
  | { readonly kind: "call-directly" }
  /** `asyncio.create_task(x)` in a task group → `group.create_task(x)` */
  | { readonly kind: "start-in-group" }
  /** The task is kept in a set of the module until it is done. */
  | { readonly kind: "keep-task" }
  /** `except BaseException:` → `except Exception:`, or a `raise` at the handler's end; the range is its `except`. */
  | { readonly kind: "let-cancellation-pass" }
  /** The awaited call and others below it, all at once with `asyncio.gather` or, where it fits, a task group. */
  | { readonly kind: "gather"; readonly others: readonly ByteRange[]; readonly fitsGroup: boolean }
  /** The awaited call of each round of a loop or comprehension, likewise. */
  | { readonly kind: "gather-each"; readonly fitsGroup: boolean }
  /** `async for x in f():` inside `async with contextlib.aclosing(f()) as …:` */
  | { readonly kind: "close-generator" }
  /** The task in `self.task = create_task(…)` gets a callback that logs how it failed. */
  | { readonly kind: "log-failure" }
  /** Each exception among the results of `await gather(…, return_exceptions=True)` is logged. */
  | { readonly kind: "log-results" }
  /** `call_soon(f)` → `call_soon(partial(start, f))`, where `start` makes a task and keeps it; `argument` is the position of `f`. */
  | { readonly kind: "start-task"; readonly argument: number }
  /** `@cache` above a coroutine function, whose result it is to keep; the range is the decorator. */
  | { readonly kind: "share-result" }
  /** `loop = new_event_loop()`, `loop.run_until_complete(main())` → `asyncio.run(main())`; the range is the call that gives the loop. */
  | { readonly kind: "run" }
  /** `def f(): … return g()` → `async def f(): … return await g()`, at every `return` of the function around. */
  | { readonly kind: "await-returned" }
  /** The plain functions on the way, and all others that call them, become coroutine functions. The chain is worked out when asked for. */
  | { readonly kind: "turn-async"; readonly chain: () => AsyncChain | StoppedChain | undefined }
  | ShareClientAction
  | ClassClientAction
  | AppClientAction
  | AsyncLockAction
  | CloseResourceAction
  | CloseAttributeAction
  /** `for x in f():` → `for x in await asyncio.to_thread(list, f()):`; the range is the iterable. */
  | { readonly kind: "collect"; readonly helper: string }
  | TwinAction;
