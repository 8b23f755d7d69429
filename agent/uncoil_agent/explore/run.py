"""One run of a body under a plan, in this process: what it decides, what it sees, and how it ends."""

import asyncio
import sys
import weakref

from . import places
from .clock import Clock, real_monotonic
from .holdings import note_holders
from .invariants import broken_invariant
from .policies import Listed, create_policy
from .seam import Overrun, Seam
from .tasks import TaskTable, is_ending, is_told_to_end, owner_of, read_expectations
from .waits import describe_waiting

CANCELLED_BY = "cancelled by uncoil explore"
"""The message of our cancellations."""

_MOST_LINES = 6000
"""Lines of the user's code that are recorded for a comparison."""

_MOST_CHAINS = 24
"""Await chains that are recorded after a cancellation."""


_MOMENT = 2e-6
"""Seconds within which timers are due at the same time; decisions are in whole microseconds."""


class Timer:
    """A timer the loop was given. Times in seconds of the loop."""

    __slots__ = ("task", "ordinal", "set_at", "wanted", "due", "handle", "place")

    def __init__(self, task, ordinal, set_at, wanted, extra, place):
        self.task = task
        self.ordinal = ordinal
        self.set_at = set_at
        self.wanted = wanted
        self.due = wanted + extra
        self.handle = None
        self.place = place

    def as_json(self):
        return {
            "task": self.task,
            "ordinal": self.ordinal,
            "setAt": self.set_at,
            "wanted": self.wanted,
            "due": self.due,
            "place": self.place,
        }


