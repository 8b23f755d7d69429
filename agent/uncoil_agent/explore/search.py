"""Explores a body: runs it under each strategy, within a budget, and keeps what fails."""

from .baseline import take_baseline
from .faults import find_faults
from .judge import is_swallowed_by_handler, signature_of
from .plan import Decision, matches_checksum, read_id
from .report import Finding, Reporter, sites_of
from .request import OutOfTime, Unsuitable
from .sweep import choose_points, control_of, find_victims, is_suspected
from .timing_search import TimingSearch


_MOST_HANGS = 2
"""Runs of a strategy that do not end. Each takes as long as a run may."""


_SHARE_OF_RUN = 1 / 6
_TIMES_USUAL = 10
_LEAST_SECONDS = 2
"""A run may take this share of the time limit, or so many times as long as an undisturbed one, and so long at any rate."""


class Search:
    """One exploration."""

    def __init__(self, isolation, budget, emit):
        self._isolation = isolation
        self._budget = budget
        self._emit = emit
        self._baseline = None
        self._findings = {}
        self._counts = {}
        self._hangs = 0
        self._skipped = []
        self._is_out_of_time = False

    def explore(self):
        """Runs every strategy asked for. Raises Unsuitable."""
        self._take_baseline()
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
                self._hangs = 0
                try:
                    sweep()
                except OutOfTime:
                    self._is_out_of_time = True
                self._counts[name] = self._isolation.count - started
                if self._hangs == _MOST_HANGS and not self._budget.stops_at_first:
                    message = f"{name} was stopped after {_MOST_HANGS} runs that do not end: each takes {self._isolation.limit:g} s"
                    self._emit({"event": "explore-note", "message": message})
        # What is fragile comes last.
        self._finish(sorted(self._findings.values(), key=lambda finding: finding.strategy == "order"))

    def replay(self, written):
        """Runs the plan of an ID again, and reports what it shows. Raises Unsuitable."""
        try:
            decisions, copies, checksum = read_id(written)
        except ValueError as error:
            raise Unsuitable(f"`{written}` is no ID of a run: {error}", "copy the ID from the report of a failure") from None
        self._take_baseline()
        strategy = _strategy_of(decisions, copies)
        outcome = self._run(self._baseline.plan_for(strategy, copies)._replace(decisions=decisions))
        if len(outcome["decisions"]) < len(decisions) and outcome["status"] not in ("hang", "crash"):
            raise Unsuitable(
                f"the run `{written}` cannot be repeated: the target no longer comes to the places it disturbs",
                "explore it anew",
            )
        if outcome["decisions"] and not matches_checksum(checksum, sites_of(outcome)):
            self._emit({"event": "explore-note", "message": "the code has changed since this ID was made"})
        problem = self._baseline.judge(strategy, outcome, decisions)
        found = [] if problem is None else [Finding(strategy, problem, decisions, outcome, self._isolation.count, copies)]
        self._finish(found)

    def _take_baseline(self):
        isolation = self._isolation
        self._baseline = take_baseline(isolation, self._run)
        usual = isolation.seconds / isolation.count
        # A run that does not end must leave time for others.
        longest = max(_LEAST_SECONDS, usual * _TIMES_USUAL, self._budget.time_limit * _SHARE_OF_RUN)
        isolation.limit = min(isolation.limit, longest)

    def _finish(self, findings):
        """Reports findings, and then what was done."""
        self._is_out_of_time = self._is_out_of_time or self._remaining() == 0
        reporter = Reporter(self._isolation, self._baseline, self._budget, self._emit)
        reporter.report_all(findings)
        self._emit(
            {
                "event": "explore-ended",
                "again": self._baseline.again,
                "unsteady": reporter.unsteady,
                "unrepeated": reporter.unrepeated,
                "runs": self._isolation.count,
                "milliseconds": int(self._isolation.seconds * 1000),
                "counts": self._counts,
                "skipped": self._skipped,
                "isOutOfTime": self._is_out_of_time or reporter.is_out_of_time,
                "isVirtual": self._baseline.plan.is_virtual,
            }
        )

    def _run(self, plan):
        if self._baseline is None:
            return self._isolation.run(plan)
        return self._isolation.run_within(plan, self._remaining())

    def _remaining(self):
        return self._budget.remaining(has_failures=bool(self._findings))

    def _is_done(self):
        has_failure = any(finding.strategy != "order" for finding in self._findings.values())
        return self._remaining() == 0 or self._hangs == _MOST_HANGS or (self._budget.stops_at_first and has_failure)

    def _progress(self, stage, done, total):
        self._emit({"event": "explore-progress", "stage": stage, "done": done, "total": total})

    def _note(self, strategy, problem, plan, outcome):
        """Keeps a failure: the first of its kind, and how often its like came."""
        self._hangs += problem["kind"] == "hang"
        key = (strategy, *signature_of(problem))
        known = self._findings.get(key)
        if known is not None:
            known.seen += 1
            return
        decisions = tuple(Decision(*decision) for decision in outcome["decisions"]) or plan.decisions
        self._findings[key] = Finding(strategy, problem, decisions, outcome, self._isolation.count, plan.copies)

    def _sweep_cancellations(self):
        budget = self._budget
        victims = self._copeable(find_victims(self._baseline.outcome, budget.names, self._baseline.root, budget.focus))
        points = choose_points(victims, budget.cancel_points, budget.focus, budget.seed)
        for done, (victim, decision) in enumerate(points):
            if self._is_done():
                return
            self._progress("cancelling", done, len(points))
            plan, outcome, problem = self._disturb("cancel", (decision,))
            if problem is None or (victim.only_swallows and not is_swallowed_by_handler(problem, outcome, victim.number)):
                continue
            if _was_disturbed(outcome):
                self._note("cancel", problem, plan, outcome)

    def _disturb(self, strategy, decisions):
        plan = self._baseline.plan_for(strategy)._replace(decisions=decisions)
        outcome = self._run(plan)
        return plan, outcome, self._baseline.judge(strategy, outcome, decisions)

    def _copeable(self, victims):
        """Those without which the program can do: it passes when they never begin. And those in the focus."""
        found = []
        for victim in victims:
            if victim.number == self._baseline.root or victim.only_swallows:
                found.append(victim)
                continue
            _, outcome, problem = self._disturb("cancel", control_of(victim))
            if outcome["status"] == "ok" and problem is None and outcome["decisions"]:
                found.append(victim)
            elif is_suspected(victim, self._budget.focus):
                victim.only_swallows = True
                found.append(victim)
            else:
                self._skipped.append({"function": victim.function, "name": victim.name, "place": victim.place})
        return found

    def _search_timings(self):
        search = TimingSearch(self._baseline.plan, self._baseline.outcome, self._budget.seed)
        self._try_timings("timing", search, "delaying")

    def _try_timings(self, strategy, search, stage):
        count = self._budget.timing_seeds
        for done in range(count):
            if self._is_done():
                return
            self._progress(stage, done, count)
            plan = search.next()
            outcome = self._run(plan)
            problem = self._baseline.judge(strategy, outcome, plan.decisions)
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
            strategy = "pct" if done % 2 == 0 else "delay"
            plan = self._baseline.plan._replace(strategy=strategy, seed=self._budget.seed + done // 2)
            outcome = self._run(plan)
            problem = self._baseline.judge("order", outcome, ())
            # What late I/O does as well is more than fragile, and has been noted.
            if problem is not None and ("timing", *signature_of(problem)) not in self._findings:
                self._note("order", problem, plan, outcome)

    def _search_copies(self):
        if not self._baseline.can_repeat:
            message = "copies were not run: the target is a test, or does not pass when it runs again after its end"
            self._emit({"event": "explore-note", "message": message})
            return
        plan = self._baseline.plan_for("copies", self._budget.copies)
        outcome = self._run(plan._replace(discovers=True))
        problem = self._baseline.judge("copies", outcome, ())
        if problem is not None:
            self._note("copies", problem, plan, outcome)
            return
        self._try_timings("copies", TimingSearch(plan, outcome, self._budget.seed), "running copies")

    def _sweep_faults(self):
        decisions = find_faults(self._baseline.outcome)[: self._budget.cancel_points]
        for done, decision in enumerate(decisions):
            if self._is_done():
                return
            self._progress("failing", done, len(decisions))
            plan, outcome, problem = self._disturb("faults", (decision,))
            if problem is not None and _was_disturbed(outcome):
                self._note("faults", problem, plan, outcome)


def _strategy_of(decisions, copies):
    """The strategy whose runs look so."""
    if copies > 1:
        return "copies"
    kinds = {decision.kind for decision in decisions}
    for kind, strategy in (("cancel", "cancel"), ("fault", "faults"), ("order", "order")):
        if kind in kinds:
            return strategy
    return "timing"


def _was_disturbed(outcome):
    """Whether a run came to the place of its decision. One that had to be killed cannot say; there nothing else is to blame."""
    return bool(outcome["decisions"]) or outcome["status"] in ("hang", "crash")
