"""
What each loop does, step by step, for the timeline: numbers only, until they are told.

Records are `(operation, time, a, b, c)`, times in microseconds. Tasks, places and loops have numbers, told once each; 0 is none.

    STEP    a step begins: loop, task, place of the callback where it is no task's
    IDLE    the loop waits: loop
    WAIT    a task has been suspended: task, place in the user's code, place it waits in
    WAKE    a task was made ready: task, by task
    CANCEL  a task was cancelled: task, by task, place
    DONE    a task has ended: task
    WORK    a thread has done a job: thread, place, microseconds it took
"""

from _thread import RLock, get_ident
from collections import deque
from time import perf_counter

from ..channel import microseconds
from ..frames import own_caller, own_entry, path_of, qualified_name, suspended_entries
from ..guard import keeps_errors
from .steps import task_of

STEP, IDLE, WAIT, WAKE, CANCEL, DONE, WORK = 1, 2, 3, 4, 5, 6, 7

_MOST_RECORDS = 500_000
_PORTION = 4_000


class Timeline:
    """The records of a process. What comes after the first half million is not kept, and the report says so."""

    def __init__(self, channel):
        self._channel = channel
        self._records = deque()
        self._definitions = deque()
        self._places = {}
        self._threads = {}
        self._count = 0
        self._tasks = 0
        self._loops = 0
        self._running = {}
        self._telling = RLock()

    def record_of(self, loop):
        """The recorder of a loop."""
        self._loops += 1
        return LoopRecord(self, self._loops)

    def created(self, task, coroutine, site, name):
        """A task is about to be constructed."""
        self._tasks += 1
        task._uncoil_number = self._tasks
        running = self._running.get(get_ident())
        self._definitions.append(
            {
                "event": "task",
                "id": self._tasks,
                "time": microseconds(perf_counter()),
                "parent": running.task if running is not None else 0,
                "name": getattr(coroutine, "__qualname__", None) or type(coroutine).__name__,
                "site": self.place(site),
            }
        )

    @keeps_errors
    def cancelled(self, task, frame):
        """`cancel` was called on a task."""
        running = self._running.get(get_ident())
        by = running.task if running is not None else 0
        self.add(CANCEL, perf_counter(), number_of(task), by, self.place(own_caller(frame)))

    def follow_threads(self, work_item):
        """Records the jobs of executors: `concurrent.futures.thread._WorkItem`."""
        original = work_item.run
        timeline = self

        def run(self, *args):
            started = perf_counter()
            function = getattr(self, "fn", None)
            try:
                return original(self, *args)
            finally:
                timeline.worked(function, started)

        work_item.run = run

    @keeps_errors
    def worked(self, function, started):
        """A job of an executor has ended on this thread."""
        while hasattr(function, "func") or hasattr(function, "__wrapped__"):
            function = getattr(function, "func", None) or function.__wrapped__
        ident = get_ident()
        number = self._threads.get(ident)
        if number is None:
            number = self._threads[ident] = len(self._threads) + 1
        took = microseconds(perf_counter() - started)
        self.add(WORK, started, number, self.place_of_function(function), took)

    def add(self, operation, seconds, a=0, b=0, c=0):
        """Adds a record."""
        if self._count >= _MOST_RECORDS:
            return
        self._count += 1
        self._records.append((operation, int(seconds * 1_000_000), a, b, c))

    def place(self, entry):
        """The number of an entry's place, 0 for none."""
        if entry is None:
            return 0
        code, line, _ = entry
        return self._place(code, code.co_filename, line, qualified_name(code))

    def place_of_function(self, function):
        """The number of the place of a callable."""
        code = getattr(function, "__code__", None) or getattr(getattr(function, "__func__", None), "__code__", None)
        if code is not None:
            return self._place(code, code.co_filename, code.co_firstlineno, qualified_name(code))
        name = getattr(function, "__qualname__", None) or type(function).__name__
        module = getattr(function, "__module__", None)
        return self._place(name, "", 0, f"{module}.{name}" if module else name)

    def _place(self, key, filename, line, name):
        number = self._places.get((key, line))
        if number is None:
            number = self._places[key, line] = len(self._places) + 1
            path = path_of(filename) if filename else ""
            self._definitions.append({"event": "place", "id": number, "path": path, "line": line, "name": name})
        return number

    def is_full(self):
        """Whether it is time to tell."""
        return len(self._records) > _PORTION

    def flush(self):
        """
        Tells what was recorded. A second thread waits: at the end of the program, what the first is telling would be lost. A
        finalizer may come here again on the same thread.
        """
        with self._telling:
            numbers = [number for record in _taken(self._records) for number in record]
            definitions = list(_taken(self._definitions))
            if numbers:
                definitions.append({"event": "timeline", "records": numbers, "isCut": self._count >= _MOST_RECORDS})
            if definitions:
                self._channel.send(*definitions)

    def after_fork(self):
        """The child begins anew."""
        self._telling = RLock()
        self._records.clear()
        self._definitions.clear()
        self._places.clear()
        self._threads.clear()
        self._count = 0


class LoopRecord:
    """What one loop tells as it runs."""

    def __init__(self, timeline, number):
        self.task = 0
        self._timeline = timeline
        self._number = number
        self._current = None

    def running(self, clock):
        """The loop starts to run on this thread."""
        self._timeline._running[get_ident()] = self

    def step(self, handle, now):
        """A step begins; the one before has ended."""
        timeline = self._timeline
        try:
            if self._current is not None:
                self._end(now)
            task = task_of(handle)
            self._current = task
            self.task = number_of(task)
            place = 0
            if task is None:
                place = timeline.place_of_function(getattr(handle, "_callback", None))
            timeline.add(STEP, now, self._number, self.task, place)
        except Exception:
            self._current = None

    def idle(self, now):
        """The loop waits."""
        if self._current is not None:
            self._end(now)
        self._current = None
        self.task = 0
        self._timeline.add(IDLE, now, self._number)

    def scheduled(self, handle):
        """Something was made ready."""
        task = task_of(handle)
        if task is not None:
            self._timeline.add(WAKE, perf_counter(), number_of(task), self.task)

    def _end(self, now):
        task, timeline = self._current, self._timeline
        if task.done():
            timeline.add(DONE, now, number_of(task))
            return
        entries = suspended_entries(task.get_coro())
        timeline.add(WAIT, now, number_of(task), timeline.place(own_entry(entries)), timeline.place(entries[0] if entries else None))


def _taken(items):
    """Takes all that is in a deque, to which another thread may add."""
    for _ in range(len(items)):
        try:
            yield items.popleft()
        except IndexError:
            return


def number_of(task):
    """The number of a task, 0 for one that is not known."""
    return getattr(task, "_uncoil_number", 0)
