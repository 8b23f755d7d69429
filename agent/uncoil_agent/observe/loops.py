"""Hooks into the loops of asyncio: those of its own, and uvloop's. No loop policy and no other loop is put in anybody's place."""

import sys
from _thread import get_ident
from selectors import BaseSelector
from sys import _getframe
from time import perf_counter

from ..frames import describe, end_stacks_at, own_caller, stack_of
from ..guard import keeps_errors, note_error
from .coroutines import follow_origins
from .steps import Clock, Ready, RecordingReady, prepare, watch_select
from .tasks import tell_alive


class Loops:
    """The loops that run or have run, each with its clock."""

    def __init__(self, observer):
        self._observer = observer
        self._clocks = {}

    def clock_of(self, loop):
        """The clock of a loop that has run and is not closed, or None."""
        return self._clocks.get(id(loop))

    def enter(self, loop):
        """A loop starts to run on this thread. Returns its clock."""
        follow_origins()
        clock = self._clocks.get(id(loop)) or self._attach(loop)
        clock.thread = get_ident()
        clock.started = clock.round_started = 0.0
        if clock.record is not None:
            clock.record.running(clock)
        self._observer.sampler.watch(clock)
        return clock

    def leave(self, clock):
        """The loop has stopped, perhaps after a step that took long."""
        now = perf_counter()
        if clock.started and now - clock.started > clock.budget:
            clock.slow.append((clock.started, now, clock.handle, clock.behind))
        clock.started = 0.0
        clock.handle = None
        if clock.slow:
            self._observer.blocking.on_slow_round(clock, clock.round_started, now)
        clock.thread = 0
        if clock.record is not None:
            clock.record.idle(now)
        self._observer.sampler.unwatch(clock)
        self._observer.flush()

    def forget(self, loop):
        """The loop is closed."""
        self._clocks.pop(id(loop), None)

    def _attach(self, loop):
        observer = self._observer
        record = observer.timeline.record_of(loop) if observer.timeline is not None else None
        queue = getattr(loop, "_ready", None)
        # Without knowing when the loop waits, waiting would look like work.
        if queue is None or not _tells_waiting(getattr(loop, "_selector", None)):
            queue = None
            clock = Clock()
        else:
            clock = (Ready if record is None else RecordingReady)(queue)
        prepare(clock, loop, observer.budget, self._on_foreign, record)
        if queue is not None:
            loop._ready = clock
            watch_select(loop._selector, clock, observer.blocking.on_slow_round)
        self._clocks[id(loop)] = clock
        return clock

    @keeps_errors
    def _on_foreign(self, clock, frame):
        """Something was put into a running loop's queue by another thread."""
        depth = 0
        asked = frame
        while asked is not None and depth < 4:
            if asked.f_code.co_name in ("call_soon_threadsafe", "_run_once"):
                return
            asked, depth = asked.f_back, depth + 1
        self.tell_foreign(frame)

    def tell_foreign(self, frame):
        """Tells of a call from the wrong thread, where the user's code made it."""
        own = own_caller(frame)
        if own is not None:
            self._observer.problems.report("wrong-thread", (own[0].co_filename, own[1]), lambda: _stack_to(own, frame))


def _tells_waiting(selector):
    """Whether a selector is one of Python's kind, whose `select` the loop waits in; tests have others."""
    return isinstance(selector, BaseSelector) or type(selector).__name__ == "IocpProactor"


def hook_asyncio(asyncio, observer):
    """Puts the hooks into asyncio's own classes, right after it was imported."""
    base = asyncio.base_events.BaseEventLoop
    end_stacks_at(asyncio.events.Handle._run, base._run_once)
    _hook_running(base, observer)
    _hook_closing(base, observer)
    _hook_errors(base, observer)
    _hook_timers(base, observer)
    _hook_nesting(asyncio, base, observer)
    _hook_runner(asyncio, observer)
    _hook_tasks(asyncio, observer)
    _hook_steps(asyncio, observer)
    observer.resources.follow_transports(asyncio.selector_events.BaseSelectorEventLoop)


