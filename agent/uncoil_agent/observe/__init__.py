"""`mode=run`: watches a program, and changes nothing of what it does. Settings: `budget` (microseconds), `timeline` (0 or 1)."""

import atexit
import os
import sys
from time import perf_counter

from ..channel import microseconds
from ..guard import keeps_errors, note_error, take_errors
from ..import_hook import when_imported
from .coroutines import Unawaited
from .lines import Lines
from .problems import Problems

_TELLING_SECONDS = 0.5


def install(channel, settings):
    """Puts the hooks in place; those of asyncio when it is imported."""
    observer = Observer(channel, int(settings["budget"]) / 1e6, settings.get("timeline") == "1")
    observer.unawaited.install()
    observer.lines.install()
    when_imported("asyncio", observer.on_asyncio)
    when_imported("uvloop", observer.on_uvloop)
    when_imported("aiohttp.client", lambda module: observer.on_client(module.ClientSession))
    when_imported("httpx._client", lambda module: observer.on_client(module.AsyncClient))
    when_imported("nest_asyncio", observer.on_nest_asyncio)
    atexit.register(observer.on_exit)
    _tell_before_exit(observer)


class Observer:
    """What watches one process. The parts that need asyncio are there from its import on."""

    def __init__(self, channel, budget, has_timeline):
        self.channel = channel
        self.budget = budget
        self.problems = Problems(channel)
        self.unawaited = Unawaited(self.problems)
        self.lines = Lines(channel)
        self._has_timeline = has_timeline
        self._told = 0.0
        self._is_ready = False
        self.loops = self.blocking = self.sampler = self.errors = self.resources = self.timeline = None

    def on_asyncio(self, asyncio):
        """asyncio was imported: the program has loops to watch."""
        from .blocking import Blocking, Pauses
        from .loops import Loops, hook_asyncio
        from .resources import Resources, Threads
        from .sampler import Sampler
        from .tasks import Cancellations, LoopErrors

        pauses = Pauses()
        if self._has_timeline:
            from .timeline import Timeline

            self.timeline = Timeline(self.channel)
            when_imported("concurrent.futures.thread", lambda module: self.timeline.follow_threads(module._WorkItem))
        self.blocking = Blocking(self.problems, pauses, self.budget)
        self.sampler = Sampler(self.budget, self.blocking.on_stuck, self._tick)
        self.blocking.sampler = self.sampler
        self.resources = Resources(self.problems)
        self.errors = LoopErrors(self.problems, self.resources)
        self.loops = Loops(self)
        self._cancellations = Cancellations(self.problems, self.loops.clock_of)
        self._asyncio = asyncio
        hook_asyncio(asyncio, self)
        pauses.install()
        self._threads = Threads(self.problems)
        self._threads.install()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(before=self._before_fork, after_in_parent=self.sampler.resume, after_in_child=self._after_fork)
        self._is_ready = True

    def on_uvloop(self, uvloop):
        """uvloop was imported, and asyncio with it."""
        from .uvloop import hook_uvloop

        hook_uvloop(uvloop, self)

    def on_client(self, session_class):
        """A library with sessions was imported."""
        if self.resources is not None:
            self.resources.follow_sessions(session_class)

    def on_nest_asyncio(self, module):
        """The program is about to let loops be entered while they run."""
        from .loops import tell_nested

        original = module.apply

        def apply(*args, **keywords):
            tell_nested(self, sys._getframe(1))
            return original(*args, **keywords)

        module.apply = apply

    def on_cancelled(self, task, frame):
        """A task was asked to cancel, by the caller with this frame."""
        self._cancellations.on_cancelled(task, frame)
        if self.timeline is not None:
            self.timeline.cancelled(task, frame)

    @keeps_errors
    def flush(self):
        """Tells all that was gathered."""
        self.problems.flush()
        self.lines.flush()
        if self.timeline is not None:
            self.timeline.flush()
        errors = take_errors()
        if errors:
            self.channel.send({"event": "agent-failed", "errors": errors})

    def on_exit(self):
        """The program has ended, or is about to without saying so."""
        if self._is_ready:
            self._look_at_forgotten_tasks()
            self.sampler.stop()
        self.flush()
        self.channel.send({"event": "end", "time": microseconds(perf_counter())})

    def _tick(self):
        """Called on the sampler's thread. Returns whether the thread is needed though no loop runs."""
        if self.lines.tracer is not None:
            self.lines.tracer.tick()
        now = perf_counter()
        if now - self._told > _TELLING_SECONDS or (self.timeline is not None and self.timeline.is_full()):
            self._told = now
            self._cancellations.look()
            self.flush()
        return self._threads.look()

    @keeps_errors
    def _look_at_forgotten_tasks(self):
        """Tasks that are held to the end never get the chance to complain that nobody looked at their error."""
        tasks = self._asyncio.tasks
        known = getattr(tasks, "_scheduled_tasks", None) or getattr(tasks, "_all_tasks", None) or ()
        for task in list(known):
            if task.done() and getattr(task, "_log_traceback", False):
                context = {"message": "Task exception was never retrieved", "future": task, "exception": task._exception}
                self.errors.on_context(context)

    def _before_fork(self):
        self.flush()
        self.sampler.stop()

    def _after_fork(self):
        self.problems.after_fork()
        if self.timeline is not None:
            self.timeline.after_fork()
        self.sampler.after_fork()


def _tell_before_exit(observer):
    """`os._exit` and `os.exec…` end a program without further ado: what was gathered must leave before."""
    for name in ("_exit", "execv", "execve"):
        original = getattr(os, name, None)
        if original is not None:
            setattr(os, name, _telling(original, observer))
    # Servers that have shut down in order often die of the signal that asked them to.
    when_imported("signal", lambda module: setattr(module, "raise_signal", _telling(module.raise_signal, observer)))


def _telling(original, observer):
    def tell_and_end(*args, **keywords):
        try:
            observer.flush()
        except Exception as error:
            note_error(error)
        return original(*args, **keywords)

    tell_and_end.__name__ = original.__name__
    tell_and_end.__doc__ = original.__doc__
    return tell_and_end
