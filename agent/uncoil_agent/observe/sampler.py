"""
A thread that looks at loops while they are kept.

It only reads a stamp the loop writes (see steps.py), so a step that holds the interpreter's lock counts as well: its stack is
seen when it lets go. It also notes how long the loop's thread had to wait for a processor: that is not the program's doing.
"""

import os
import sys
import time
from _thread import RLock, allocate_lock, get_native_id, start_new_thread
from collections import deque
from time import perf_counter, process_time

from ..frames import stack_of
from ..guard import keeps_errors

_IDLE_SECONDS = 1.0
"""The thread ends when no loop has run for this long."""

_SAMPLED_SHARE = 0.4
"""Of the budget: steps older than this are looked at."""

_MOST_SAMPLES = 400
_STUCK_SECONDS = 1.0


class Sampler:
    """Looks at the clocks of running loops. `tick` is called now and then on its thread, and says whether it needs it."""

    def __init__(self, budget, on_stuck, tick):
        self._budget = budget
        self._interval = min(max(budget / 5, 0.004), 0.05)
        self._stuck_after = max(_STUCK_SECONDS, 5 * budget)
        self._on_stuck = on_stuck
        self._tick = tick
        self._clocks = []
        self._history = deque(maxlen=256)
        self._thread = 0
        self._wake = None
        self._guard = RLock()

    def watch(self, clock):
        """A loop starts to run on this thread."""
        clock.native = get_native_id()
        with self._guard:
            self._clocks = [*self._clocks, clock]
            if not self._thread:
                self._start()

    def unwatch(self, clock):
        """The loop has stopped."""
        with self._guard:
            self._clocks = [other for other in self._clocks if other is not clock]

    def kept_from_processor(self, clock, started):
        """Seconds since `started` (of `perf_counter`) in which this thread could not run, or the process was stopped."""
        waited = _queue_seconds(clock.native)
        before = None
        stopped = 0.0
        previous = None
        for moment, processor, waits in list(self._history):
            if moment <= started:
                before = waits.get(clock.native, before)
            elif previous is not None:
                gap = moment - max(previous[0], started)
                if gap > self._budget / 2 and processor - previous[1] < 0.1 * gap:
                    stopped += gap
            previous = (moment, processor)
        queued = waited - before if before is not None and waited is not None else 0.0
        return max(queued, stopped)

    def _start(self):
        self._wake = allocate_lock()
        self._wake.acquire()
        self._thread = start_new_thread(self._run, (self._wake,))

    def _run(self, wake):
        last_busy = perf_counter()
        native = get_native_id()
        self._native = native
        while not wake.acquire(timeout=self._interval):
            clocks = self._clocks
            if clocks:
                self._look(clocks)
                last_busy = perf_counter()
            if self._tick():
                last_busy = perf_counter()
            if perf_counter() - last_busy > _IDLE_SECONDS:
                with self._guard:
                    if not self._clocks:
                        self._thread = 0
                        return

    @keeps_errors
    def _look(self, clocks):
        # While a step is long, nothing here lets go of the interpreter's lock, as reading files does: a step that hardly ever
        # lets go of it would be over when it comes back.
        now = perf_counter()
        is_any_long = False
        for clock in clocks:
            started = clock.started
            if not started or now - clock.round_started < self._budget * _SAMPLED_SHARE:
                continue
            is_any_long = True
            if len(clock.samples) < _MOST_SAMPLES:
                clock.samples.append((started, now, stack_of(sys._current_frames().get(clock.thread))))
        for clock in clocks:
            started = clock.started
            if started and now - started > self._stuck_after and clock.stuck != started and clock.samples:
                clock.stuck = started
                self._on_stuck(clock, started, clock.samples[-1][2])
        waits = {} if is_any_long else {clock.native: _queue_seconds(clock.native) for clock in clocks}
        self._history.append((now, process_time(), waits))

    def stop(self):
        """Ends the thread, and waits until it is gone: a fork warns of threads."""
        with self._guard:
            if not self._thread:
                return
            self._thread = 0
            native = getattr(self, "_native", 0)
            self._wake.release()
        deadline = perf_counter() + 0.1
        while native and os.path.exists(f"/proc/self/task/{native}") and perf_counter() < deadline:
            time.sleep(0.0005)

    def resume(self):
        """Starts the thread again where a loop runs."""
        with self._guard:
            if self._clocks and not self._thread:
                self._start()

    def after_fork(self):
        """In the child only the thread that forked is left, and the loop it was running, if any."""
        self._guard = RLock()
        self._thread = 0
        self._clocks = [clock for clock in self._clocks if clock.thread == _current_thread()]
        self._history.clear()
        self.resume()


def _current_thread():
    from _thread import get_ident

    return get_ident()


def _queue_seconds(native):
    """How long a thread has waited for a processor in all, or None where the system does not tell (not Linux)."""
    try:
        descriptor = os.open(f"/proc/self/task/{native}/schedstat", os.O_RDONLY)
        try:
            return int(os.read(descriptor, 100).split()[1]) / 1e9
        finally:
            os.close(descriptor)
    except (OSError, IndexError, ValueError):
        return None
