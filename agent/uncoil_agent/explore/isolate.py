"""
A process of its own for every run: forked after the user's modules were imported, so that each run finds them as they were
then, and whatever a run breaks is gone with it. Where forking is unsafe, or impossible, the target is refused.
"""

import faulthandler
import json
import os
import re
import select
import signal
import sys
import time

from .request import OutOfTime

_SET_CHILD_SUBREAPER = 36


def adopt_orphans():
    """Makes processes that lose their parent our children, so that none stays as a zombie where nobody else buries them."""
    if sys.platform != "linux":
        return
    try:
        import ctypes

        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    except (ImportError, OSError, AttributeError):
        pass


class Isolation:
    """Runs plans of one body."""

    def __init__(self, body, limit):
        self.body = body
        self.limit = limit
        """Seconds a run may take."""
        self.count = 0
        self.seconds = 0.0
        self._child = None

    def run(self, plan, limit=None):
        """The outcome of a run, as `Outcome.as_json` describes it; status `hang` or `crash` when it gave none."""
        started = time.monotonic()
        try:
            seconds = limit or self.limit
            outcome = self._run_forked(plan._replace(seconds=seconds * 0.9), seconds)
            if outcome["status"] == "hang":
                outcome["problem"]["message"] = f"does not end within {seconds:.3g} s"
            return outcome
        finally:
            self.count += 1
            self.seconds += time.monotonic() - started

    def run_within(self, plan, seconds):
        """The outcome of a run for which so many seconds are left. Raises OutOfTime when they are too few to say that it hangs."""
        if seconds <= 0:
            raise OutOfTime()
        outcome = self.run(plan, min(self.limit, seconds))
        if outcome["status"] == "hang" and seconds < self.limit:
            raise OutOfTime()
        return outcome

    def stop(self):
        """Ends the run that is going on."""
        if self._child is not None:
            _end_group(self._child)
            self._child = None

    def _run_forked(self, plan, limit):
        reading, writing = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _run_in_child(self.body, plan, writing, limit)
        self._child = child
        os.close(writing)
        try:
            text, is_late = _read_until(reading, time.monotonic() + limit + 0.5)
        finally:
            os.close(reading)
            status = _end_group(child)
            self._child = None
        return _parse(text, is_late, status)


def _run_in_child(body, plan, writing, limit):
    try:
        os.setpgid(0, 0)
        nothing = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(nothing, descriptor)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        # From a thread of C: it works while Python code holds everything up, and ends the process if nobody else does.
        faulthandler.dump_traceback_later(limit, exit=True, file=writing)
        body.execute(plan, lambda outcome: _write(writing, json.dumps(outcome).encode() + b"\n"))
    except BaseException as error:
        import traceback

        text = "".join(traceback.format_exception(type(error), error, error.__traceback__))
        _write(writing, json.dumps(_without_outcome("crash", text, [])).encode() + b"\n")
    finally:
        os._exit(0)


def _write(descriptor, contents):
    view = memoryview(contents)
    while view:
        view = view[os.write(descriptor, view) :]


def _read_until(descriptor, deadline):
    """Everything up to the end of the first line, or of the file; and whether it came too late."""
    chunks = []
    while True:
        remaining = deadline - time.monotonic()
        if remaining <= 0 or not select.select([descriptor], [], [], remaining)[0]:
            return b"".join(chunks), True
        chunk = os.read(descriptor, 1 << 16)
        if not chunk:
            return b"".join(chunks), False
        chunks.append(chunk)
        if chunk.endswith(b"\n") and chunks[0].startswith(b"{"):
            return b"".join(chunks), False


def _end_group(child):
    """Ends a run and everything it started; its exit status."""
    for _ in range(2):
        try:
            os.killpg(child, signal.SIGKILL)
            break
        except ProcessLookupError:
            # It had no time to make a group of its own.
            try:
                os.kill(child, signal.SIGKILL)
            except ProcessLookupError:
                break
        except PermissionError:
            break
    status = os.waitpid(child, 0)[1]
    # What it has started is ours to bury, where the system lets us adopt.
    while True:
        try:
            os.waitpid(-child, 0)
        except ChildProcessError:
            return status


_FRAME = re.compile(r'  File "(.*)", line (\d+) in (.*)')


def _parse(text, is_late, status):
    if text.startswith(b"{") and text.endswith(b"\n"):
        return json.loads(text)
    stack = [(file, int(line), name) for file, line, name in _FRAME.findall(text.decode("utf-8", "replace"))]
    if is_late or stack:
        return _without_outcome("hang", "does not end", stack)
    return _without_outcome("crash", f"its process ended with {_describe_status(status)}", stack)


def _describe_status(status):
    code = os.waitstatus_to_exitcode(status)
    return f"exit code {code}" if code >= 0 else f"signal {-code}"


def _without_outcome(status, message, stack):
    from . import places

    problem = {
        "kind": status,
        "type": status,
        "message": message,
        "places": [place for place in reversed(stack) if places.is_users(place[0])],
    }
    return {
        "status": status,
        "problem": problem,
        "second": None,
        "holdings": [],
        "decisions": [],
        "touched": [],
        "steps": 0,
        "tasks": [],
        "points": [],
        "timers": [],
        "jobs": 0,
        "events": [],
        "lines": [],
        "victims": [],
    }