class Run:
    """The state of a run. The seam calls it from the loop's thread, but for `hold_thread`."""

    def __init__(self, plan, stop):
        self.plan = plan
        self.clock = Clock(plan.is_virtual)
        self.tasks = TaskTable()
        self.listed = Listed(plan.decisions)
        self.policy = create_policy(plan)
        self.orders = any(decision.kind == "order" for decision in plan.decisions) or bool(
            self.policy and self.policy.orders
        )
        self.is_disturbed = True
        self._cancels = any(decision.kind == "cancel" for decision in plan.decisions)
        self.decisions = []
        self.touched = []
        """The places of decisions, in the order in which they were made."""
        self.timers = []
        self.lines = []
        self.victims = {}
        self.steps = 0
        self.phase = "body"
        self.started = real_monotonic()
        self._stop = stop
        self._current = None
        self._current_task = None
        self._is_stepping = False
        self.jobs = 0
        """How many jobs executors were given."""
        self.events = []
        """Pairs of descriptor and ordinal, while discovering."""
        self._calls = 0
        self._passes = {}
        self._loose_timers = 0
        self._late_moments = []
        """When timers that are late by a decision are due."""

    def install(self):
        """Disturbs this process."""
        if any(decision.kind == "fault" for decision in self.plan.decisions):
            from . import faults

            self._inject = faults.inject
        Seam(self, self.clock).install()
        if self.plan.is_traced:
            sys.settrace(self._trace_call)

    # What the seam asks.

    def notice(self, handle):
        """A handle is queued."""
        task = owner_of(handle)
        if task is not None:
            self.tasks.record_of(task, self._current.number if self._current else None)

    def start_step(self, handle):
        """A handle is about to run."""
        self.steps += 1
        if self.steps > self.plan.step_limit:
            raise Overrun()
        task = owner_of(handle)
        self._current_task = task
        self._current = record = None if task is None else self.tasks.record_of(task)
        self._is_stepping = True
        if record is not None:
            self._before_step(record, task, handle)
        self.clock.start_step()

    def finish_step(self):
        """What was started last has ended."""
        if not self._is_stepping:
            return
        self._is_stepping = False
        self.clock.end_step()
        broken = broken_invariant()
        if broken is not None:
            self._stop(describe_invariant(self, *broken))
        record, task = self._current, self._current_task
        self._current = self._current_task = None
        if record is not None:
            self._after_step(record, task)
            if self.plan.is_traced:
                note_holders(record.number)

    def choose_step(self, candidates, most_passes):
        """The position of the handle to run among those that may run."""
        for position, (handle, _) in enumerate(candidates):
            if self._passes.get(id(handle), 0) >= most_passes:
                candidates = candidates[: position + 1]
                break
        records = [None if task is None else self.tasks.record_of(task) for _, task in candidates]
        if self.policy is not None and self.policy.orders and self.is_disturbed:
            position = self.policy.choose([record and record.number for record in records])
        else:
            position = self._listed_position(candidates, records)
        for handle, _ in candidates[:position]:
            self._passes[id(handle)] = self._passes.get(id(handle), 0) + 1
        passes = self._passes.pop(id(candidates[position][0]), 0)
        record = records[position]
        if passes and record is not None:
            self._decide("order", record.number, record.steps + 1, passes, record)
        return position

    def _listed_position(self, candidates, records):
        for position, (handle, _) in enumerate(candidates):
            record = records[position]
            if record is None:
                return position
            if self._passes.get(id(handle), 0) >= self.listed.passes(record.number, record.steps + 1):
                return position
        return 0

    def start_timer(self, now, when, scheduled):
        """A timer is set; `scheduled` are the handles of those that are. Returns it with the time at which it is due."""
        record = self._current
        if record is None:
            self._loose_timers += 1
            number, ordinal = 0, self._loose_timers
        else:
            record.timers += 1
            number, ordinal = record.number, record.timers
        duration = (when - now) * 1e6
        extra = 0
        if self.is_disturbed:
            extra = self.listed.timer(number, ordinal, duration)
            if not extra and self.policy is not None and not self.policy.orders:
                extra = self.policy.timer(number, ordinal, duration)
        place = places.calling_place() if extra or self.plan.discovers else None
        timer = Timer(number, ordinal, now, when, extra / 1e6, place)
        self._join_moment(timer, extra > 0, scheduled)
        if extra:
            self._decide("timer", number, ordinal, extra, record, place)
        if self.plan.discovers:
            self.timers.append(timer)
        return timer

    def _join_moment(self, timer, is_late, scheduled):
        """
        Timers that are due within a moment, one of them late by a decision, are due at the same time: the loop runs both before
        anything that comes of either. A real loop, which wakes up a little late, does so with timers that are further apart.
        """
        if not is_late and not self._late_moments:
            return
        for other in [handle.when() for handle in scheduled] if is_late else self._late_moments:
            if abs(other - timer.due) <= _MOMENT and other >= timer.wanted:
                timer.due = other
                break
        if is_late:
            self._late_moments.append(timer.due)

    def hold_event(self, descriptor, ordinal, describe):
        """How long an event is held back, in microseconds: None for not at all, 0 for until the loop is idle."""
        if not self.is_disturbed:
            return None
        if self.plan.discovers:
            self.events.append((descriptor, ordinal))
        hold = self.listed.event(descriptor, ordinal)
        if hold is None and self.policy is not None and not self.policy.orders:
            hold = self.policy.event(descriptor, ordinal)
        if hold is not None:
            self._decide("event", descriptor, ordinal, hold, None, None, describe())
        return hold

    def hold_job(self):
        """How long a worker is held up with the result of the job that is submitted now, in microseconds."""
        self.jobs += 1
        return self._hold_thread(0, self.jobs, "the result of a thread")

    def hold_thread(self):
        """How long another thread is held up before it calls the loop, in microseconds."""
        self._calls += 1
        return self._hold_thread(1, self._calls, "the call of a thread")

    def _hold_thread(self, subject, ordinal, label):
        if not self.is_disturbed:
            return 0
        hold = self.listed.thread(subject, ordinal)
        if not hold and self.policy is not None and not self.policy.orders:
            hold = self.policy.thread(subject, ordinal)
        if hold:
            self._decide("thread", subject, ordinal, hold, None, places.calling_place() if subject == 0 else None, label)
        return hold

    # What the run does itself.

    def _before_step(self, record, task, handle):
        if record.steps == 0:
            record.read_name(task)
        if self.plan.discovers or self._cancels:
            record.was_told = record.was_told or is_told_to_end(task, handle)
        if self.plan.discovers:
            record.expectations |= read_expectations(task)
            if self.phase == "body" and record.was_told:
                record.expectations.add("cancelled")
        victim = self.victims.get(record.number)
        if victim is not None:
            victim["wasDelivered"] = True
        if self.is_disturbed and self.listed.cancellation(record.number, record.steps) == "late":
            self._cancel(record, task, "late")
        record.steps += 1

    def _after_step(self, record, task):
        victim = self.victims.get(record.number)
        if task.done():
            if victim is not None:
                note_end(victim, task)
            return
        if victim is not None and victim["wasDelivered"] and len(victim["chains"]) < _MOST_CHAINS:
            note_going_on(victim, task)
        if self.plan.discovers:
            record.chains.append(places.await_chain(task.get_coro()))
        if not self.is_disturbed:
            return
        if self.listed.cancellation(record.number, record.steps) == "waiting":
            self._cancel(record, task, "waiting")
        fault = self.listed.fault(record.number, record.steps)
        if fault is not None:
            self._inject(task, fault)
            self._decide("fault", record.number, record.steps, fault, record, self._place_of(task))

    def _cancel(self, record, task, how):
        frames = list(places.awaited_frames(task.get_coro()))
        chain = places.places_of(frames)
        place = places.users_place(chain)
        self._decide("cancel", record.number, record.steps, how, record, place)
        # Late: the step that follows is the one that is told.
        self.victims[record.number] = {
            "at": chain,
            "awaited": [awaited for awaited, _ in frames],
            "kept": None,
            "chains": [],
            "awaitsEnding": self._awaits_ending(task),
            "wasDelivered": how == "late",
            "task": weakref.ref(task),
        }
        # What it raises can be told from other cancellations: time limits are made of those too.
        task.cancel(CANCELLED_BY)

    def _awaits_ending(self, task):
        """Whether a task awaits another that was told to end: it takes a cancellation of its own for that of the other."""
        awaited = getattr(task, "_fut_waiter", None)
        others = [one for one in (awaited, *getattr(awaited, "_children", ())) if isinstance(one, asyncio.Task)]
        return any(is_ending(other) or self.tasks.record_of(other).was_told for other in others)

    def _place_of(self, task):
        return places.users_place(places.await_chain(task.get_coro()))

    def _decide(self, kind, subject, ordinal, value, record, place=None, label=None):
        self.decisions.append([kind, subject, ordinal, value])
        self.touched.append(
            {
                "place": place,
                "function": record.function if record else None,
                "name": record.name if record else None,
                "label": label,
            }
        )
        if self.plan.is_traced and len(self.lines) < _MOST_LINES:
            self.lines.append([record.number if record else 0, None, len(self.decisions) - 1])

    def _trace_call(self, frame, event, argument):
        if not places.is_users(frame.f_code.co_filename):
            return None
        return self._trace_line

    def _trace_line(self, frame, event, argument):
        if event == "line" and self._current is not None and len(self.lines) < _MOST_LINES:
            self.lines.append([self._current.number, frame.f_code.co_filename, frame.f_lineno])
        return self._trace_line


