"""
Problems, told as they occur. A problem is told whole when it is first seen (`problem`), and each time it occurs (`seen`); what
occurs very often is counted and told in sum.
"""

import time
from _thread import get_ident
from collections import deque

from ..channel import microseconds
from ..guard import note_error

_TOLD_ONE_BY_ONE = 20


class Problems:
    """What has been told through a channel so far."""

    def __init__(self, channel):
        self._channel = channel
        self._known = {}
        self._working = set()
        self._postponed = deque()

    def report(self, kind, key, describe, duration=0.0, **seen):
        """
        A problem of a kind has occurred. `key` is what tells it from others of the kind; `describe()` returns the fields that are
        told once. May be called anywhere, from `__del__` in the middle of another report too.
        """
        arguments = (kind, key, describe, duration, seen, time.perf_counter())
        ident = get_ident()
        if ident in self._working:
            self._postponed.append(arguments)
            return
        self._working.add(ident)
        try:
            self._tell(*arguments)
            while self._postponed:
                self._tell(*self._postponed.popleft())
        except Exception as error:
            note_error(error)
        finally:
            self._working.discard(ident)

    def _tell(self, kind, key, describe, duration, seen, now):
        known = self._known.get((kind, key))
        if known is None:
            known = self._known[kind, key] = _Known(len(self._known))
            self._channel.send({"event": "problem", "id": known.identity, "kind": kind, **describe()}, known.seen(duration, seen, now))
        elif known.told < _TOLD_ONE_BY_ONE:
            self._channel.send(known.seen(duration, seen, now))
        else:
            known.count(duration, now)

    def flush(self):
        """Tells what was only counted."""
        sums = [known.take_sum() for known in list(self._known.values()) if known.counted]
        if sums:
            self._channel.send(*sums)

    def after_fork(self):
        """The child tells its problems itself, from the beginning."""
        self._known.clear()
        self._working.clear()
        self._postponed.clear()


class _Known:
    __slots__ = ("identity", "told", "counted", "total", "worst", "last")

    def __init__(self, identity):
        self.identity = identity
        self.told = 0
        self.counted = 0
        self.total = self.worst = self.last = 0.0

    def seen(self, duration, fields, now):
        self.told += 1
        event = {"event": "seen", "id": self.identity, "time": microseconds(now), "count": 1}
        if duration:
            event["total"] = event["worst"] = microseconds(duration)
        event.update(fields)
        return event

    def count(self, duration, now):
        self.counted += 1
        self.total += duration
        self.worst = max(self.worst, duration)
        self.last = now

    def take_sum(self):
        event = {"event": "seen", "id": self.identity, "time": microseconds(self.last), "count": self.counted}
        if self.total:
            event["total"], event["worst"] = microseconds(self.total), microseconds(self.worst)
        self.counted = 0
        self.total = self.worst = 0.0
        return event
