"""Makes a failure small, repeats it, and tells it with the lines of a passing and the failing run."""

from .judge import signature_of
from .plan import write_id
from .shrink import shrink
from .sweep import users_place_of

_REPEATS = 10
_LEAST_REPRODUCED = 2
"""Of the repeats: what fails more rarely is not reported."""

_DRAWN = ("timing", "order", "copies")
"""Strategies whose runs deviate more than it takes."""


class Finding:
    """A failure, the run that showed it first, and how often it was seen."""

    def __init__(self, strategy, problem, decisions, outcome, runs, copies=1):
        self.strategy = strategy
        self.problem = problem
        self.decisions = decisions
        self.outcome = outcome
        self.runs = runs
        self.copies = copies
        self.seen = 1


class Reporter:
    """Reports findings of one exploration."""

    def __init__(self, isolation, baseline, budget, emit):
        self._isolation = isolation
        self._baseline = baseline
        self._budget = budget
        self._emit = emit
        self.unsteady = 0
        """Findings that did not come again."""

    def report(self, finding):
        """Whether a finding was worth telling."""
        decisions = self._shrink(finding)
        repeats = _LEAST_REPRODUCED if finding.problem["kind"] == "hang" else _REPEATS
        reproduced = sum(self._repeat(finding, decisions)[0] is not None for _ in range(repeats))
        if reproduced < _LEAST_REPRODUCED:
            self.unsteady += 1
            return False
        is_later = bool(finding.problem.get("isLater"))
        problem, failing = self._repeat(finding, decisions, is_traced=True, runs_twice=is_later)
        if problem is None:
            problem, failing = finding.problem, finding.outcome
        # Copies that fail without any other disturbance are compared with one alone.
        copies = finding.copies if decisions else 1
        passing = self._isolation.run(
            self._baseline.plan._replace(copies=copies, runs_twice=is_later, is_traced=True)
        )
        self._emit(
            {
                "event": "explore-finding",
                "id": write_id(decisions, finding.copies, sites_of(failing)),
                "strategy": finding.strategy,
                "severity": "fragile" if finding.strategy == "order" else "failure",
                "problem": problem,
                "decisions": self._describe_decisions(decisions, failing),
                "copies": finding.copies,
                "rate": [reproduced, repeats],
                "foundAfter": finding.runs,
                "seen": finding.seen,
                "tasks": failing["tasks"] or self._baseline.outcome["tasks"],
                "passingTasks": passing["tasks"],
                "passing": passing["lines"],
                "failing": failing["lines"],
            }
        )
        return True

    def _shrink(self, finding):
        """The least decisions that fail the same way; those found, where making less of them is not worth the time."""
        may_shrink = finding.problem["kind"] != "hang" and not self._budget.is_over()
        if not may_shrink or finding.strategy not in _DRAWN or self._repeat(finding, finding.decisions)[0] is None:
            return finding.decisions
        return shrink(finding.decisions, lambda decisions: self._repeat(finding, decisions)[0] is not None)

    def _repeat(self, finding, decisions, **changes):
        """The problem of another run, when it is that of the finding, and its outcome."""
        plan = self._baseline.plan_for(finding.strategy, finding.copies)
        outcome = self._isolation.run(plan._replace(decisions=decisions, **changes))
        problem = self._baseline.judge(finding.strategy, outcome, decisions)
        is_same = problem is not None and signature_of(problem) == signature_of(finding.problem)
        return (problem if is_same else None), outcome

    def _describe_decisions(self, decisions, outcome):
        """The decisions of a run, each with the place it touched."""
        if outcome["decisions"]:
            return [
                {"kind": kind, "task": subject, "ordinal": ordinal, "value": value, **touched}
                for (kind, subject, ordinal, value), touched in zip(outcome["decisions"], outcome["touched"])
            ]
        # A run that had to be killed: the undisturbed one was at the same place.
        return [{**decision._asdict(), "task": decision.subject, **self._touched_in_baseline(decision)} for decision in decisions]

    def _touched_in_baseline(self, decision):
        touched = {"place": None, "function": None, "name": None, "label": None}
        for task in self._baseline.outcome["tasks"]:
            if task["number"] == decision.subject:
                touched.update(function=task["function"], name=task["name"])
        for point in self._baseline.outcome["points"]:
            if point["task"] == decision.subject and decision.kind in ("cancel", "fault") and decision.ordinal > 0:
                chains = point["chains"][decision.ordinal - 1 : decision.ordinal]
                touched["place"] = users_place_of(chains[0]) if chains else None
        return touched


def sites_of(outcome):
    """Texts of the places a run's decisions touch: they change when the code does."""
    found = []
    for touched in outcome["touched"]:
        place = touched["place"]
        found.append(f"{touched['function']}:{place[1] if place else 0}")
    return found
