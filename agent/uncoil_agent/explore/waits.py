"""What waiting tasks wait for: a lock and who holds it, an event nobody sets, other tasks."""

import asyncio
from asyncio import locks, queues

from . import places
from .holdings import holder_of, place_made

_TASK_TYPES = (asyncio.Task, asyncio.tasks._PyTask)

_METHODS = {
    (locks.Lock, "acquire"): "lock",
    (locks.Semaphore, "acquire"): "semaphore",
    (locks.Event, "wait"): "event",
    (locks.Condition, "wait"): "condition",
    (queues.Queue, "get"): "item",
    (queues.Queue, "put"): "room",
    (queues.Queue, "join"): "join",
    (asyncio.StreamReader, "_wait_for_data"): "data",
}
"""The class of `self` and the method a task waits in, and the kind of thing this is."""
if hasattr(locks, "Barrier"):
    _METHODS[locks.Barrier, "wait"] = "barrier"

_SLEEP = asyncio.sleep.__code__


def describe_waiting(record, task, number_of):
    """
    Where a task stands, for a person: its place in the user's code, and what it waits for. `number_of` gives the number of another
    task.
    """
    frames = list(places.awaited_frames(task.get_coro()))
    return {
        "task": record.number,
        "place": places.users_place(places.places_of(frames)),
        "awaits": _describe_awaited(task, frames, number_of),
    }


def _describe_awaited(task, frames, number_of):
    awaited = getattr(task, "_fut_waiter", None)
    # What asyncio's things are made of themselves, the event in a queue, says nothing to a person.
    for frame in _frames_of_libraries(frames):
        if frame.f_code is _SLEEP:
            return _describe("timer")
        kind, thing = _thing_of(frame)
        if kind == "condition" and frame is not frames[-1][1]:
            # It was notified, and wants its lock back.
            continue
        if kind is not None:
            holder = holder_of(thing)
            return _describe(kind, place_made(thing), [] if holder is None else [holder])
        tasks = _unfinished_tasks(_awaited_by(frame))
        if tasks:
            return _describe("tasks", tasks=sorted(map(number_of, tasks)))
    tasks = _unfinished_tasks([awaited, *getattr(awaited, "_children", ())])
    if tasks:
        return _describe("tasks", tasks=sorted(map(number_of, tasks)))
    return None if awaited is None else _describe("future")


def _frames_of_libraries(frames):
    """The frames below the innermost of the user's, outermost first."""
    below = []
    for _, frame in frames:
        below = [] if places.is_users(frame.f_code.co_filename) else [*below, frame]
    return below


def _describe(kind, made=None, tasks=()):
    return {"kind": kind, "made": made, "tasks": list(tasks)}


def _thing_of(frame):
    """The kind of thing whose method this frame of asyncio is, and the thing; a pair of None for others."""
    thing = frame.f_locals.get("self")
    for (owner, method), kind in _METHODS.items():
        if frame.f_code.co_name == method and isinstance(thing, owner):
            return kind, thing
    return None, None


def _awaited_by(frame):
    """What `asyncio.wait`, `wait_for` before Python 3.12, or a task group waits for, by the local names of asyncio itself."""
    variables = frame.f_locals
    if frame.f_code.co_name == "_wait":
        return list(variables.get("fs") or ())
    if frame.f_code.co_name == "wait_for":
        return [variables.get("fut")]
    group = variables.get("self")
    if frame.f_code.co_name in ("__aexit__", "_aexit") and type(group).__name__ == "TaskGroup":
        return list(getattr(group, "_tasks", ()))
    return ()


def _unfinished_tasks(awaited):
    return [one for one in awaited if isinstance(one, _TASK_TYPES) and not one.done()]
