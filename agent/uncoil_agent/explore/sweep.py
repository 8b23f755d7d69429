"""Which tasks may be cancelled, and where: the await points of those whose end the program copes with."""

from random import Random

from .plan import Decision
from .places import users_place


_MOST_OF_CHAIN = 16
"""How often tasks of one function are cancelled at one and the same place."""


class Victim:
    """A task to cancel, with the plans for it."""

    def __init__(self, number, function, name, place, points):
        self.number = number
        self.function = function
        self.name = name
        self.place = place
        self.points = points
        """Pairs of decision and await chain."""
        self.only_swallows = False
        """Whether only a cancellation it swallows counts: nobody cancels it alone, or the program cannot do without it."""


def find_victims(baseline, names, root, focus=()):
    """
    The tasks of the user's code whose cancellation the program expects: another task looks at their end as a value or awaits
    them, or the program cancels them itself. What holds for one task of a coroutine function holds for all. The body's own task,
    whose number is `root`, comes last; and then those that only a group would cancel, with itself. `names` leaves only the tasks of these
    names or functions; tasks that wait in the focus are suspected, and cancelled whoever expects it.
    """
    records = {task["number"]: task for task in baseline["tasks"]}
    expected, grouped = set(), set()
    for point in baseline["points"]:
        code = _code_of(records[point["task"]])
        if "group" in point["expectations"]:
            grouped.add(code)
        if set(point["expectations"]) - {"group"} or any(is_in_focus(chain, focus) for chain in point["chains"]):
            expected.add(code)
    victims = []
    for point in baseline["points"]:
        record = records[point["task"]]
        is_named = record["name"] in names or record["function"] in names
        if not point["isUsers"] or not point["chains"]:
            continue
        is_expected = point["task"] == root or is_named or _code_of(record) in expected
        if (names and not is_named) or not (is_expected or _code_of(record) in grouped):
            continue
        points = []
        for step, chain in enumerate(point["chains"], 1):
            for how in ("waiting", "late") if is_expected else ("waiting",):
                points.append((Decision("cancel", point["task"], step, how), chain))
        victim = Victim(point["task"], record["function"], record["name"], record["place"], points)
        victim.only_swallows = not is_expected
        victims.append(victim)
    return sorted(victims, key=lambda victim: (victim.only_swallows, victim.number == root))


def _code_of(record):
    return tuple(record["place"]) if record["place"] else None


def choose_points(victims, count, focus, seed):
    """
    At most `count` pairs of victim and decision: first those in the focus, then the first time each await chain is met, then
    others, spread by the seed; no chain more than a few times, and only once where it is swallowing that is looked for.
    """
    ranked = []
    seen = set()
    random = Random(seed)
    for victim in victims:
        for decision, chain in victim.points:
            key = (victim.function, decision.value, tuple(tuple(place) for place in chain))
            is_known = key in seen
            seen.add(key)
            if is_known and victim.only_swallows:
                continue
            rank = (not is_in_focus(chain, focus), is_known, random.random() if is_known else 0)
            ranked.append((rank, len(ranked), victim, decision, key))
    chosen = []
    taken = {}
    for _, _, victim, decision, key in sorted(ranked, key=lambda entry: entry[:2]):
        if len(chosen) == count:
            break
        taken[key] = taken.get(key, 0) + 1
        if taken[key] <= _MOST_OF_CHAIN:
            chosen.append((victim, decision))
    return chosen


def is_in_focus(chain, focus):
    """Whether a chain goes through one of the stretches of lines that matter most."""
    return any(
        file == stretch["file"] and stretch["start"] <= line <= stretch["end"]
        for file, line, _ in chain
        for stretch in focus
    )


def is_suspected(victim, focus):
    """Whether a task waits in the focus anywhere."""
    return any(is_in_focus(chain, focus) for _, chain in victim.points)


def control_of(victim):
    """The plan that cancels a task before it has begun: what fails then fails for want of the task's work, not of care."""
    return (Decision("cancel", victim.number, 0, "late"),)


def users_place_of(chain):
    """The user's place of a chain as it comes from an outcome."""
    return users_place([tuple(place) for place in chain])
