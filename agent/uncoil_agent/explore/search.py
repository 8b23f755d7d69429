"""Explores a body: runs it undisturbed, then under each strategy, and reports what fails, made small and repeated."""

import time

from .judge import judge_cancellation, judge_fault, judge_timing, signature_of
from .plan import Decision, Plan, matches_checksum, read_id, write_id
from .shrink import shrink
from .sweep import choose_points, control_of, find_victims, is_suspected, users_place_of
from .timing_search import TimingSearch

_REPEATS = 10
_LEAST_REPRODUCED = 2
"""Of the repeats: what fails more rarely is not reported."""
_STEPS_MORE = 50
_LEAST_STEP_LIMIT = 20_000


class Unsuitable(Exception):
    """The target cannot be explored; the message says why, `hint` what to do."""

    def __init__(self, message, hint="", problem=None):
        super().__init__(message)
        self.hint = hint
        self.problem = problem


class Budget:
    """How much each strategy may run, and until when."""

    def __init__(self, request):
        self.cancel_points = request.get("cancelPoints", 200)
        self.timing_seeds = request.get("timingSeeds", 60)
        self.order_seeds = request.get("orderSeeds", 20)
        self.strategies = request.get("strategies") or ["cancel", "timing", "order"]
        self.copies = request.get("copies", 2)
        self.seed = request.get("seed", 0)
        self.names = request.get("cancelTasks") or []
        self.focus = request.get("focus") or []
        self.stops_at_first = bool(request.get("first"))
        self.deadline = time.monotonic() + request.get("timeLimit", 120)

    def is_over(self):
        """Whether the time is up."""
        return time.monotonic() >= self.deadline

    def remaining(self):
        """Seconds left."""
        return max(0.0, self.deadline - time.monotonic())


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
        self.others = []
        """Decisions of other runs that failed the same way."""