def note_end(victim, task):
    """Keeps how a cancelled task has ended, or that it has not: nobody may remember the task later."""
    end = "pending" if not task.done() else "cancelled" if task.cancelled() else "returned"
    if end == "returned" and task.exception() is not None:
        end = "raised"
    victim["end"] = end
    # Before Python 3.11 nobody can tell that a request to cancel was taken back.
    victim["requests"] = task.cancelling() if hasattr(task, "cancelling") else 1


def note_going_on(victim, task):
    """Keeps where a task waits again after it was cancelled."""
    frames = list(places.awaited_frames(task.get_coro()))
    if victim["kept"] is None:
        # The innermost coroutine that outlived the cancellation is the one that went on.
        alike = 0
        for (awaited, _), before in zip(frames, victim["awaited"]):
            if awaited is not before:
                break
            alike += 1
        victim["kept"] = alike
        victim["awaited"] = []
    victim["chains"].append(places.places_of(frames))


def describe_invariant(run, name, error):
    """The problem of an invariant that does not hold."""
    task = run._current.number if run._current else None
    return {
        "kind": "invariant",
        "type": "AssertionError" if error is None else type(error).__name__,
        "message": f"invariant {name} does not hold" + (f": {error}" if error is not None and str(error) else ""),
        "places": places.raising_places(error) if error is not None else [],
        "task": task,
    }


def describe_error(error):
    """The problem of an error a body ended with."""
    leaf = error
    while getattr(leaf, "exceptions", None):
        leaf = leaf.exceptions[0]
    found = places.raising_places(leaf) or places.raising_places(error)
    return {
        "kind": "error",
        "type": type(leaf).__name__,
        "message": str(leaf)[:500],
        "places": found,
        "causes": _causes(leaf),
    }


def _causes(error):
    """The names of the classes of all errors behind an error, and of what they inherit from."""
    names = set()
    pending, seen = [error], set()
    while pending:
        current = pending.pop()
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        names.update(base.__name__ for base in type(current).__mro__)
        if isinstance(current, asyncio.CancelledError) and current.args == (CANCELLED_BY,):
            names.add(CANCELLED_BY)
        if isinstance(current, TimeoutError) or isinstance(current, asyncio.TimeoutError):
            names.add("TimeoutError")
        pending += [current.__cause__, current.__context__]
    return sorted(names - {"object", "BaseException", "Exception"})


def describe_overtime(run):
    """The problem of a run that waits too long for something outside."""
    return {**describe_deadlock(run), "kind": "hang", "type": "hang", "message": "does not end"}


def describe_deadlock(run):
    """The problem of a loop that waits for nothing."""
    return {
        "kind": "deadlock",
        "type": "deadlock",
        "message": "nothing can wake the tasks that wait",
        "places": [],
        "waiting": [describe_waiting(record, task, run.tasks.number_of) for record, task in run.tasks.living()],
        "phase": run.phase,
    }
