"""
The seams at which a loop is disturbed: its ready queue, its selector, its clock, its timers, and threads that call it.

No policy and no loop class of our own: the loop the program has made is changed as it starts to run. `_run_once` takes every
callback by `self._ready.popleft()`, in every version of CPython, so a queue of another class is all it takes.
"""

import collections
import os
import socket
import sys
import threading
from asyncio import base_events
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import thread as executor_thread
from selectors import EVENT_READ
from _thread import get_ident

from .clock import real_monotonic, real_sleep
from .tasks import owner_of

_MOST_PASSES = 60
"""Nobody is overtaken more often than this: a loop that is unfair for ever is none that exists."""

_SETTLING_SECONDS = 0.001
"""How long the kernel is given to carry bytes from one socket of this process to another."""


class Deadlock(BaseException):
    """The loop waits for something that cannot come."""


class Overrun(BaseException):
    """The run made more steps than any that ends."""


class Overtime(BaseException):
    """The loop waits for something outside, and for too long."""


class Ready(collections.deque):
    """The ready queue: tells the run what it starts, and lets a policy choose among steps of tasks."""

    def __init__(self, handles, run):
        super().__init__(handles)
        self._run = run
        for handle in handles:
            run.notice(handle)

    def append(self, handle):
        self._run.notice(handle)
        super().append(handle)

    def popleft(self):
        run = self._run
        run.finish_step()
        if run.orders:
            position = self._choose()
            handle = self[position]
            del self[position]
        else:
            handle = super().popleft()
        run.start_step(handle)
        return handle

    def _choose(self):
        """A step of a task may be put off, but never overtakes a callback that is no task's and was queued before it."""
        candidates = []
        for handle in self:
            task = owner_of(handle)
            candidates.append((handle, task))
            if task is None:
                break
        return self._run.choose_step(candidates, _MOST_PASSES)


class Seam:
    """Changes the loops of this process, for one run. For processes of our own only: nothing is changed back."""

    def __init__(self, run, clock):
        self._run = run
        self._clock = clock
        self._own_threads = {get_ident()}
        self._jobs = set()
        self._loops = []

    def install(self):
        """Changes the loop classes."""
        run_forever = base_events.BaseEventLoop.run_forever

        def run_forever_disturbed(loop):
            if loop not in self._loops:
                self._loops.append(loop)
                self._adopt(loop)
            self._clock.enter_loop()
            try:
                run_forever(loop)
            finally:
                self._run.finish_step()
                self._clock.leave_loop()

        base_events.BaseEventLoop.run_forever = run_forever_disturbed
        submit = ThreadPoolExecutor.submit

        def submit_counted(executor, function, /, *args, **kwargs):
            # Decided here, on the thread that submits: there the order of jobs is the same in every run.
            seconds = self._run.hold_job() / 1e6
            late = _late(function, seconds) if seconds > 0 else function
            job = submit(executor, late, *args, **kwargs)
            self._jobs.add(job)
            return job

        ThreadPoolExecutor.submit = submit_counted
        self._clock.install()

    def _adopt(self, loop):
        clock, run = self._clock, self._run
        loop.time = clock.now
        self._adopt_timers(loop, run, clock)
        self._adopt_threads(loop, run)
        selector = getattr(loop, "_selector", None)
        if hasattr(selector, "get_map"):
            _Watch(self, loop, selector, run, clock)
        loop._ready = Ready(loop._ready, run)

    def _adopt_timers(self, loop, run, clock):
        call_at = loop.call_at

        def call_at_late(when, callback, *args, context=None):
            now = clock.tick() if clock.is_virtual else clock.now()
            when = max(when, now)
            timer = run.start_timer(now, when, loop._scheduled)
            handle = call_at(timer.due, callback, *args, context=context)
            timer.handle = handle
            return handle

        loop.call_at = call_at_late

    def _adopt_threads(self, loop, run):
        call_soon_threadsafe = loop.call_soon_threadsafe

        def call_late_threadsafe(callback, *args, context=None):
            # Of workers of executors, `submit` has decided.
            if get_ident() not in self._own_threads and not _is_in_job():
                seconds = run.hold_thread() / 1e6
                if seconds > 0:
                    real_sleep(seconds)
            return call_soon_threadsafe(callback, *args, context=context)

        loop.call_soon_threadsafe = call_late_threadsafe

    def waits_for_threads(self):
        """Whether another thread may still call the loop."""
        self._jobs = {job for job in self._jobs if not job.done()}
        if self._jobs:
            return True
        frames = sys._current_frames()
        for thread in threading.enumerate():
            if thread.ident in self._own_threads:
                continue
            frame = frames.get(thread.ident)
            # A worker of an executor that is in no function it was given waits for work.
            is_idle_worker = frame is not None and frame.f_code is executor_thread._worker.__code__
            if frame is not None and not is_idle_worker:
                return True
        return False


