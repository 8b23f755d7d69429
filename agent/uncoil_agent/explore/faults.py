"""Failures of what tasks wait for: a connection that is reset, a time limit that passes."""

import asyncio
import os

from .plan import Decision
from .places import is_users

_ASYNCIO = os.path.dirname(os.path.abspath(asyncio.__file__)) + os.sep
_NEVER_FAILS = ("locks.py", "queues.py", "taskgroups.py", "timeouts.py", "runners.py", "futures.py")
"""Files of asyncio in which tasks wait for each other: nothing there can be reset."""


def find_faults(baseline):
    """A decision for each await point of the user's tasks at which I/O may fail: within a library, or in `asyncio.sleep`."""
    decisions = []
    seen = set()
    for point in baseline["points"]:
        if not point["isUsers"]:
            continue
        for step, chain in enumerate(point["chains"], 1):
            key = (point["task"], tuple(tuple(place) for place in chain))
            if key in seen or not _may_fail(chain):
                continue
            seen.add(key)
            decisions += [Decision("fault", point["task"], step, value) for value in ("reset", "timeout")]
    return decisions


def _may_fail(chain):
    if not chain:
        return False
    file, _, function = chain[-1]
    if is_users(file):
        return False
    if not file.startswith(_ASYNCIO):
        return True
    name = os.path.basename(file)
    return function == "sleep" if name == "tasks.py" else name not in _NEVER_FAILS


def inject(task, kind):
    """Lets what a task waits for raise, unless it has ended or is a task itself."""
    awaited = getattr(task, "_fut_waiter", None)
    if awaited is None or awaited.done() or isinstance(awaited, asyncio.Task):
        return
    error = ConnectionResetError("Connection reset by peer") if kind == "reset" else TimeoutError("timed out")
    awaited.set_exception(error)
