"""What keeps the agent from harming the program: its errors stay here, and it never enters itself."""

import sys
from _thread import get_ident

_entered = set()
_seen_errors = []


def keeps_quiet(function):
    """`function`, of which no error escapes, and which does nothing when the agent is at work on this thread already."""

    def quiet(*args):
        ident = get_ident()
        if ident in _entered:
            return None
        _entered.add(ident)
        try:
            return function(*args)
        except Exception as error:
            note_error(error)
            return None
        finally:
            _entered.discard(ident)

    quiet.__name__ = function.__name__
    return quiet


def is_entered():
    """Whether the agent is at work on this thread."""
    return get_ident() in _entered


def note_error(error):
    """Remembers an error of the agent's own. It is told at the end, so that a broken agent is no silent one."""
    if len(_seen_errors) >= 5:
        return
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = "" if trace is None else f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}: "
    text = f"{place}{type(error).__name__}: {error}"
    if text not in _seen_errors:
        _seen_errors.append(text)


def take_errors():
    """The errors noted so far, which are then forgotten."""
    errors, _seen_errors[:] = list(_seen_errors), []
    return errors


def forget_threads():
    """After a fork only this thread is left."""
    _entered.clear()


def warn(text):
    """Says on standard error what the user must know of the agent, or nothing when that is closed."""
    try:
        sys.stderr.write(f"uncoil: {text}\n")
    except Exception:
        pass
