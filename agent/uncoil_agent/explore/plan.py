"""
What a run does differently from an undisturbed one: a list of decisions, and the ID that stands for it.

Tasks are numbered in the order in which they first reach the loop, file descriptors in the order in which they have an event.
Numbers never depend on addresses or on names that count over the whole process, so a plan means the same in every run.
"""

import re
import zlib
from typing import NamedTuple, Union


class Decision(NamedTuple):
    """One deviation. `subject` is the number of a task or descriptor, `ordinal` counts that subject's steps, timers or events."""

    kind: str
    """
    `cancel`: the task is cancelled after its step; `value` is `waiting` or `late` (its wake-up is queued already).
    `timer`: a timer the task has set fires late by `value` microseconds.
    `event`: an event of the descriptor is seen late by `value` microseconds; 0 says once the loop has nothing else to do.
    `thread`: a thread that hands something to the loop is held up by `value` microseconds. Subject 0 counts the jobs of
    executors, subject 1 the calls of other threads.
    `order`: a step of the task lets `value` others go first.
    `fault`: what the task waits for after its step raises; `value` is `reset` or `timeout`.
    """
    subject: int
    ordinal: int
    value: Union[int, str]


class Plan(NamedTuple):
    """What to do in one run."""

    decisions: tuple = ()
    strategy: str = ""
    """Who makes further decisions: `jitter`, `delay`, `pct`, or nobody."""
    seed: int = 0
    horizon: int = 0
    """How many steps the undisturbed run has; `pct` places its changes among them."""
    copies: int = 1
    is_virtual: bool = True
    """Whether time jumps where nothing real is waited for."""
    runs_twice: bool = False
    """Whether the body runs again after the disturbed run, undisturbed."""
    is_traced: bool = False
    """Whether every line of the user's code is recorded."""
    discovers: bool = False
    """Whether tasks, await points and timers are recorded."""
    step_limit: int = 2_000_000
    seconds: float = 10
    """How long the run may wait for something real."""


_PART = re.compile(r"(cancel|timer|event|thread|order|fault)-(\d+)\.(\d+)-(\w+)\Z")


def write_id(decisions, copies, sites):
    """The ID of a plan. `sites` are texts of the places it touches: an ID of another program is recognised by them."""
    parts = [] if copies == 1 else [f"copies-{copies}"]
    for kind, subject, ordinal, value in decisions:
        unit = "us" if kind in ("timer", "event", "thread") else ""
        parts.append(f"{kind}-{subject}.{ordinal}-{value}{unit}")
    return "_".join(parts or ["undisturbed"]) + f"~{_checksum(sites)}"


def read_id(text):
    """The decisions, the number of copies and the checksum an ID stands for. Raises ValueError."""
    body, mark, checksum = text.partition("~")
    if not mark:
        raise ValueError("an ID ends with ~ and four digits")
    copies = 1
    decisions = []
    for part in body.split("_"):
        if part == "undisturbed":
            continue
        if re.match(r"copies-\d+\Z", part):
            copies = int(part[7:])
            continue
        found = _PART.match(part)
        if found is None:
            raise ValueError(f"`{part}` is no decision")
        kind, subject, ordinal, value = found.groups()
        decisions.append(Decision(kind, int(subject), int(ordinal), _read_value(kind, value)))
    return tuple(decisions), copies, checksum


def _read_value(kind, text):
    if kind in ("cancel", "fault"):
        choices = ("waiting", "late") if kind == "cancel" else ("reset", "timeout")
        if text not in choices:
            raise ValueError(f"`{text}` is not one of {', '.join(choices)}")
        return text
    if kind != "order":
        if not text.endswith("us"):
            raise ValueError(f"`{text}` is no time in us")
        text = text[:-2]
    return int(text)


def matches_checksum(checksum, sites):
    """Whether an ID was made where these places are touched."""
    return checksum == _checksum(sites)


def _checksum(sites):
    return f"{zlib.crc32('|'.join(sites).encode()) & 0xFFFF:04x}"
