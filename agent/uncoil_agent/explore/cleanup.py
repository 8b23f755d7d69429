"""Which lines of a file belong to clean-up: code in `finally` and in handlers, which may await after a cancellation."""

import ast
import tokenize
from functools import lru_cache

from .places import is_users

_CLEANING = frozenset(
    ["__aexit__", "__exit__", "aclose", "close", "wait_closed", "shutdown", "stop", "disconnect", "_cancel_and_wait", "terminate"]
)


def is_cleanup(chain):
    """Whether a task that stands here is cleaning up, by the look of any of its frames."""
    return any(function.rpartition(".")[2] in _CLEANING or line in _cleanup_lines(file) for file, line, function in chain)


def is_handled(chain):
    """Whether the user's code around a place catches cancellations."""
    return any(is_users(file) and line in _read_lines(file)[1] for file, line, _ in chain)


def _cleanup_lines(file):
    return _read_lines(file)[0]


@lru_cache(maxsize=None)
def _read_lines(file):
    """The lines of clean-up of a file, and those where cancellations are caught."""
    try:
        with tokenize.open(file) as stream:
            tree = ast.parse(stream.read())
    except (OSError, SyntaxError, ValueError):
        return frozenset(), frozenset()
    cleaning, handled = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Try) or type(node).__name__ == "TryStar":
            for part in (*node.finalbody, *node.handlers):
                cleaning.update(_lines_of(part))
            for statement in node.body if any(map(_catches_cancellation, node.handlers)) else ():
                handled.update(_lines_of(statement))
    return frozenset(cleaning), frozenset(handled)


def _catches_cancellation(handler):
    types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    names = {getattr(kind, "attr", getattr(kind, "id", None)) for kind in types}
    return handler.type is None or not names.isdisjoint(("BaseException", "CancelledError"))


def _lines_of(node):
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)
