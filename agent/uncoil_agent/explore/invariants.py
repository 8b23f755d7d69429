"""What must hold between any two steps of the loop, said by the user."""

_invariants = []


def invariant(check):
    """
    Registers a function of no arguments that must neither raise nor return False, whatever the loop has just run. Explored
    runs call it after every step; elsewhere nothing happens. Returns the function, so it serves as a decorator.
    """
    _invariants.append(check)
    return check


def broken_invariant():
    """The name of the first invariant that does not hold, with the error it raised or None; None when all hold."""
    for check in _invariants:
        try:
            if check() is False:
                return check.__qualname__, None
        except Exception as error:
            return check.__qualname__, error
    return None
