"""
Which lines of the user's code ran, before Python 3.12: `sys.settrace`, for as many steps of loops as cost next to nothing.

What was seen did run; of what was not seen nobody knows. Tracing pauses where another tracer is at work (a debugger, coverage), and
when it has seen so many events that watching would show; the sampler's thread lets it go on a little later.
"""

import sys
from sys import gettrace, settrace

from ..frames import is_own
from ..guard import note_error

_MOST_EVENTS = 20_000
"""Calls and lines until it pauses for the first time: about ten milliseconds' worth."""

_EVENTS_A_TICK = 1_000
"""How many more are allowed each time the sampler looks."""

_EVENTS_A_STEP = 2_000
"""A step that computes is not made to take longer than it may."""


class LineTracer:
    """Runs steps of loops, and puts the lines they come to into `fresh`, sets by file name."""

    def __init__(self, fresh):
        self._fresh = fresh
        self._events = _MOST_EVENTS
        self._least = 0
        self._left = {}
        # Methods are made anew each time they are asked for: these must be the same objects.
        self._trace_call = self._on_call
        self._trace_line = self._on_line

    def tick(self):
        """Some time has passed."""
        self._events = min(self._events + _EVENTS_A_TICK, _MOST_EVENTS)

    def run(self, function, *args):
        """Calls a function that runs a step."""
        if self._events <= 0 or gettrace() is not None:
            return function(*args)
        self._least = self._events - _EVENTS_A_STEP
        settrace(self._trace_call)
        try:
            return function(*args)
        finally:
            # The step may have started a debugger.
            if gettrace() is self._trace_call:
                settrace(None)

    def _on_call(self, frame, event, argument):
        self._events -= 1
        try:
            code = frame.f_code
            if self._events < self._least:
                settrace(None)
            elif is_own(code) and self._lines_left(code):
                return self._trace_line
        except Exception as error:
            note_error(error)
        return None

    def _on_line(self, frame, event, argument):
        self._events -= 1
        try:
            if event == "line":
                left = self._lines_left(frame.f_code)
                line = frame.f_lineno
                if line in left:
                    left.discard(line)
                    self._fresh.setdefault(frame.f_code.co_filename, set()).add(line)
                if not left:
                    return None
            if self._events < self._least:
                settrace(None)
                return None
        except Exception as error:
            note_error(error)
            return None
        return self._trace_line

    def _lines_left(self, code):
        """The lines of a code object that were not seen yet."""
        # By identity: the hash of a code object is made of all it holds. The entry keeps it alive.
        known = self._left.get(id(code))
        if known is None:
            lines = {line for _, line in _line_starts(code) if line is not None}
            known = self._left[id(code)] = (code, lines)
        return known[1]


def _line_starts(code):
    """Pairs of offset and line. As `dis.findlinestarts`, whose module takes its time to import."""
    if hasattr(code, "co_lines"):
        return [(start, line) for start, _, line in code.co_lines()]
    line, offset, starts = code.co_firstlineno, 0, []
    table = code.co_lnotab
    for step, distance in zip(table[0::2], table[1::2]):
        starts.append((offset, line))
        offset += step
        line += distance - 256 if distance > 127 else distance
    return [*starts, (offset, line)]
