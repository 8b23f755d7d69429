"""Makes a failure small, repeats it, and tells it with the lines of a passing and the failing run."""

from .judge import signature_of
from .plan import write_id
from .request import OutOfTime
from .shrink import shrink
from .sweep import users_place_of

_REPEATS = 10
_LEAST_REPRODUCED = 2
"""Of the repeats: what fails more rarely is not reported."""

_SHARE_TO_SHRINK = 0.4
"""Of a finding's time: the rest is for repeating it."""

_SHARE_TO_TRACE = 0.3
"""Of the time that is left when a finding is repeated: for the two runs whose lines are shown."""

_NOTHING = {"tasks": [], "lines": []}

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
        self.unrepeated = 0
        """Findings for whose repetition there was no time."""
        self.is_out_of_time = False
        """Whether anything was cut short."""

    def report_all(self, findings):
        """Reports those findings that come again. Each has its share of the time that is left."""
        for index, finding in enumerate(findings):
            seconds = self._budget.remaining() / (len(findings) - index)
            self._report(finding, seconds * _SHARE_TO_SHRINK)

    def _report(self, finding, seconds_to_shrink):
        decisions, is_small = self._shrink(finding, seconds_to_shrink)
        wanted = _LEAST_REPRODUCED if finding.problem["kind"] == "hang" else _REPEATS
        failures = self._repeat_often(finding, decisions, wanted)
        reproduced = [failure for failure in failures if failure[0] is not None]
        # Where there is no time for more, the run that showed the failure first is the other of two.
        if len(reproduced) < _LEAST_REPRODUCED - (len(failures) < wanted):
            if len(reproduced) == len(failures):
                self.unrepeated += 1
            else:
                self.unsteady += 1
            return
        problem, failing, passing = self._trace(finding, decisions) or (*reproduced[-1], _NOTHING)
        self._emit(
            {
                "event": "explore-finding",
                "id": write_id(decisions, finding.copies, sites_of(failing)),
                "strategy": finding.strategy,
                "severity": "fragile" if finding.strategy == "order" else "failure",
                "problem": problem,
                "decisions": self._describe_decisions(decisions, failing),
                "copies": finding.copies,
                "rate": [len(reproduced), len(failures)],
                "isSmall": is_small,
                "foundAfter": finding.runs,
                "seen": finding.seen,
                "tasks": failing["tasks"] or self._baseline.outcome["tasks"],
                "passingTasks": passing["tasks"],
                "passing": passing["lines"],
                "failing": failing["lines"],
            }
        )

    def _shrink(self, finding, seconds):
        """
        The least decisions that fail the same way, and whether there was time to find them; the decisions as they are, where making
        less of them is not worth the time.
        """
        if finding.problem["kind"] == "hang" or finding.strategy not in _DRAWN:
            return finding.decisions, True

        least = self._budget.remaining() - seconds

        def fails(decisions):
            if self._budget.remaining() <= least:
                raise OutOfTime()
            return self._repeat(finding, decisions)[0] is not None

        try:
            if not fails(finding.decisions):
                return finding.decisions, True
            decisions, is_small = shrink(finding.decisions, fails)
        except OutOfTime:
            decisions, is_small = finding.decisions, False
        self.is_out_of_time = self.is_out_of_time or not is_small
        return decisions, is_small

    def _repeat_often(self, finding, decisions, wanted):
        """What `_repeat` returns, so many times, or as often as there is time for."""
        found = []
        least = self._budget.remaining() * _SHARE_TO_TRACE
        while len(found) < wanted:
            try:
                # Twice is what counts; the lines of both runs say more than how often it comes.
                if len(found) >= _LEAST_REPRODUCED and self._budget.remaining() <= least:
                    raise OutOfTime()
                found.append(self._repeat(finding, decisions))
            except OutOfTime:
                self.is_out_of_time = True
                break
        return found

    def _trace(self, finding, decisions):
        """The problem with all that is known of it, and the outcomes of a failing and a passing run with their lines; None without time."""
        is_later = bool(finding.problem.get("isLater"))
        # Copies that fail without any other disturbance are compared with one alone.
        copies = finding.copies if decisions else 1
        undisturbed = self._baseline.plan._replace(copies=copies, runs_twice=is_later, is_traced=True)
        try:
            problem, failing = self._repeat(finding, decisions, is_traced=True, runs_twice=is_later)
            passing = self._isolation.run_within(undisturbed, self._budget.remaining())
        except OutOfTime:
            self.is_out_of_time = True
            return None
        return None if problem is None else (problem, failing, passing)

    def _repeat(self, finding, decisions, **changes):
        """The problem of another run, when it is that of the finding, and its outcome. Raises OutOfTime."""
        plan = self._baseline.plan_for(finding.strategy, finding.copies)
        outcome = self._isolation.run_within(plan._replace(decisions=decisions, **changes), self._budget.remaining())
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
