"""
Who decides what deviates. Each policy answers the same four questions; those of a plan answer from its list, the others
draw from a seed. Times are in microseconds.

Sound by construction: a timer fires late, never early; an event or a thread is late; a step of a task lets others go first.
"""

from random import Random

_MOST_TIMES = 4
"""A timer takes at most this many times as long: timers stand for I/O of some length, and time limits must keep their meaning."""

LONGEST_HOLD = 20_000
_SHORTEST_HOLD = 100
LONGEST_THREAD_HOLD = 20_000


_LONGEST_EXTRA = 1_000_000
"""Whoever waits for seconds rarely waits for I/O: it is an interval, or a pause that something else is to fit in."""


def longest_extra(duration):
    """By how much a timer of this duration may be late."""
    return int(min(duration * (_MOST_TIMES - 1), _LONGEST_EXTRA))


class Listed:
    """The decisions of a plan, and what was reached of them."""

    def __init__(self, decisions):
        self._values = {(kind, subject, ordinal): value for kind, subject, ordinal, value in decisions}
        self.reached = set()

    def _take(self, kind, subject, ordinal):
        value = self._values.get((kind, subject, ordinal))
        if value is not None:
            self.reached.add((kind, subject, ordinal))
        return value

    def cancellation(self, task, step):
        """How the task is cancelled after this step, or None."""
        return self._take("cancel", task, step)

    def fault(self, task, step):
        """What the thing the task waits for after this step raises, or None."""
        return self._take("fault", task, step)

    def timer(self, task, ordinal, duration):
        """By how much a timer is late."""
        return self._take("timer", task, ordinal) or 0

    def event(self, descriptor, ordinal):
        """How late an event is seen: None for at once, 0 for once the loop is idle."""
        return self._take("event", descriptor, ordinal)

    def thread(self, subject, ordinal):
        """How long a thread is held up."""
        return self._take("thread", subject, ordinal) or 0

    def passes(self, task, step):
        """How many others go before a step."""
        return self._take("order", task, step) or 0


class Jitter:
    """Late timers, held-back events, late threads; the ready queue is untouched."""

    orders = False
    _STYLES = ((0.5, 0.0), (0.25, 0.5), (0.5, 0.5), (0.75, 0.0))
    """How likely something is late, and the least share of the greatest lateness."""

    def __init__(self, seed):
        self._random = Random(seed)
        self._likelihood, self._least = self._STYLES[seed % len(self._STYLES)]

    def timer(self, task, ordinal, duration):
        random = self._random
        if random.random() >= self._likelihood:
            return 0
        return int(longest_extra(duration) * random.uniform(self._least, 1))

    def event(self, descriptor, ordinal):
        random = self._random
        if random.random() >= self._likelihood * 0.6:
            return None
        if random.random() < 0.4:
            return 0
        return int(_SHORTEST_HOLD * (LONGEST_HOLD / _SHORTEST_HOLD) ** random.random())

    def thread(self, subject, ordinal):
        random = self._random
        return int(LONGEST_THREAD_HOLD * random.uniform(0.1, 1)) if random.random() < self._likelihood else 0


class Delay:
    """Steps of tasks are put off at random."""

    orders = True

    def __init__(self, seed):
        self._random = Random(seed)
        self._likelihood = (0.15, 0.4)[seed % 2]

    def choose(self, candidates):
        """The position of the step to run. `candidates` are task numbers, None for what is no task."""
        position = 0
        while position < len(candidates) - 1 and self._random.random() < self._likelihood:
            position += 1
        return position


class Priorities:
    """Probabilistic concurrency testing: the step of the most important task runs; now and then one becomes the least important."""

    orders = True

    def __init__(self, seed, horizon):
        self._random = Random(seed)
        self._priorities = {}
        count = 1 + seed % 3
        self._changes = {self._random.randrange(max(1, horizon)) for _ in range(count)}
        self._count = 0
        self._lowest = 0.0

    def choose(self, candidates):
        """As above."""
        best = max(range(len(candidates)), key=lambda position: self._priority(candidates[position], -position))
        if self._count in self._changes and candidates[best] is not None:
            self._lowest -= 1
            self._priorities[candidates[best]] = self._lowest
        self._count += 1
        return best

    def _priority(self, task, tie):
        if task is None:
            return (-1e9, tie)
        if task not in self._priorities:
            self._priorities[task] = self._random.random()
        return (self._priorities[task], tie)


def create_policy(plan):
    """The policy that a plan's strategy names, or None."""
    if plan.strategy == "jitter":
        return Jitter(plan.seed)
    if plan.strategy == "delay":
        return Delay(plan.seed)
    if plan.strategy == "pct":
        return Priorities(plan.seed, plan.horizon)
    return None
