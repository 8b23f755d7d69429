"""Coroutines that nobody awaits, with the line that made them."""

import sys
import warnings

from ..frames import describe, is_own
from ..guard import keeps_errors, note_error

_DEPTH = 1
"""Frames kept of each coroutine's origin. Each more costs every coroutine that is made."""


class Unawaited:
    """Hears of each coroutine that is thrown away before it ran."""

    def __init__(self, problems):
        self._problems = problems
        self._explained = set()

    def install(self):
        """Puts itself in the place of the function that the interpreter calls for the warning, and follows origins here."""
        original = getattr(warnings, "_warn_unawaited_coroutine", None)
        if original is None:
            return
        follow_origins()

        def _warn_unawaited_coroutine(coro):
            try:
                self._on_unawaited(coro)
            except Exception as error:
                note_error(error)
            if sys.get_coroutine_origin_tracking_depth() != _DEPTH:
                original(coro)
                return
            # The program did not ask for origins: its warning is the one it would have had without us.
            message = f"coroutine '{coro.__qualname__}' was never awaited"
            warnings.warn(message, category=RuntimeWarning, stacklevel=2, source=coro)

        warnings._warn_unawaited_coroutine = _warn_unawaited_coroutine

    def explain(self, entry):
        """What is made on this line and not awaited is the consequence of something that was told."""
        self._explained.add((entry[0].co_filename, entry[1]))

    @keeps_errors
    def _on_unawaited(self, coro):
        origin = list(coro.cr_origin or ())
        made = [(name, line, function) for name, line, function in origin]
        code = coro.cr_code
        if not made or (made[0][0], made[0][1]) in self._explained:
            return
        name, line, _ = made[0]
        self._problems.report(
            "never-awaited",
            (name, line, coro.__qualname__),
            lambda: {
                "stack": [_describe_origin(entry) for entry in made],
                "blamed": 0,
                "coroutine": coro.__qualname__,
                "defined": describe([(code, code.co_firstlineno, -1)]),
            },
        )


def follow_origins():
    """Makes this thread's coroutines remember where they were made, unless the program does so itself."""
    if sys.get_coroutine_origin_tracking_depth() == 0:
        sys.set_coroutine_origin_tracking_depth(_DEPTH)


class _Place:
    __slots__ = ("co_filename",)

    def __init__(self, name):
        self.co_filename = name


def _describe_origin(entry):
    from ..frames import path_of

    name, line, function = entry
    return {"path": path_of(name), "line": line, "name": function, "own": is_own(_Place(name))}