def _late(function, seconds):
    """The function, by a thread that is held up before it can tell the result."""

    def late(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        finally:
            real_sleep(seconds)

    return late


def _is_in_job():
    """Whether this thread is a worker of an executor."""
    frame = sys._getframe(1)
    while frame.f_back is not None:
        if frame.f_code is executor_thread._worker.__code__:
            return True
        frame = frame.f_back
    return False


class _Watch:
    """Stands in for a selector's `select`: holds events back, and lets time jump."""

    def __init__(self, seam, loop, selector, run, clock):
        self._seam = seam
        self._loop = loop
        self._selector = selector
        self._run = run
        self._clock = clock
        self._select = selector.select
        self._numbers = {}
        self._count = 0
        self._polls = 0
        self._ordinals = {}
        self._held = {}
        selector.select = self.select
        unregister = selector.unregister

        def unregister_forgetting(descriptor):
            key = unregister(descriptor)
            self._numbers.pop(key.fd, None)
            self._held.pop(key.fd, None)
            return key

        selector.unregister = unregister_forgetting

    def select(self, timeout=None):
        """What `selector.select` returns, some of it later."""
        self._run.finish_step()
        events = self._release(self._poll(), is_idle=False)
        if events or (timeout is not None and timeout <= 0):
            return events
        while True:
            found = self._wait()
            events = self._release(found, is_idle=True)
            if events or self._is_timer_due():
                return events

    def _poll(self):
        """What is there now. Where only this thread could have woken the loop, the kernel is seldom asked: it takes its time."""
        self._polls += 1
        if self._polls % 16 and len(self._selector.get_map()) == 1 and threading.active_count() == 1:
            return []
        return self._select(0)

    def _is_timer_due(self):
        when = self._next_timer()
        return when is not None and when <= self._clock.now()

    def _next_timer(self):
        scheduled = self._loop._scheduled
        return scheduled[0]._when if scheduled else None

    def _wait(self):
        """Waits for the next thing to happen: an event, a timer, the end of a hold. Nothing else is ready."""
        clock = self._clock
        moments = [moment for moment in (self._next_timer(), self._next_release()) if moment is not None]
        until = min(moments) if moments else None
        if any(release is None for release in self._held.values()):
            return self._select(0)
        waits_for_real = self._waits_for_real()
        if waits_for_real or (until is not None and not clock.is_virtual):
            return self._wait_really(until)
        if self._has_sockets():
            events = self._select(_SETTLING_SECONDS)
            fresh = [event for event in events if event[0].fd not in self._held]
            if fresh:
                return events
        if until is None:
            events = self._select(0)
            if events:
                return events
            raise Deadlock()
        clock.jump(until)
        return []

    def _wait_really(self, until):
        started = real_monotonic()
        remaining = self._run.plan.seconds - (started - self._run.started)
        if remaining <= 0:
            raise Overtime()
        seconds = remaining if until is None else min(remaining, max(0.0, until - self._clock.now()))
        if self._held:
            # The kernel would report what is held back at once, again and again.
            seconds = min(seconds, 0.0005)
            real_sleep(seconds)
            events = self._select(0)
        else:
            events = self._select(seconds)
        self._clock.waited(real_monotonic() - started)
        return events

    def _next_release(self):
        return min((release for release in self._held.values() if release is not None), default=None)

    def _release(self, events, is_idle):
        """The events to be seen now."""
        seen = []
        there = {event[0].fd for event in events}
        for descriptor, release in list(self._held.items()):
            is_due = is_idle if release is None else release <= self._clock.now()
            # The loop has lost interest, or the event has gone: an entry that stays would stop the clock.
            if is_due and descriptor not in there:
                del self._held[descriptor]
        for event in events:
            descriptor = event[0].fd
            if descriptor == self._loop._ssock.fileno():
                seen.append(event)
                continue
            if descriptor in self._held:
                release = self._held[descriptor]
                if (is_idle if release is None else release <= self._clock.now()):
                    del self._held[descriptor]
                    seen.append(event)
                continue
            hold = self._run.hold_event(*self._next_ordinal(descriptor), self._label(event[0]))
            if hold is None:
                seen.append(event)
            else:
                self._held[descriptor] = None if hold == 0 else self._clock.now() + hold / 1e6
        return seen

    def _next_ordinal(self, descriptor):
        number = self._numbers.get(descriptor)
        if number is None:
            self._count += 1
            number = self._numbers[descriptor] = self._count
        ordinal = self._ordinals[number] = self._ordinals.get(number, 0) + 1
        return number, ordinal

    def _label(self, key):
        """Says lazily what a descriptor is."""
        return lambda: _describe_descriptor(key.fd, key.events)

    def _has_sockets(self):
        return len(self._selector.get_map()) > 1

    def _waits_for_real(self):
        """Whether something outside this process may still happen: then time must not jump."""
        if self._seam.waits_for_threads():
            return True
        own = self._loop._ssock.fileno()
        here = set()
        peers = []
        for key in list(self._selector.get_map().values()):
            if key.fd == own:
                continue
            ends = _socket_ends(key.fd)
            if ends is None:
                return True
            local, peer = ends
            here.add(local)
            if peer is not None:
                peers.append(peer)
        elsewhere = [peer for peer in peers if peer not in here]
        if not elsewhere:
            return False
        # An end that nobody listens to at the moment is no less of this process.
        open_here = _open_sockets()
        return any(peer not in open_here for peer in elsewhere)


def _socket_ends(descriptor):
    """The own and the other name of a socket, which has no other when it listens; None for what is no such socket."""
    try:
        made = socket.socket(fileno=descriptor)
    except OSError:
        return None
    try:
        if made.family not in (socket.AF_INET, socket.AF_INET6):
            return None
        if made.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            return made.getsockname()[:2], None
        return made.getsockname()[:2], made.getpeername()[:2]
    except OSError:
        return None
    finally:
        made.detach()


def _open_sockets():
    """The own names of all sockets this process has open."""
    for directory in ("/proc/self/fd", "/dev/fd"):
        try:
            descriptors = [int(name) for name in os.listdir(directory)]
            break
        except OSError:
            continue
    else:
        return frozenset()
    return frozenset(ends[0] for ends in map(_socket_ends, descriptors) if ends is not None)


def _describe_descriptor(descriptor, mask):
    ends = _socket_ends(descriptor)
    what = "data" if mask & EVENT_READ else "room to write"
    if ends is None:
        return f"an event of file descriptor {descriptor}"
    local, peer = ends
    if peer is None:
        return f"a connection to port {local[1]}"
    return f"{what} from port {peer[1]} to port {local[1]}" if mask & EVENT_READ else f"{what} to port {peer[1]}"
