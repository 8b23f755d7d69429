"""
Says whether a disturbed run shows a bug, by comparing it with the undisturbed one. Silent where the disturbance alone explains
what happened: a task that was cancelled ends cancelled, and a time limit may pass when I/O is late.
"""

import asyncio.tasks
import sys

from .cleanup import is_cleanup, is_handled
from .places import is_users, users_place
from .run import CANCELLED_BY

_WAIT_FOR = asyncio.tasks.__file__

_ENDLESS = ("deadlock", "livelock", "hang", "crash")


def judge_timing(outcome, baseline):
    """The problem of a run that timing or order disturbed, or None."""
    status = "livelock" if outcome["status"] == "overrun" else outcome["status"]
    problem = outcome["problem"]
    if status == "failed":
        return None if _is_time_limit(problem) else problem
    if status == "cancelled":
        return {"kind": "error", "type": "CancelledError", "message": "", "places": []}
    if status in _ENDLESS:
        return None if problem.get("phase") == "cleanup" else problem
    return _leak(outcome, baseline)


def judge_cancellation(outcome, baseline, victim, root):
    """
    The problem of a run in which the task of number `victim` was cancelled, or None. `root` is the number of the task that runs
    the body, None where it is not known.
    """
    swallowed = _swallowed(outcome, victim, victim == root)
    if swallowed is not None:
        # Whatever else came of it.
        return swallowed
    status = "livelock" if outcome["status"] == "overrun" else outcome["status"]
    if victim != root:
        problem = outcome["problem"]
        if status == "failed":
            return None if _is_propagation(problem) else problem
        if status in _ENDLESS:
            return None if problem.get("phase") == "cleanup" else problem
    elif status not in ("ok", "cancelled"):
        # The body itself was cancelled: what it raises, and whether its clean-up ends, is judged by nobody here.
        return None
    if status == "cancelled" and victim != root:
        return None
    return _leak(outcome, baseline) or _later_failure(outcome)


def judge_fault(outcome, baseline):
    """The problem of a run in which something a task waited for failed, or None: that an error comes out is right."""
    status = "livelock" if outcome["status"] == "overrun" else outcome["status"]
    problem = outcome["problem"]
    if status in _ENDLESS:
        return None if problem.get("phase") == "cleanup" else problem
    if status == "failed" and problem["kind"] == "invariant":
        return problem
    return _leak(outcome, baseline) or _later_failure(outcome)


def signature_of(problem):
    """What makes two problems one: kind, type, and the place."""
    places = problem.get("places") or []
    where = tuple(places[-1][:2]) if places else ()
    if problem.get("waiting"):
        where = tuple(sorted({tuple(one["place"][:2]) for one in problem["waiting"] if one["place"]}))
    return (problem["kind"], problem["type"], where)


def _is_time_limit(problem):
    """Whether a time limit that passed is behind an error: late I/O is what it is there for."""
    return "TimeoutError" in problem.get("causes", ())


def _is_propagation(problem):
    return problem["type"] != "AssertionError" and CANCELLED_BY in problem.get("causes", ())


def _swallowed(outcome, victim, is_root):
    """The task was told to end, and went on: it waited for something outside any clean-up, and did not end cancelled."""
    for told in outcome["victims"]:
        if told["task"] != victim or told["end"] not in ("returned", "pending") or told["requests"] == 0:
            continue
        if told["awaitsEnding"]:
            continue
        # On Python 3.11 and older, `wait_for` loses cancellations: of the body itself, that is no news to whoever wrote it.
        if (is_root and not is_handled(told["at"])) or _is_librarys(told):
            continue
        for chain in told["chains"]:
            if chain and not is_cleanup(chain):
                kept = told["chains"][0][: told["kept"] or None]
                place = users_place([tuple(place) for place in kept]) or users_place([tuple(place) for place in chain])
                return {
                    "kind": "swallowed",
                    "type": "swallowed cancellation",
                    "message": "the task went on as if it had not been cancelled",
                    "places": [place] if place else [],
                }
    return None


def is_swallowed_by_handler(problem, outcome, victim):
    """Whether a problem is a cancellation that the task of this number swallowed where the user's code catches it."""
    return problem["kind"] == "swallowed" and any(
        told["task"] == victim and is_handled(told["at"]) for told in outcome["victims"]
    )


def _is_librarys(told):
    """Whether the cancellation was swallowed within a library, whose code went on; or by `wait_for` that a library called."""
    if not told["chains"]:
        return False
    if told["kept"] and not is_users(told["chains"][0][told["kept"] - 1][0]):
        return True
    if sys.version_info >= (3, 12):
        return False
    return any(
        function == "wait_for" and file == _WAIT_FOR and not is_users(caller)
        for (caller, _, _), (file, _, function) in zip(told["at"], told["at"][1:])
    )


def _leak(outcome, baseline):
    """A lock or a place in a semaphore that nobody gave back, though the undisturbed run gives it back."""
    usual = _free_by_place(baseline)
    for key, (free, first) in _free_by_place(outcome).items():
        if key in usual and free < usual[key][0] and free < first:
            kind, place = key
            message = f"{first - free} of {first} places of a semaphore are still taken at the end"
            if kind == "Lock":
                message = "a lock is still held at the end"
            places = [place] if place else []
            return {"kind": "leak", "type": f"leaked {kind.lower()}", "message": message, "places": places}
    return None


def _free_by_place(outcome):
    found = {}
    for kind, place, free, first in outcome["holdings"]:
        key = (kind, tuple(place) if place else None)
        have = found.get(key, (0, 0))
        found[key] = (have[0] + free, have[1] + first)
    return found


def _later_failure(outcome):
    if outcome["second"] is None:
        return None
    status, problem = outcome["second"]
    if status in ("ok", "cancelled") or problem is None or problem.get("phase") == "cleanup":
        return None
    if "address already in use" in problem["message"].lower():
        return None
    return {**problem, "isLater": True}
