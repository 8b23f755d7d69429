"""
Which timings to try: at random, and guided by what was seen. A guided plan lets one more timer be passed by one more thing that
happens after it, or come at the same moment, or holds one more event or job back; from runs that took a new course, the search goes
on.
"""

from random import Random

from .plan import Decision
from .policies import LONGEST_HOLD, LONGEST_THREAD_HOLD, longest_extra

_MOST_HOLDS = 10
"""Jobs and events that are held back one by one."""

_SAME_MOMENT_EVERY = 4
"""Of the guided plans: every so manieth lets two timers come at the same moment, while there are such plans."""

_LEAST_GAP = 2
"""Microseconds between two things that count as different moments."""


class TimingSearch:
    """Hands out plans, and learns from their outcomes."""

    def __init__(self, base, baseline, seed):
        self._base = base._replace(discovers=True)
        self._random = Random(seed)
        self._seed = seed
        self._courses = {_course_of(baseline)}
        self._queue, self._coincidences = _next_plans((), baseline, self._random)
        self._count = 0

    def next(self):
        """The next plan to run."""
        self._count += 1
        if self._count % 2:
            has_turn = self._count // 2 % _SAME_MOMENT_EVERY == _SAME_MOMENT_EVERY - 1
            queue = self._coincidences if self._coincidences and (has_turn or not self._queue) else self._queue
            if queue:
                return self._base._replace(decisions=queue.pop(0))
        return self._base._replace(strategy="jitter", seed=self._seed + self._count)

    def learn(self, plan, outcome):
        """Takes a run into account that found nothing."""
        course = _course_of(outcome)
        if course in self._courses:
            return
        self._courses.add(course)
        decisions = tuple(Decision(*decision) for decision in outcome["decisions"])
        if len(decisions) > 3:
            return
        further, coincidences = _next_plans(decisions, outcome, self._random)
        # What deviates least comes first, and every run that took a new course has its turn.
        self._queue = sorted(self._queue + further, key=len)
        self._coincidences = sorted(self._coincidences + coincidences, key=len)


def _next_plans(decisions, outcome, random):
    """Every way to let one more timer of a run pass what comes after it, and every way to let it come at the same moment; in random order."""
    moments = sorted({round(timer["due"] * 1e6) for timer in outcome["timers"]})
    late = {(decision.subject, decision.ordinal) for decision in decisions}
    plans, coincidences = [], []
    for timer in outcome["timers"]:
        key = (timer["task"], timer["ordinal"])
        if key in late:
            continue
        wanted = timer["wanted"] * 1e6
        latest = wanted + longest_extra((timer["wanted"] - timer["setAt"]) * 1e6)
        later = [moment for moment in moments if moment > wanted + _LEAST_GAP and moment < latest]
        for moment in _moments_between(later, latest):
            plans.append((*decisions, Decision("timer", *key, max(1, int(moment - wanted)))))
        for moment in later:
            coincidences.append((*decisions, Decision("timer", *key, round(moment - wanted))))
    taken = {(decision.kind, decision.subject, decision.ordinal) for decision in decisions}
    for decision in (*_job_holds(outcome), *_event_holds(outcome)):
        if decision[:3] not in taken:
            plans.append((*decisions, decision))
    random.shuffle(plans)
    random.shuffle(coincidences)
    return plans, coincidences


def _job_holds(outcome):
    for ordinal in range(1, min(outcome["jobs"], _MOST_HOLDS) + 1):
        yield Decision("thread", 0, ordinal, LONGEST_THREAD_HOLD)


def _event_holds(outcome):
    for descriptor, ordinal in outcome["events"][:_MOST_HOLDS]:
        yield Decision("event", descriptor, ordinal, LONGEST_HOLD // 2)


def _moments_between(later, latest):
    """A moment after each of these, before the next."""
    for index, moment in enumerate(later):
        following = later[index + 1] if index + 1 < len(later) else latest
        if following - moment > _LEAST_GAP:
            yield (moment + following) / 2


def _course_of(outcome):
    """What happened in which order, without the times."""
    timers = sorted(outcome["timers"], key=lambda timer: timer["due"])
    return tuple((timer["task"], timer["ordinal"]) for timer in timers)