class Search:
    """One exploration."""

    def __init__(self, isolation, budget, emit):
        self._isolation = isolation
        self._root = isolation.body.root
        self._budget = budget
        self._emit = emit
        self._base = Plan()
        self._baseline = None
        self._findings = {}
        self._unsteady = 0
        self._counts = {}
        self._skipped = []

    def explore(self):
        """Runs every strategy asked for. Raises Unsuitable."""
        self.take_baseline()
        sweeps = {
            "cancel": self._sweep_cancellations,
            "timing": self._search_timings,
            "order": self._search_orders,
            "copies": self._search_copies,
            "faults": self._sweep_faults,
        }
        for name, sweep in sweeps.items():
            if name in self._budget.strategies and not self._is_done():
                started = self._isolation.count
                try:
                    sweep()
                except OutOfTime:
                    pass
                self._counts[name] = self._isolation.count - started
        reported = [self._report(finding) for finding in self._ordered_findings()]
        self._emit(
            {
                "event": "explore-ended",
                "findings": sum(reported),
                "unsteady": self._unsteady,
                "runs": self._isolation.count,
                "milliseconds": int(self._isolation.seconds * 1000),
                "counts": self._counts,
                "skipped": self._skipped,
                "isOutOfTime": self._budget.is_over(),
                "isVirtual": self._base.is_virtual,
            }
        )

    def take_baseline(self):
        """Runs the body undisturbed, as often as it takes to know that it passes by itself."""
        outcome = self._run(Plan(discovers=True))
        if outcome["status"] != "ok":
            virtual = outcome
            if virtual["status"] in ("failed", "cancelled", "deadlock"):
                # Time that jumps may be what it cannot bear.
                outcome = self._run(Plan(discovers=True, is_virtual=False))
            if outcome["status"] != "ok":
                raise _describe_failing(virtual, self._isolation.limit)
            self._base = self._base._replace(is_virtual=False)
        if outcome["steps"] == 0:
            raise Unsuitable("the target runs nothing on an event loop of asyncio", "explore disturbs what runs on the loop")
        self._baseline = outcome
        limit = max(_LEAST_STEP_LIMIT, outcome["steps"] * _STEPS_MORE)
        self._base = self._base._replace(horizon=outcome["steps"], step_limit=limit)
        for _ in range(2):
            again = self._run(self._base)
            if again["status"] != "ok":
                raise Unsuitable(
                    "the target fails now and then by itself",
                    "explore compares with a run that passes: make the target pass every time it runs alone",
                    again["problem"],
                )
        self._can_repeat = self._isolation.body.can_repeat and self._passes_twice()
        self._baseline["holdings"] = self._baseline["holdings"] or []

    def _passes_twice(self):
        outcome = self._run(self._base._replace(runs_twice=True))
        return outcome["status"] == "ok" and outcome["second"] is not None and outcome["second"][0] == "ok"

    def _run(self, plan):
        budget = self._budget
        if budget.is_over() and self._baseline is not None:
            raise OutOfTime()
        return self._isolation.run(plan, min(self._isolation.limit, max(0.5, budget.remaining())))

    def _is_done(self):
        return self._budget.is_over() or (self._budget.stops_at_first and self._has_failure())

    def _has_failure(self):
        return any(finding.strategy != "order" for finding in self._findings.values())

    def _progress(self, stage, done, total):
        self._emit({"event": "explore-progress", "stage": stage, "done": done, "total": total, "found": len(self._findings)})

    def _note(self, strategy, problem, plan, outcome):
        """Keeps a failure: the first of its kind, and how often its like came."""
        key = (strategy, *signature_of(problem))
        decisions = tuple(Decision(*decision) for decision in outcome["decisions"]) or plan.decisions
        known = self._findings.get(key)
        if known is None:
            self._findings[key] = Finding(strategy, problem, decisions, outcome, self._isolation.count, plan.copies)
        else:
            known.seen += 1
            known.others.append(decisions)

    def _sweep_cancellations(self):
        base = self._base._replace(runs_twice=self._can_repeat)
        victims = self._copeable(find_victims(self._baseline, self._budget.names, self._root, self._budget.focus), base)
        points = choose_points(victims, self._budget.cancel_points, self._budget.focus, self._budget.seed)
        for done, (victim, decision) in enumerate(points):
            if self._is_done():
                return
            self._progress("cancelling", done, len(points))
            plan = base._replace(decisions=(decision,))
            outcome = self._run(plan)
            problem = judge_cancellation(outcome, self._baseline, victim.number, self._root)
            if victim.is_needed and problem is not None and problem["kind"] != "swallowed":
                continue
            if problem is not None and was_disturbed(outcome):
                self._note("cancel", problem, plan, outcome)

    def _copeable(self, victims, base):
        """Those without which the program can do: it passes when they never begin. And those in the focus."""
        found = []
        for victim in victims:
            if victim.number == self._root:
                found.append(victim)
                continue
            outcome = self._run(base._replace(decisions=control_of(victim)))
            is_clean = outcome["status"] == "ok" and judge_cancellation(outcome, self._baseline, victim.number, self._root) is None
            if is_clean and outcome["decisions"]:
                found.append(victim)
            elif is_suspected(victim, self._budget.focus):
                victim.is_needed = True
                found.append(victim)
            else:
                self._skipped.append({"function": victim.function, "name": victim.name, "place": victim.place})
        return found

    def _search_timings(self):
        search = TimingSearch(self._base, self._baseline, self._budget.seed)
        self._try_timings("timing", search, self._budget.timing_seeds)

    def _try_timings(self, strategy, search, count):
        for done in range(count):
            if self._is_done():
                return
            self._progress("delaying" if strategy == "timing" else "running copies", done, count)
            plan = search.next()
            outcome = self._run(plan)
            problem = judge_timing(outcome, self._baseline)
            if problem is None:
                search.learn(plan, outcome)
            else:
                self._note(strategy, problem, plan, outcome)

    def _search_orders(self):
        count = self._budget.order_seeds
        for done in range(count):
            if self._is_done():
                return
            self._progress("reordering", done, count)
            seed = self._budget.seed + done // 2
            plan = self._base._replace(strategy="pct" if done % 2 == 0 else "delay", seed=seed)
            outcome = self._run(plan)
            problem = judge_timing(outcome, self._baseline)
            if problem is None or ("timing", *signature_of(problem)) in self._findings:
                continue
            self._note("order", problem, plan, outcome)

    def _search_copies(self):
        copies = self._budget.copies
        serial = self._can_repeat
        if not serial:
            self._skipped.append({"function": "copies", "name": None, "place": None})
            return
        base = self._base._replace(copies=copies, step_limit=self._base.step_limit * copies)
        outcome = self._run(base._replace(discovers=True))
        problem = judge_timing(outcome, self._baseline)
        if problem is not None:
            self._note("copies", problem, base, outcome)
            return
        search = TimingSearch(base, outcome, self._budget.seed)
        self._try_timings("copies", search, self._budget.timing_seeds)

    def _sweep_faults(self):
        from .faults import find_faults

        base = self._base._replace(runs_twice=self._can_repeat)
        plans = find_faults(self._baseline)[: self._budget.cancel_points]
        for done, decision in enumerate(plans):
            if self._is_done():
                return
            self._progress("failing", done, len(plans))
            plan = base._replace(decisions=(decision,))
            outcome = self._run(plan)
            problem = judge_fault(outcome, self._baseline)
            if problem is not None and was_disturbed(outcome):
                self._note("faults", problem, plan, outcome)

    def _ordered_findings(self):
        findings = self._findings.values()
        return sorted(findings, key=lambda finding: finding.strategy == "order")

    def _report(self, finding):
        """Shrinks, repeats and tells a finding. Whether it was reported."""
        judge = self._judge_of(finding.strategy)
        wanted = signature_of(finding.problem)
        base = self._base._replace(
            copies=finding.copies, runs_twice=finding.strategy in ("cancel", "faults") and self._can_repeat
        )

        def problem_of(decisions, **changes):
            outcome = self._isolation.run(base._replace(decisions=decisions, **changes))
            problem = judge(outcome, decisions)
            return (problem, outcome) if problem is not None and signature_of(problem) == wanted else (None, outcome)

        decisions = finding.decisions
        may_shrink = finding.problem["kind"] != "hang" and not self._budget.is_over()
        if may_shrink and finding.strategy in ("timing", "order", "copies"):
            self._progress("shrinking", 0, 1)
            if problem_of(decisions)[0] is not None:
                decisions = shrink(decisions, lambda candidate: problem_of(candidate)[0] is not None)
        repeats = _LEAST_REPRODUCED if finding.problem["kind"] == "hang" else _REPEATS
        reproduced = sum(problem_of(decisions)[0] is not None for _ in range(repeats))
        if reproduced < _LEAST_REPRODUCED:
            self._unsteady += 1
            return False
        is_later = bool(finding.problem.get("isLater"))
        problem, failing = problem_of(decisions, is_traced=True, runs_twice=is_later)
        if problem is None:
            problem, failing = finding.problem, finding.outcome
        passing = self._isolation.run(
            self._base._replace(copies=finding.copies, runs_twice=is_later, is_traced=True)
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
                "tasks": failing["tasks"] or self._baseline["tasks"],
                "passingTasks": passing["tasks"],
                "passing": passing["lines"],
                "failing": failing["lines"],
            }
        )
        return True

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
        for task in self._baseline["tasks"]:
            if task["number"] == decision.subject:
                touched.update(function=task["function"], name=task["name"])
        for point in self._baseline["points"]:
            if point["task"] == decision.subject and decision.kind in ("cancel", "fault") and decision.ordinal > 0:
                chains = point["chains"][decision.ordinal - 1 : decision.ordinal]
                touched["place"] = users_place_of(chains[0]) if chains else None
        return touched

    def _judge_of(self, strategy):
        if strategy == "cancel":
            return lambda outcome, decisions: judge_cancellation(
                outcome, self._baseline, decisions[0].subject, self._root
            )
        if strategy == "faults":
            return lambda outcome, decisions: judge_fault(outcome, self._baseline)
        return lambda outcome, decisions: judge_timing(outcome, self._baseline)

    def replay(self, written):
        """Runs the plan of an ID again, and reports what it shows. Raises Unsuitable."""
        try:
            decisions, copies, checksum = read_id(written)
        except ValueError as error:
            raise Unsuitable(f"`{written}` is no ID of a run: {error}", "copy the ID from the report of a failure") from None
        self.take_baseline()
        kinds = {decision.kind for decision in decisions}
        strategy = "cancel" if "cancel" in kinds else "faults" if "fault" in kinds else "order" if "order" in kinds else "timing"
        if copies > 1:
            strategy = "copies"
        base = self._base._replace(decisions=decisions, copies=copies)
        base = base._replace(runs_twice=strategy in ("cancel", "faults") and self._can_repeat)
        outcome = self._run(base)
        if len(outcome["decisions"]) < len(decisions) and outcome["status"] not in ("hang", "crash"):
            raise Unsuitable(
                f"the run `{written}` cannot be repeated: the target no longer comes to the places it disturbs",
                "explore it anew",
            )
        if outcome["decisions"] and not matches_checksum(checksum, sites_of(outcome)):
            self._emit({"event": "explore-note", "message": "the code has changed since this ID was made"})
        problem = self._judge_of(strategy)(outcome, decisions)
        reported = 0
        if problem is not None:
            reported = int(self._report(Finding(strategy, problem, decisions, outcome, self._isolation.count, copies)))
        self._emit(
            {
                "event": "explore-ended",
                "findings": reported,
                "unsteady": self._unsteady,
                "runs": self._isolation.count,
                "milliseconds": int(self._isolation.seconds * 1000),
                "counts": {},
                "skipped": [],
                "isOutOfTime": False,
                "isVirtual": self._base.is_virtual,
            }
        )


class OutOfTime(Exception):
    """The time limit was reached in the middle of a strategy."""


def was_disturbed(outcome):
    """Whether a run came to the place of its decision. One that had to be killed cannot say; there nothing else is to blame."""
    return bool(outcome["decisions"]) or outcome["status"] in ("hang", "crash")


def sites_of(outcome):
    """Texts of the places a run's decisions touch: they change when the code does."""
    found = []
    for touched in outcome["touched"]:
        place = touched["place"]
        found.append(f"{touched['function']}:{place[1] if place else 0}")
    return found


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
