"""Where tasks stand: the chain of frames from a task's coroutine to what it waits for, and which of them are the user's."""

import gc
import os
import sys
import sysconfig
from functools import lru_cache

_AGENT = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
_STANDARD = tuple(
    {
        os.path.realpath(path) + os.sep
        for path in (sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"), os.path.dirname(os.__file__))
        if path
    }
)
_LONGEST_CHAIN = 60


@lru_cache(maxsize=None)
def is_users(file):
    """Whether a file is neither of the standard library, nor installed, nor ours."""
    if file.startswith("<") or file.startswith(_AGENT):
        return False
    path = os.path.realpath(file)
    if "site-packages" in path or "dist-packages" in path:
        return False
    return not path.startswith(_STANDARD)


def qualified_name(code):
    """The qualified name of a code object, its plain name before Python 3.11."""
    return getattr(code, "co_qualname", code.co_name)


def shown_name(code):
    """A qualified name without what it is nested in."""
    return qualified_name(code).rpartition("<locals>.")[2]


def await_chain(coroutine):
    """The places from a coroutine to what it waits for, outermost first: tuples of file, line, function."""
    return places_of(awaited_frames(coroutine))


def awaited_frames(coroutine):
    """Pairs of coroutine, generator or asynchronous generator, and its frame, from a coroutine to what it waits for."""
    current = coroutine
    for _ in range(_LONGEST_CHAIN):
        if current is None:
            return
        frame, awaited = _frame_and_awaited(current)
        if frame is not None:
            yield current, frame
        current = awaited


def places_of(frames):
    """The places of what `awaited_frames` yields."""
    return [(frame.f_code.co_filename, frame.f_lineno or 0, shown_name(frame.f_code)) for _, frame in frames]


def _frame_and_awaited(current):
    if hasattr(current, "cr_frame"):
        return current.cr_frame, current.cr_await
    if hasattr(current, "gi_frame"):
        return current.gi_frame, current.gi_yieldfrom
    if hasattr(current, "ag_frame"):
        return current.ag_frame, current.ag_await
    if type(current).__name__ in ("async_generator_asend", "async_generator_athrow", "anext_awaitable"):
        # These do not tell whom they drive.
        for referent in gc.get_referents(current):
            if hasattr(referent, "ag_frame") or type(referent).__name__ == "async_generator_asend":
                return None, referent
    return None, None


def users_place(chain):
    """The innermost of the user's places in a chain, or None."""
    for place in reversed(chain):
        if is_users(place[0]):
            return place
    return None


def calling_place():
    """The user's place that runs now, or None."""
    frame = sys._getframe(1)
    while frame is not None:
        if is_users(frame.f_code.co_filename):
            return (frame.f_code.co_filename, frame.f_lineno, shown_name(frame.f_code))
        frame = frame.f_back
    return None


def raising_places(error):
    """The user's places an error passed through, outermost first."""
    places = []
    traceback = error.__traceback__
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if is_users(code.co_filename):
            places.append((code.co_filename, traceback.tb_lineno, shown_name(code)))
        traceback = traceback.tb_next
    return places
