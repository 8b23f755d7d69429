"""
Tasks: where they were started, and what became of them.

`asyncio.Task` becomes a subclass that remembers the user's line that started the task and sees `cancel`. The C implementation
does all the work. Nothing that is reported depends on the name or the order of tasks.
"""

import sys
from asyncio import CancelledError
from sys import _getframe
from time import perf_counter

from ..frames import describe, own_caller, own_entry, suspended_entries, traceback_entries
from ..guard import keeps_errors, note_error

_WENT_ON_SECONDS = 0.05
_WENT_ON_ROUNDS = 3
_SECOND_LOOK_SECONDS = 1.0


def create_task_class(base, on_created, on_cancelled):
    """`asyncio.Task`, as it was, telling of its start and of each time it is cancelled."""

    class Task(base):
        __slots__ = ("_uncoil_site", "_uncoil_number")
        __doc__ = base.__doc__

        def __init__(self, coro, **keywords):
            site = own_caller(_getframe(1))
            self._uncoil_site = site
            if on_created is None:
                base.__init__(self, coro, **keywords)
                return
            # Eager tasks run inside the constructor: their start comes before their first step.
            on_created(self, coro, site, keywords.get("name"))
            base.__init__(self, coro, **keywords)

        def cancel(self, msg=None):
            was_requested = base.cancel(self, msg)
            if was_requested:
                on_cancelled(self, _getframe(1))
            return was_requested

    Task.__module__ = base.__module__
    Task.__qualname__ = base.__qualname__
    return Task


def site_of(task):
    """The entry of the user's line that started a task, or None."""
    return getattr(task, "_uncoil_site", None)


def name_of(coroutine):
    """What a person calls a coroutine: the qualified name of its function."""
    return getattr(coroutine, "__qualname__", None) or type(coroutine).__name__


class Cancellations:
    """
    Finds tasks that go on after they were cancelled.

    Certain only since Python 3.11, where `uncancel` tells a timeout that was handled from a cancellation that was swallowed. A task
    that ends at once is fine: it was asked to end. One that goes on, or waits again where it waited before, is not.
    """

    def __init__(self, problems, clock_of):
        self._problems = problems
        self._clock_of = clock_of
        self._looks = []
        self._is_known = sys.version_info >= (3, 11)

    @keeps_errors
    def on_cancelled(self, task, frame):
        """`cancel` was called on a task, which agreed to be cancelled."""
        if not self._is_known:
            return
        loop = task.get_loop()
        clock = self._clock_of(loop)
        if clock is None:
            return
        waits = suspended_entries(task.get_coro())
        asked = (perf_counter(), clock.rounds, waits)
        task.add_done_callback(lambda ended: self._on_ended(ended, clock, asked))
        self._looks.append((perf_counter() + _SECOND_LOOK_SECONDS, task, asked))

    @keeps_errors
    def _on_ended(self, task, clock, asked):
        self._looks = [look for look in self._looks if look[1] is not task]
        at, rounds, waits = asked
        if task.cancelled() or task._exception is not None or not task.cancelling():
            return
        if perf_counter() - at < _WENT_ON_SECONDS or clock.rounds - rounds <= _WENT_ON_ROUNDS:
            return
        self._tell(task, waits, "ended")

    def look(self):
        """Looks again at tasks that were cancelled a while ago. Called on the sampler's thread, now and then."""
        now = perf_counter()
        if not self._looks or self._looks[0][0] > now:
            return
        due = [look for look in self._looks if look[0] <= now]
        self._looks = [look for look in self._looks if look[0] > now]
        for _, task, (_, _, waits) in due:
            try:
                again = suspended_entries(task.get_coro())
                own = own_entry(waits)
                is_same = own is not None and own_entry(again) == own and not task.done()
                if is_same and task.cancelling():
                    self._tell(task, waits, "waits again")
            except Exception as error:
                note_error(error)

    def _tell(self, task, waits, how):
        own = own_entry(waits) or site_of(task)
        if own is None:
            return
        stack = waits if own_entry(waits) is not None else [own]
        self._problems.report(
            "cancellation-swallowed",
            (own[0].co_filename, own[1]),
            lambda: {"stack": describe(stack), "blamed": stack.index(own), "how": how, "task": name_of(task.get_coro())},
        )


class LoopErrors:
    """What a loop tells its exception handler: errors nobody saw, and tasks nobody kept."""

    def __init__(self, problems, resources):
        self._problems = problems
        self._resources = resources

    @keeps_errors
    def on_context(self, context):
        """Called with what `call_exception_handler` is given, before the handler."""
        message = str(context.get("message") or "")
        if message.startswith(("Task exception was never", "Future exception was never")):
            self._tell_exception("exception-never-retrieved", context, context.get("future"))
        elif message.startswith("unhandled exception during"):
            self._tell_exception("exception-never-retrieved", context, context.get("task"))
        elif message.startswith("Task was destroyed"):
            self._tell_destroyed(context.get("task"))
        elif message.startswith("Exception in callback") and not isinstance(context.get("exception"), CancelledError):
            # Some callbacks of asyncio's own ask a cancelled task for its error.
            self._tell_exception("callback-failed", context, None)
        elif message.startswith("Unclosed client session"):
            self._resources.on_collected(context.get("client_session"))

    def _tell_exception(self, kind, context, future):
        error = context.get("exception")
        if error is None or isinstance(error, (KeyboardInterrupt, SystemExit)):
            return
        entries = traceback_entries(error.__traceback__)
        started = site_of(future)
        own = own_entry(entries) or started
        if own is None:
            return
        stack = entries if own in entries else [own]
        coroutine = future.get_coro() if hasattr(future, "get_coro") else None
        self._problems.report(
            kind,
            (type(error).__qualname__, own[0].co_filename, own[1]),
            lambda: {
                "stack": describe(stack),
                "blamed": stack.index(own),
                "started": describe([started]) if started is not None else [],
                "exception": type(error).__name__,
                "text": _first_line(error),
                "task": name_of(coroutine) if coroutine is not None else None,
            },
        )

    def _tell_destroyed(self, task):
        if task is None or sys.is_finalizing():
            return
        started = site_of(task)
        waits = suspended_entries(task.get_coro())
        own = started or own_entry(waits)
        if own is None:
            return
        self._problems.report(
            "task-destroyed",
            (own[0].co_filename, own[1]),
            lambda: {
                "stack": describe([own]),
                "blamed": 0,
                "waits": describe(waits),
                "task": name_of(task.get_coro()),
            },
        )


def tell_alive(problems, tasks):
    """Tells of tasks that are cancelled only because the program's main coroutine has returned."""
    for task in tasks:
        started = site_of(task)
        if started is None or task.done() or (hasattr(task, "cancelling") and task.cancelling()):
            continue
        coroutine = task.get_coro()
        waits = suspended_entries(coroutine)
        problems.report(
            "task-alive-at-exit",
            (started[0].co_filename, started[1]),
            lambda: {"stack": describe([started]), "blamed": 0, "waits": describe(waits), "task": name_of(coroutine)},
        )


def _first_line(error):
    try:
        return str(error).split("\n", 1)[0][:300]
    except Exception:
        return ""
