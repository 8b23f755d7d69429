"""Makes a failing plan small: the fewest decisions that fail the same way, each as slight as it can be."""

from .request import OutOfTime

_MOST_RUNS = 60


def shrink(decisions, fails):
    """
    The smallest list found, and whether there was time for all that was to be tried. `fails` runs a list and says whether it fails
    the same way, as it does for the list given; it may raise OutOfTime.
    """
    left = _MOST_RUNS
    has_time = True

    def still_fails(candidate):
        nonlocal left, has_time
        if left == 0 or not has_time:
            return False
        left -= 1
        try:
            return fails(tuple(candidate))
        except OutOfTime:
            has_time = False
            return False

    found = tuple(_lessen(_drop(list(decisions), still_fails), still_fails))
    return found, has_time


def _drop(decisions, still_fails):
    """Delta debugging: leaves out halves, then quarters, then single decisions."""
    size = max(1, len(decisions) // 2)
    while decisions:
        start, has_dropped = 0, False
        while start < len(decisions):
            candidate = decisions[:start] + decisions[start + size :]
            if candidate and still_fails(candidate):
                decisions, has_dropped = candidate, True
            else:
                start += size
        if size == 1 and not has_dropped:
            break
        size = max(1, size // 2)
    return decisions


def _lessen(decisions, still_fails):
    """Shortens delays to round numbers that still fail."""
    for index, decision in enumerate(decisions):
        # Threads run in real time: a delay that only just suffices would not suffice every time.
        if not isinstance(decision.value, int) or decision.value <= 1 or decision.kind == "thread":
            continue
        passing, failing = 0, decision.value
        for _ in range(8):
            middle = (passing + failing) // 2
            if middle in (passing, failing):
                break
            if still_fails([*decisions[:index], decision._replace(value=middle), *decisions[index + 1 :]]):
                failing = middle
            else:
                passing = middle
        rounded = _round_up(failing)
        candidates = [value for value in (rounded, failing) if value <= decision.value]
        for value in candidates:
            changed = [*decisions[:index], decision._replace(value=value), *decisions[index + 1 :]]
            if value == failing or still_fails(changed):
                decisions = changed
                break
    return decisions


def _round_up(value):
    """To two digits."""
    scale = 10 ** max(0, len(str(value)) - 2)
    return -(-value // scale) * scale