def _hook_steps(asyncio, observer):
    """Where lines are traced, steps are run by the tracer."""
    tracer = observer.lines.tracer
    if tracer is None:
        return
    run, run_traced = asyncio.events.Handle._run, tracer.run

    def _run(self):
        return run_traced(run, self)

    _run.__doc__ = run.__doc__
    asyncio.events.Handle._run = _run


def _hook_tasks(asyncio, observer):
    from .tasks import create_task_class

    created = observer.timeline.created if observer.timeline is not None else None
    task_class = create_task_class(asyncio.Task, created, observer.on_cancelled)
    asyncio.Task = asyncio.tasks.Task = task_class


def _hook_running(owner, observer):
    original = owner.run_forever

    def run_forever(self):
        clock = None
        try:
            if not self.is_running():
                clock = observer.loops.enter(self)
        except Exception as error:
            note_error(error)
        try:
            return original(self)
        finally:
            try:
                if clock is not None:
                    observer.loops.leave(clock)
            except Exception as error:
                note_error(error)

    end_stacks_at(run_forever)
    run_forever.__doc__ = original.__doc__
    owner.run_forever = run_forever


def _hook_closing(owner, observer):
    original = owner.close

    def close(self):
        try:
            if not self.is_closed() and not self.is_running():
                # While an exception is on its way nobody can be blamed for what is left open.
                if sys.exc_info()[1] is None:
                    observer.resources.on_loop_closing(self)
                observer.loops.forget(self)
        except Exception as error:
            note_error(error)
        return original(self)

    close.__doc__ = original.__doc__
    owner.close = close


def _hook_errors(owner, observer):
    original = owner.call_exception_handler

    def call_exception_handler(self, context):
        observer.errors.on_context(context)
        return original(self, context)

    call_exception_handler.__doc__ = original.__doc__
    owner.call_exception_handler = call_exception_handler


def _hook_timers(owner, observer):
    original = owner.call_at

    def call_at(self, when, callback, *args, **keywords):
        clock = observer.loops.clock_of(self)
        if clock is not None and clock.thread and clock.thread != get_ident():
            observer.loops.tell_foreign(_getframe(1))
        return original(self, when, callback, *args, **keywords)

    call_at.__doc__ = original.__doc__
    owner.call_at = call_at


def _hook_nesting(asyncio, base, observer):
    check, run = base._check_running, asyncio.run

    def _check_running(self):
        try:
            return check(self)
        except RuntimeError:
            tell_nested(observer, _getframe(1))
            raise

    def nesting_run(*args, **keywords):
        if asyncio._get_running_loop() is not None:
            tell_nested(observer, _getframe(1))
        return run(*args, **keywords)

    nesting_run.__name__, nesting_run.__qualname__, nesting_run.__module__ = run.__name__, run.__qualname__, run.__module__
    nesting_run.__doc__, nesting_run.__wrapped__ = run.__doc__, run
    base._check_running = _check_running
    asyncio.run = asyncio.runners.run = nesting_run


@keeps_errors
def tell_nested(observer, frame):
    """Tells of a loop that was entered while one runs on the thread."""
    own = own_caller(frame)
    if own is None:
        return
    observer.unawaited.explain(own)
    observer.problems.report("nested-loop", (own[0].co_filename, own[1]), lambda: _stack_to(own, frame))


def _stack_to(own, frame):
    """The stack of a call, and the user's line in it."""
    entries = stack_of(frame)
    return {"stack": describe(entries), "blamed": entries.index(own)}


def _hook_runner(asyncio, observer):
    original = getattr(asyncio.runners, "_cancel_all_tasks", None)
    if original is None:
        return

    def _cancel_all_tasks(loop):
        try:
            # An interrupted or failing program has no duty left to its tasks.
            if sys.exc_info()[1] is None:
                tell_alive(observer.problems, asyncio.all_tasks(loop))
        except Exception as error:
            note_error(error)
        return original(loop)

    asyncio.runners._cancel_all_tasks = _cancel_all_tasks
