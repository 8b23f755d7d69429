"""
Places in code, as the agent keeps them and as it tells them.

An *entry* is `(code, line, offset)`: a code object, a line of it, and the offset of the instruction. Stacks are lists of entries,
the innermost first. *Own* code is what the user wrote: not the standard library, not an installed package, not the agent.
"""

import os
import sys

_STANDARD = os.path.dirname(os.path.abspath(os.__file__)) + os.sep
_AGENT = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
_SCRIPTS = os.path.join(sys.prefix, "Scripts" if sys.platform == "win32" else "bin") + os.sep
_PACKAGES = tuple(f"{os.sep}{name}{os.sep}" for name in ("site-packages", "dist-packages", "__pypackages__"))
_WRITTEN_ON_THE_SPOT = ("<string>", "<stdin>")
_START = os.getcwd() if os.access(".", os.X_OK) else ""

_deepest = 200
_own_files = {}


def is_own(code):
    """Whether a code object is the user's."""
    name = code.co_filename
    own = _own_files.get(name)
    if own is None:
        own = _own_files[name] = _is_own_file(name)
    return own


def _is_own_file(name):
    if name.startswith("<"):
        return name in _WRITTEN_ON_THE_SPOT
    path = path_of(name)
    return not (path.startswith((_STANDARD, _AGENT, _SCRIPTS)) or any(part in path for part in _PACKAGES))


def path_of(name):
    """The absolute path of a code object's file; names that are no paths stay as they are."""
    return name if name.startswith("<") else os.path.normpath(os.path.join(_START, name))


def stack_of(frame):
    """The entries of a frame and its callers, innermost first, down to the event loop."""
    entries = []
    while frame is not None and len(entries) < _deepest:
        code = frame.f_code
        if code in _loop_codes:
            break
        if not code.co_filename.startswith(_AGENT):
            entries.append((code, frame.f_lineno, frame.f_lasti))
        frame = frame.f_back
    return entries


_loop_codes = set()


def end_stacks_at(*functions):
    """Functions that call the steps of loops: stacks end above them."""
    _loop_codes.update(function.__code__ for function in functions)


def traceback_entries(trace):
    """The entries of a traceback, innermost first."""
    entries = []
    while trace is not None:
        entries.append((trace.tb_frame.f_code, trace.tb_lineno, trace.tb_lasti))
        trace = trace.tb_next
    return entries[::-1][:_deepest]


def suspended_entries(coroutine):
    """Where a coroutine waits: the entries of what it awaits, innermost first."""
    entries = []
    while coroutine is not None and len(entries) < _deepest:
        frame = getattr(coroutine, "cr_frame", None) or getattr(coroutine, "gi_frame", None)
        if frame is None:
            break
        entries.append((frame.f_code, frame.f_lineno, frame.f_lasti))
        coroutine = getattr(coroutine, "cr_await", None) or getattr(coroutine, "gi_yieldfrom", None)
    return entries[::-1]


def own_entry(entries):
    """The innermost entry in the user's code, or None."""
    for entry in entries:
        if is_own(entry[0]):
            return entry
    return None


def own_caller(frame):
    """The innermost entry in the user's code at and above a frame, or None. Cheap enough for every task that starts."""
    depth = 0
    own_files = _own_files
    while frame is not None and depth < 60:
        code = frame.f_code
        own = own_files.get(code.co_filename)
        if own is None:
            own = is_own(code)
        if own:
            return (code, frame.f_lineno, frame.f_lasti)
        frame = frame.f_back
        depth += 1
    return None


def describe(entries):
    """Entries as events have them."""
    return [_describe_entry(entry) for entry in entries]


def _describe_entry(entry):
    code, line, offset = entry
    frame = {"path": path_of(code.co_filename), "line": line, "name": qualified_name(code), "own": is_own(code)}
    if frame["own"]:
        frame.update(_positions(code, offset))
    return frame


def qualified_name(code):
    """`Repo.load` where Python knows it (3.11 and newer), else `load`."""
    return getattr(code, "co_qualname", None) or code.co_name


def _positions(code, offset):
    """The range of the expression an instruction belongs to: columns count UTF-8 bytes from 0. Empty before Python 3.11."""
    positions = getattr(code, "co_positions", None)
    if positions is None or offset < 0:
        return {}
    for index, (line, end_line, column, end_column) in enumerate(positions()):
        if index == offset // 2:
            if None in (line, end_line, column, end_column):
                return {}
            return {"startLine": line, "column": column, "endLine": end_line, "endColumn": end_column}
    return {}
