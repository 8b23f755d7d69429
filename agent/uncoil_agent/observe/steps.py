"""
When each step of a loop begins: the one place that is on the loop's hot path.

A *step* is one callback the loop runs; of a task, what runs between two of its awaits. A *round* is what runs between two waits for
I/O. `started` is the time the step at work began, 0.0 while the loop waits: another thread reads it to see how long the
loop has been kept, even when the step holds the interpreter's lock all the time. `behind` is how many handles were ready when it
began: what comes later was put there by the step itself.
"""

from _thread import get_ident
from collections import deque
from sys import _getframe
from time import perf_counter

_popleft = deque.popleft
_append = deque.append


class Ready(deque):
    """The queue of ready handles of a loop of asyncio, with a clock. Order and contents are those of any deque."""

    __slots__ = (
        "started",
        "handle",
        "round_started",
        "behind",
        "rounds",
        "budget",
        "thread",
        "native",
        "loop",
        "slow",
        "samples",
        "stuck",
        "on_foreign",
        "record",
    )

    def popleft(self):
        handle = _popleft(self)
        now = perf_counter()
        if now - self.started > self.budget:
            self.slow.append((self.started, now, self.handle, self.behind))
        self.behind = len(self)
        self.handle = handle
        self.started = now
        return handle

    def append(self, handle):
        if self.thread and get_ident() != self.thread:
            self.on_foreign(self, _getframe(1))
        _append(self, handle)


class RecordingReady(Ready):
    """A `Ready` that also writes down every step, for the timeline."""

    __slots__ = ()

    def popleft(self):
        handle = Ready.popleft(self)
        self.record.step(handle, self.started)
        return handle

    def append(self, handle):
        Ready.append(self, handle)
        self.record.scheduled(handle)


class Clock:
    """The same clock for loops whose queue cannot be seen (uvloop): steps are told of by `begin` and `end`."""

    __slots__ = Ready.__slots__

    def begin(self, handle):
        """A step begins. Steps do not nest."""
        now = perf_counter()
        self.handle = handle
        self.round_started = self.started = now
        if self.record is not None:
            self.record.step(handle, now)

    def end(self):
        """The step has ended. Returns whether it took longer than the budget."""
        now = perf_counter()
        started, self.started = self.started, 0.0
        self.rounds += 1
        if self.record is not None:
            self.record.idle(now)
        if started and now - started > self.budget:
            self.slow.append((started, now, self.handle, 0))
            return True
        return False


def prepare(clock, loop, budget, on_foreign, record):
    """Fills a new `Ready` or `Clock`. `budget` is in seconds."""
    clock.started = clock.round_started = 0.0
    clock.handle = None
    clock.behind = clock.rounds = 0
    clock.budget = budget
    clock.thread = clock.native = 0
    clock.loop = loop
    clock.slow = []
    clock.samples = []
    clock.stuck = 0.0
    clock.on_foreign = on_foreign
    clock.record = record


def watch_select(selector, ready, on_slow_round):
    """
    Makes a selector tell the clock when the loop waits. `on_slow_round(ready, started, ended)` is called before the loop waits
    when something in the round took longer than the budget.
    """
    select = selector.select

    def watched_select(timeout=None):
        now = perf_counter()
        if ready.started and now - ready.started > ready.budget:
            ready.slow.append((ready.started, now, ready.handle, ready.behind))
        ready.started = 0.0
        ready.handle = None
        if now - ready.round_started > ready.budget and ready.round_started:
            on_slow_round(ready, ready.round_started, now)
        if ready.record is not None:
            ready.record.idle(now)
        events = select(timeout)
        ready.rounds += 1
        ready.round_started = ready.started = perf_counter()
        return events

    watched_select.uncoil_select = select
    selector.select = watched_select


def task_of(handle):
    """The task a handle runs a step of, or None."""
    callback = getattr(handle, "_callback", handle)
    while hasattr(callback, "func"):
        callback = callback.func
    task = getattr(callback, "__self__", None)
    if hasattr(task, "get_coro") and getattr(callback, "__name__", "") not in ("cancel", "set_result", "set_exception"):
        return task
    return None
