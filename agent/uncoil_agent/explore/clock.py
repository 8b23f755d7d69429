"""
The loop's time while exploring. It stands still while code runs, but for a microsecond per step, and jumps where the loop
would only wait; so a run of hours takes moments, and takes the same course each time.

Within steps `time.monotonic()` and its like show the loop's time, so that code which measures how long it slept is right.
Elsewhere they show real time plus all that was jumped over.
"""

import time
from _thread import get_ident

_STEP = 1e-6
"""Distinct times keep timers that were set one after the other in that order: the loop's heap of timers is not stable."""

_MANY_READS = 1000
_BUSY_WAIT_STEP = 1e-4
"""Code that has read the time more than so often since it last jumped: by how much each further read moves it."""

_BUSY_SECONDS = 0.02
"""A step that computes longer than this moves the clock, as it would in reality."""

real_monotonic = time.monotonic
real_time = time.time
real_sleep = time.sleep


class Clock:
    """The time of one loop. `is_virtual` clocks jump; others are real."""

    def __init__(self, is_virtual):
        self.is_virtual = is_virtual
        self._now = real_monotonic()
        self._jumped = 0.0
        self._epoch = real_time() - self._now
        self._thread = None
        self._step_since = 0.0
        self._reads = 0
        self._busy_until_now = 0.0

    def now(self):
        """The loop's time, in seconds."""
        return self._now if self.is_virtual else real_monotonic()

    def tick(self):
        """A time of its own for something that happens now."""
        self._now += _STEP
        return self.now()

    def enter_loop(self):
        """The loop starts to run on this thread."""
        self._thread = get_ident()
        self._now = max(self._now, real_monotonic() + self._jumped)
        self._busy_until_now = time.thread_time()

    def leave_loop(self):
        """The loop has stopped."""
        self._thread = None

    def start_step(self):
        """A callback starts to run."""
        self._now += _STEP
        self._step_since = real_monotonic()

    def end_step(self):
        """A callback has run."""
        lasted = real_monotonic() - self._step_since
        if lasted > _BUSY_SECONDS:
            # Asking for the time the processor spent costs more than many a step.
            until_now = time.thread_time()
            busy = min(lasted, until_now - self._busy_until_now)
            self._busy_until_now = until_now
            if busy > _BUSY_SECONDS:
                self._now += busy

    def jump(self, when):
        """Lets time pass that nobody waited for in reality."""
        self._reads = 0
        if when > self._now:
            self._jumped += when - self._now
            self._now = when

    def waited(self, seconds):
        """Time passed in reality while the loop waited."""
        self._now += seconds

    def install(self):
        """Makes the functions of `time` follow this clock. They are replaced for good: for processes of our own only."""
        if not self.is_virtual:
            return
        time.monotonic = self._shown
        time.perf_counter = self._shown
        time.monotonic_ns = lambda: int(self._shown() * 1e9)
        time.perf_counter_ns = time.monotonic_ns
        time.time = lambda: self._shown() + self._epoch
        time.time_ns = lambda: int(time.time() * 1e9)
        time.sleep = self._sleep

    def _shown(self):
        if get_ident() != self._thread:
            return real_monotonic() + self._jumped
        # Whoever asks again and again is waiting for the time to pass.
        self._reads += 1
        self._now += _STEP if self._reads < _MANY_READS else _BUSY_WAIT_STEP
        return self._now

    def _sleep(self, seconds):
        real_sleep(seconds)
        if get_ident() == self._thread:
            self._now += seconds
