"""The tasks of a run: who they are, how far they got, and who expects what of them."""

import asyncio
import re
from asyncio import tasks as _tasks
from weakref import WeakKeyDictionary

from . import places

_TASK_TYPES = (asyncio.Task, _tasks._PyTask)
_STEP_NAMES = frozenset(["task_wakeup", "__step", "__wakeup"])
_DEFAULT_NAME = re.compile(r"Task-\d+\Z")


def owner_of(handle):
    """The task whose step a handle is, or None. C and Python tasks, Python 3.9 to 3.14."""
    callback = handle._callback
    task = getattr(callback, "__self__", None)
    if not isinstance(task, _TASK_TYPES):
        return None
    # Bound methods of tasks may be callbacks too: `call_soon(task.cancel)`.
    name = getattr(callback, "__name__", None)
    return task if name is None or name in _STEP_NAMES else None


class TaskRecord:
    """What is known of a task."""

    __slots__ = (
        "number",
        "name",
        "function",
        "parent",
        "is_users",
        "place",
        "steps",
        "timers",
        "chains",
        "expectations",
        "was_told",
    )

    def __init__(self, number, task, parent):
        coroutine = task.get_coro()
        code = _code_of(coroutine)
        self.number = number
        self.function = places.shown_name(code) if code else type(coroutine).__name__
        self.name = None
        self.parent = parent
        self.is_users = code is not None and places.is_users(code.co_filename)
        self.place = (code.co_filename, code.co_firstlineno, self.function) if code else None
        self.steps = 0
        """How many steps began."""
        self.timers = 0
        self.chains = []
        """The await chain after each step, while discovering."""
        self.expectations = set()
        """What is known of how others take its end: see `read_expectations` and `is_told_to_end`."""
        self.was_told = False
        """Whether a step was told of its cancellation."""

    def read_name(self, task):
        """Takes over the name the user has given. `create_task` gives it after the task has reached the loop."""
        given = task.get_name()
        self.name = None if _DEFAULT_NAME.match(given) else given

    def as_json(self):
        return {
            "number": self.number,
            "name": self.name,
            "function": self.function,
            "parent": self.parent,
            "place": self.place,
        }


def _code_of(coroutine):
    for name in ("cr_code", "gi_code", "ag_code"):
        code = getattr(coroutine, name, None)
        if code is not None:
            return code
    return None


class TaskTable:
    """Numbers tasks as they first reach the loop. Holds no task alive."""

    def __init__(self):
        self._records = WeakKeyDictionary()
        self.all = []

    def record_of(self, task, parent=None):
        """The record of a task, made when it is new."""
        record = self._records.get(task)
        if record is None:
            record = TaskRecord(len(self.all) + 1, task, parent)
            self._records[task] = record
            self.all.append(record)
        return record

    def number_of(self, task):
        """The number of a task."""
        return self.record_of(task).number

    def living(self):
        """Tasks that have not ended, with their records, in the order of their numbers."""
        pairs = [(record, task) for task, record in self._records.items() if not task.done()]
        return sorted(pairs, key=lambda pair: pair[0].number)


def read_expectations(task):
    """
    How those who wait for a task take its end: `outcome` when they look at it as a value (`gather(return_exceptions=True)`,
    `asyncio.wait`), `awaited` when another task awaits it, `group` when they cancel it if they end themselves (other uses of
    `gather`, task groups).
    """
    found = set()
    for callback, _ in getattr(task, "_callbacks", None) or ():
        name = getattr(callback, "__qualname__", "") or ""
        if name.endswith("gather.<locals>._done_callback"):
            found.add("outcome" if _closure_value(callback, "return_exceptions") else "group")
        elif name.endswith(("TaskGroup._on_task_done", "TaskGroup._spawn.<locals>.task_done")):
            found.add("group")
        elif name.startswith("_wait.<locals>."):
            found.add("outcome")
        elif isinstance(getattr(callback, "__self__", None), _TASK_TYPES):
            found.add("awaited")
    return found


def is_ending(task):
    """Whether a task was asked to cancel, as far as it shows: before Python 3.11 until it is told. And when it has ended so."""
    if hasattr(task, "cancelling"):
        return task.cancelling() > 0 or task.cancelled()
    awaited = getattr(task, "_fut_waiter", None)
    return task._must_cancel or task.cancelled() or (awaited is not None and awaited.cancelled())


def is_told_to_end(task, handle):
    """Whether the step that starts now is told of a cancellation of this task, not of one it awaits."""
    if hasattr(task, "cancelling"):
        return task.cancelling() > 0
    if task._must_cancel:
        return True
    awaited = handle._args[0] if handle._args else None
    return type(awaited) is asyncio.Future and awaited.cancelled()


def _closure_value(function, name):
    code = getattr(function, "__code__", None)
    if code is None or name not in code.co_freevars:
        return None
    return function.__closure__[code.co_freevars.index(name)].cell_contents
