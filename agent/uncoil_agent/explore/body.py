"""Runs a coroutine function as `asyncio.run` would, under a run's eyes."""

import asyncio
import gc
import os
import random

from .holdings import read_holdings
from .run import Run, describe_deadlock, describe_error, describe_overtime, note_end
from .seam import Deadlock, Overrun, Overtime


_MOST_ROUNDS = 3
"""How often timers that are left at the end may set others."""


class Outcome:
    """What a run reports when it ends."""

    def __init__(self, run, status, problem=None):
        self.run = run
        self.status = status
        self.problem = problem
        self.second = None
        """How the undisturbed repetition ended: a pair of status and problem."""
        self.holdings = []

    def as_json(self):
        run = self.run
        return {
            "status": self.status,
            "problem": self.problem,
            "second": self.second,
            "holdings": self.holdings,
            "decisions": run.decisions,
            "touched": run.touched,
            "steps": run.steps,
            "tasks": [record.as_json() for record in run.tasks.all],
            "points": _points_of(run) if run.plan.discovers else [],
            "timers": [timer.as_json() for timer in run.timers],
            "jobs": run.jobs,
            "events": run.events,
            "lines": run.lines,
            "victims": [_victim_as_json(number, victim) for number, victim in run.victims.items()],
        }


def _points_of(run):
    return [
        {
            "task": record.number,
            "isUsers": record.is_users,
            "expectations": sorted(record.expectations),
            "chains": record.chains,
        }
        for record in run.tasks.all
    ]


def note_ends(run):
    """What has become of the cancelled tasks, before the leftovers are cancelled too."""
    for victim in run.victims.values():
        task = victim["task"]()
        if "end" not in victim and task is not None:
            note_end(victim, task)


def _victim_as_json(number, victim):
    return {
        "task": number,
        "end": victim.get("end", "gone"),
        "requests": victim.get("requests", 0),
        "at": victim["at"],
        "awaitsEnding": victim["awaitsEnding"],
        "kept": victim["kept"],
        "chains": victim["chains"],
    }


class CoroutineBody:
    """A coroutine function without arguments."""

    root = 1
    """The number of the task that runs it."""

    def __init__(self, function):
        self.function = function
        self.can_repeat = True

    def execute(self, plan, send):
        """Runs it in this process, which is of no further use afterwards. Hands the outcome to `send`, maybe before it returns."""
        run = Run(plan, lambda problem: _leave(send, Outcome(run, "failed", problem)))
        random.seed(0)
        run.install()
        loop = asyncio.SelectorEventLoop()
        asyncio.set_event_loop(loop)
        try:
            outcome = self._run_both(loop, run, plan)
        except Deadlock:
            outcome = Outcome(run, "deadlock", describe_deadlock(run))
        except Overrun:
            outcome = Outcome(run, "overrun", describe_overrun(run))
        except Overtime:
            outcome = Outcome(run, "hang", describe_overtime(run))
        else:
            outcome.holdings = read_holdings() if _is_at_rest(loop, run) else []
        send(outcome.as_json())

    def _run_both(self, loop, run, plan):
        outcome = _run_once(loop, run, self.function, plan.copies)
        _cancel_leftovers(loop, run)
        if plan.runs_twice:
            run.is_disturbed = False
            run.phase = "again"
            gc.collect()
            try:
                again = _run_once(loop, run, self.function, plan.copies)
                outcome.second = [again.status, again.problem]
                _cancel_leftovers(loop, run)
            except Deadlock:
                outcome.second = ["deadlock", describe_deadlock(run)]
            except Overrun:
                outcome.second = ["overrun", describe_overrun(run)]
            except Overtime:
                outcome.second = ["hang", describe_overtime(run)]
        return outcome


def _run_once(loop, run, function, copies):
    root = loop.create_task(function() if copies == 1 else _run_copies(function, copies))
    try:
        loop.run_until_complete(root)
        outcome = Outcome(run, "ok")
    except asyncio.CancelledError:
        outcome = Outcome(run, "cancelled")
    except Exception as error:
        outcome = Outcome(run, "failed", describe_error(error))
    except (SystemExit, KeyboardInterrupt) as error:
        outcome = Outcome(run, "failed", describe_error(error))
    note_ends(run)
    return outcome


async def _run_copies(function, copies):
    tasks = [asyncio.ensure_future(function()) for _ in range(copies)]
    results = await asyncio.gather(*tasks, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result


def _cancel_leftovers(loop, run):
    phase, run.phase = run.phase, "cleanup"
    was_disturbed, run.is_disturbed = run.is_disturbed, False
    leftovers = asyncio.all_tasks(loop)
    for task in leftovers:
        task.cancel()
    if leftovers:
        loop.run_until_complete(asyncio.gather(*leftovers, return_exceptions=True))
    loop.run_until_complete(loop.shutdown_asyncgens())
    run.phase = phase
    run.is_disturbed = was_disturbed


def _is_at_rest(loop, run):
    """
    Lets timers fire that were set to call something later: they may give back what is held. Whether none is left; where time is real
    nobody waits for them.
    """
    run.is_disturbed, run.phase = False, "cleanup"
    for _ in range(_MOST_ROUNDS):
        moments = [timer.when() for timer in loop._scheduled if not timer.cancelled()]
        if not moments or not run.clock.is_virtual:
            return not moments
        try:
            loop.run_until_complete(asyncio.sleep(max(0, max(moments) - loop.time())))
        except (Overrun, Overtime):
            return False
    return False


def describe_overrun(run):
    """The problem of a run that goes on and on."""
    problem = describe_deadlock(run)
    return {**problem, "kind": "livelock", "type": "livelock", "message": f"still running after {run.steps} steps"}


def _leave(send, outcome):
    send(outcome.as_json())
    os._exit(0)
