"""What keeps the agent from harming the program: its errors stay here, and are told at the end."""

_MOST_ERRORS = 5
_errors = []


def keeps_errors(function):
    """`function`, of which no error escapes; it returns None then."""

    def guarded(*args, **keywords):
        try:
            return function(*args, **keywords)
        except Exception as error:
            note_error(error)
            return None

    guarded.__name__ = function.__name__
    return guarded


def note_error(error):
    """Remembers an error of the agent's own: a broken agent must not be a silent one."""
    if len(_errors) >= _MOST_ERRORS:
        return
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = "" if trace is None else f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}: "
    text = f"{place}{type(error).__name__}: {error}"
    if text not in _errors:
        _errors.append(text)


def take_errors():
    """The errors noted since the last call."""
    errors, _errors[:] = list(_errors), []
    return errors
