"""
uvloop: its queue is not to be seen, but its class can be given methods, and tasks schedule every step through `call_soon`.

The protocols of its transports uvloop calls directly: their classes are followed, those that derive from asyncio's.
"""

from asyncio import BaseProtocol, _get_running_loop
from types import FunctionType, MethodType

from ..frames import end_stacks_at
from ..guard import note_error
from .loops import _hook_closing, _hook_errors, _hook_running


_SCHEDULING = (
    ("call_soon", 0),
    ("call_soon_threadsafe", 0),
    ("call_later", 1),
    ("call_at", 1),
    ("add_reader", 1),
    ("add_writer", 1),
)
"""Methods of the loop that take a callback, and its position."""

_CALLED = (
    "connection_made",
    "connection_lost",
    "data_received",
    "eof_received",
    "get_buffer",
    "buffer_updated",
    "datagram_received",
    "error_received",
    "pause_writing",
    "resume_writing",
    "pipe_data_received",
    "pipe_connection_lost",
    "process_exited",
)
"""Methods of protocols that a loop calls."""


def hook_uvloop(uvloop, observer):
    """Puts the hooks into uvloop's class, right after it was imported."""
    loop_class = uvloop.Loop
    end_stacks_at(Step.__call__)
    _hook_running(loop_class, observer)
    _hook_closing(loop_class, observer)
    _hook_errors(loop_class, observer)
    for name, at in _SCHEDULING:
        _hook_scheduling(loop_class, name, at, observer)
    _follow_protocols(observer)


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


def _follow_protocols(observer):
    """Makes what a loop calls of each class of protocols a step, of those that are there and those to come."""

    def follow(owner):
        for name in _CALLED:
            method = vars(owner).get(name)
            if type(method) is FunctionType:
                setattr(owner, name, _watched(method, observer))

    def follow_all(owner):
        for derived in owner.__subclasses__():
            if derived.__module__ != BaseProtocol.__module__:
                follow(derived)
            follow_all(derived)

    def __init_subclass__(cls, **keywords):
        super(BaseProtocol, cls).__init_subclass__(**keywords)
        try:
            follow(cls)
        except Exception as error:
            note_error(error)

    follow_all(BaseProtocol)
    BaseProtocol.__init_subclass__ = classmethod(__init_subclass__)


def _watched(method, observer):
    clock_of = observer.loops.clock_of

    def called(self, *args, **keywords):
        clock = clock_of(_get_running_loop())
        if clock is None or clock.started or keywords:
            return method(self, *args, **keywords)
        return Step(clock, MethodType(method, self), observer)(*args)

    called.__name__, called.__qualname__, called.__module__ = method.__name__, method.__qualname__, method.__module__
    called.__doc__, called.__wrapped__ = method.__doc__, method
    return called


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
