"""What must hold between any two steps of the loop, as users say it with `uncoil_agent.invariant`."""

_invariants = []


def register(check):
    """Adds a function that raises or returns False when its invariant is broken."""
    _invariants.append(check)


def broken_invariant():
    """The name of the first invariant that does not hold, with the error it raised or None; None when all hold."""
    for check in _invariants:
        try:
            if check() is False:
                return check.__qualname__, None
        except Exception as error:
            return check.__qualname__, error
    return None
