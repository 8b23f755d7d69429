"""The undisturbed run that all others are compared with."""

from typing import NamedTuple, Optional

from .judge import judge_cancellation, judge_fault, judge_timing
from .plan import Plan
from .request import Unsuitable

_STEPS_MORE = 50
_LEAST_STEP_LIMIT = 20_000
"""A run that makes so many times the steps of the undisturbed one, and more than so many, goes on for ever."""


class Baseline(NamedTuple):
    """What is known of the undisturbed body."""

    outcome: dict
    plan: Plan
    """Undisturbed: others are made of it."""
    root: int
    """The number of the task that runs the body, None where it is not known."""
    can_repeat: bool
    """Whether the body passes twice in one process."""
    again: Optional[dict]
    """The problem of the second time, None where there is none, or no second time."""

    def plan_for(self, strategy, copies=1):
        """The plan that a strategy adds its decisions to."""
        runs_twice = strategy in ("cancel", "faults") and self.can_repeat
        return self.plan._replace(copies=copies, runs_twice=runs_twice, step_limit=self.plan.step_limit * copies)

    def judge(self, strategy, outcome, decisions):
        """The problem a run shows, or None."""
        if strategy == "cancel":
            return judge_cancellation(outcome, self.outcome, decisions[0].subject, self.root)
        if strategy == "faults":
            return judge_fault(outcome, self.outcome)
        return judge_timing(outcome, self.outcome)


def take_baseline(isolation, run):
    """
    Runs a body undisturbed, as often as it takes to know that it passes by itself. `run` gives the outcome of a plan. Raises
    Unsuitable.
    """
    plan = Plan()
    outcome = run(plan._replace(discovers=True))
    if outcome["status"] != "ok":
        virtual = outcome
        if virtual["status"] in ("failed", "cancelled", "deadlock"):
            # Time that jumps may be what it cannot bear.
            plan = plan._replace(is_virtual=False)
            outcome = run(plan._replace(discovers=True))
        if outcome["status"] != "ok":
            raise _describe_failing(virtual, isolation.limit)
    if outcome["steps"] == 0:
        raise Unsuitable("the target runs nothing on an event loop of asyncio", "explore disturbs what runs on the loop")
    step_limit = max(_LEAST_STEP_LIMIT, outcome["steps"] * _STEPS_MORE)
    plan = plan._replace(horizon=outcome["steps"], step_limit=step_limit)
    for _ in range(2):
        again = run(plan)
        if again["status"] != "ok":
            raise Unsuitable(
                "the target fails now and then by itself",
                "explore compares with a run that passes: make the target pass every time it runs alone",
                again["problem"],
            )
    twice = run(plan._replace(runs_twice=True)) if isolation.body.can_repeat else {"status": "", "second": None}
    has_passed = twice["status"] == "ok" and twice["second"] is not None
    can_repeat = has_passed and twice["second"][0] == "ok"
    again = twice["second"][1] if has_passed else None
    return Baseline(outcome, plan, isolation.body.root, can_repeat, again)


def _describe_failing(outcome, limit):
    problem = outcome["problem"] or {"type": "CancelledError", "message": "", "places": []}
    hint = "explore compares with a run that passes: make the target pass first"
    if outcome["status"] == "hang":
        return Unsuitable(
            f"the target does not end within {limit:g} s by itself", "give it more time with --time-limit, or a shorter target", problem
        )
    if outcome["status"] == "deadlock":
        return Unsuitable("the target waits for ever, undisturbed: every task waits for another", hint, problem)
    if outcome["status"] == "crash":
        return Unsuitable(f"the target does not come to its end: {problem['message'].strip()}", hint, problem)
    if problem["type"] == "skipped":
        return Unsuitable("the test is skipped", "name one that runs")
    first = problem["message"].partition("\n")[0]
    text = f"{problem['type']}: {first}" if first else problem["type"]
    return Unsuitable(f"the target fails undisturbed: {text}", hint, problem)
