"""
uvloop: its queue is not to be seen, but its class can be given methods, and tasks schedule every step through `call_soon`.

What uvloop calls directly (the protocols of its transports) is not seen.
"""

from ..frames import end_stacks_at
from ..guard import note_error
from .loops import _hook_closing, _hook_errors, _hook_running


def hook_uvloop(uvloop, observer):
    """Puts the hooks into uvloop's class, right after it was imported."""
    loop_class = uvloop.Loop
    end_stacks_at(Step.__call__)
    _hook_running(loop_class, observer)
    _hook_closing(loop_class, observer)
    _hook_errors(loop_class, observer)
    for name, at in (("call_soon", 0), ("call_soon_threadsafe", 0), ("call_later", 1), ("call_at", 1)):
        _hook_scheduling(loop_class, name, at, observer)


def _hook_scheduling(loop_class, name, position, observer):
    original = getattr(loop_class, name)
    clock_of = observer.loops.clock_of

    def schedule(self, *args, **keywords):
        clock = clock_of(self)
        if clock is not None and len(args) > position and type(args[position]) is not Step:
            step = Step(clock, args[position], observer)
            if clock.record is not None:
                clock.record.scheduled(step)
            args = (*args[:position], step, *args[position + 1 :])
        return original(self, *args, **keywords)

    schedule.__name__ = name
    schedule.__doc__ = original.__doc__
    setattr(loop_class, name, schedule)


class Step:
    """A callback that tells the clock when it begins and ends."""

    __slots__ = ("_clock", "_callback", "_observer")

    def __init__(self, clock, callback, observer):
        self._clock = clock
        self._callback = callback
        self._observer = observer

    def __call__(self, *args):
        clock = self._clock
        if clock.started:
            return self._callback(*args)
        clock.begin(self)
        tracer = self._observer.lines.tracer
        try:
            return self._callback(*args) if tracer is None else tracer.run(self._callback, *args)
        finally:
            started = clock.started
            try:
                if clock.end():
                    self._observer.blocking.on_slow_round(clock, started, clock.slow[-1][1])
                elif clock.samples:
                    clock.samples.clear()
            except Exception as error:
                note_error(error)

    def __getattr__(self, name):
        return getattr(self._callback, name)

    def __repr__(self):
        return repr(self._callback)
