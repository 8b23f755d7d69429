"""From samples of a kept loop to a problem that names the line to blame, or to nothing when the program is not to blame."""

import gc
from collections import Counter, deque
from time import perf_counter

from ..channel import microseconds
from ..frames import describe, is_own, own_entry, suspended_entries
from ..guard import keeps_errors
from .steps import task_of

_LONG_PAUSE = 0.005
_MOST_TIMERS = 10_000

_COROUTINE = 0x80 | 0x200
"""`CO_COROUTINE`, `CO_ASYNC_GENERATOR`."""

_DEBUGGERS = ("pdb.py", "bdb.py", "pydevd.py", "debugpy", "pydevd_bundle", "_pydevd", "ipdb", "pudb")


class Pauses:
    """Collections of garbage that took long, of the last seconds."""

    def __init__(self):
        self._pauses = deque(maxlen=64)
        self._began = 0.0

    def install(self):
        gc.callbacks.append(self._on_collection)

    def _on_collection(self, phase, info):
        now = perf_counter()
        if phase == "start":
            self._began = now
        elif now - self._began > _LONG_PAUSE:
            self._pauses.append((self._began, now))

    def within(self, started, ended):
        """Seconds of collections between two times."""
        return sum(max(0.0, min(end, ended) - max(start, started)) for start, end in list(self._pauses))


class Blocking:
    """Tells of loops that were kept longer than the budget."""

    def __init__(self, problems, pauses, budget):
        self.sampler = None
        self._problems = problems
        self._pauses = pauses
        self._budget = budget

    @keeps_errors
    def on_slow_round(self, clock, started, ended):
        """A round has taken too long: tells of its slow steps, or of all of them in sum. Called on the loop's thread."""
        slow, clock.slow[:] = list(clock.slow), []
        samples, clock.samples[:] = list(clock.samples), []
        if not slow:
            self._tell_round(clock, started, ended, samples)
        for step in slow:
            self._tell_step(clock, step, [sample[1:] for sample in samples if sample[0] == step[0]])

    @keeps_errors
    def on_stuck(self, clock, started, entries):
        """A step is at work for very long: whatever becomes of it, it is told. Called on the sampler's thread."""
        if _cause([(0.0, entries)]) is not None:
            return
        chosen = own_entry(entries) or (entries[0] if entries else None)
        if chosen is None:
            return
        self._problems.report(
            "blocked",
            (*_key(entries, chosen), False),
            lambda: _describe(entries, chosen),
            isOpen=True,
            started=microseconds(started),
        )

    def _tell_step(self, clock, step, samples):
        started, ended, handle, ready = step
        duration = self._blamed_seconds(clock, started, ended)
        if duration < self._budget or _cause(samples) is not None:
            return
        task = task_of(handle) if handle is not None else None
        shares = _shares(samples, started, ended, self._budget)
        long = [share for share in shares if share[0] >= self._budget]
        seen = {"waiting": self._waiting(clock, ready), "task": _name_of(task)}
        for seconds, entries, chosen in long or shares[:1]:
            self._tell_blocked(entries, chosen, min(seconds, duration) if long else duration, started, seen)
        if shares:
            return
        # Nobody saw it: where its task waits now is after the line to blame.
        entries = suspended_entries(task.get_coro()) if task is not None else []
        if entries:
            self._tell_blocked(entries, own_entry(entries) or entries[0], duration, started, seen, is_after=True)

    def _tell_blocked(self, entries, chosen, duration, started, seen, is_after=False):
        self._problems.report(
            "blocked",
            (*_key(entries, chosen), is_after),
            lambda: {**_describe(entries, chosen), "isAfter": is_after},
            duration=duration,
            started=microseconds(started),
            **seen,
        )

    def _tell_round(self, clock, started, ended, samples):
        duration = self._blamed_seconds(clock, started, ended)
        stacks = [sample[1:] for sample in samples]
        if duration < self._budget or _cause(stacks) is not None:
            return
        shares = _shares(stacks, started, ended, self._budget)
        if not shares:
            return
        _, entries, chosen = shares[0]
        self._problems.report(
            "slow-round",
            _key(entries, chosen),
            lambda: _describe(entries, chosen),
            duration=duration,
            started=microseconds(started),
        )

    def _blamed_seconds(self, clock, started, ended):
        """Of a step's time, what the program had: not pauses for garbage, not the wait for a processor."""
        seconds = ended - started - self._pauses.within(started, ended)
        if seconds < self._budget or self.sampler is None:
            return seconds
        return seconds - self.sampler.kept_from_processor(clock, started)

    def _waiting(self, clock, ready):
        """How many callbacks and tasks could have run meanwhile: those that were ready, timers that are due, and I/O."""
        loop = clock.loop
        due = 0
        scheduled = getattr(loop, "_scheduled", None)
        if scheduled is not None:
            now = loop.time()
            due = sum(1 for timer in list(scheduled)[:_MOST_TIMERS] if timer._when <= now and not timer._cancelled)
        select = getattr(getattr(loop, "_selector", None), "select", None)
        poll = getattr(select, "uncoil_select", None)
        # What a selector reports it reports again. The completions of Windows' proactor are gone when they are read.
        is_repeatable = poll is not None and hasattr(loop, "_selector") and hasattr(loop._selector, "get_map")
        return ready + due + (len(poll(0)) if is_repeatable else 0)


def _cause(samples):
    """Why a stretch is nobody's fault: imports, debuggers, coverage; or None."""
    reasons = Counter(_cause_of(entries) for _, entries in samples)
    reason, count = reasons.most_common(1)[0] if reasons else (None, 0)
    return reason if reason is not None and count * 2 >= len(samples) else None


def _cause_of(entries):
    for code, _, _ in entries:
        name = code.co_filename
        if name.startswith("<frozen importlib"):
            return "import"
        if any(part in name for part in _DEBUGGERS):
            return "debugger"
    if entries and "/coverage/" in entries[0][0].co_filename.replace("\\", "/"):
        return "coverage"
    return None


def _shares(samples, started, ended, budget):
    """
    How a stretch divides among the user's lines: `(seconds, stack, entry to blame)`, the longest first. A sample stands for the
    time since the one before, the last one for the rest, too. Lines too short for the budget are taken together with the others
    of their function: a computation has many.
    """
    functions = {}
    before = started
    for index, (at, entries) in enumerate(samples):
        if not entries:
            continue
        entry = own_entry(entries) or entries[0]
        seconds = (ended if index == len(samples) - 1 else at) - before
        before = at
        functions.setdefault(entry[0], {}).setdefault(entry[1], []).append((seconds, entries, entry))
    shares = []
    for lines in functions.values():
        long = [stretches for stretches in lines.values() if _sum(stretches) >= budget]
        short = [stretch for stretches in lines.values() if stretches not in long for stretch in stretches]
        shares.extend(_share(stretches) for stretches in (*long, short) if stretches)
    return sorted(shares, key=lambda share: -share[0])


def _sum(stretches):
    return sum(seconds for seconds, _, _ in stretches)


def _share(stretches):
    lines = {}
    for seconds, _, entry in stretches:
        lines[entry[1]] = lines.get(entry[1], 0.0) + seconds
    longest = max(lines, key=lines.get)
    _, entries, entry = max((item for item in stretches if item[2][1] == longest), key=lambda item: item[0])
    return _sum(stretches), entries, entry


def _key(entries, chosen):
    """What tells one blocked line from another: the line, and the line of the coroutine below which it is reached."""
    left = entries[_left(entries, chosen)]
    return (chosen[0].co_filename, chosen[1], left[0].co_filename, left[1])


def _left(entries, chosen):
    """Index of the entry where the loop is left: the innermost coroutine of the user's at or below the blamed line, or that line."""
    blamed = entries.index(chosen)
    for index in range(blamed, len(entries)):
        code = entries[index][0]
        if code.co_flags & _COROUTINE and is_own(code):
            return index
    return blamed


def _describe(entries, chosen):
    return {"stack": describe(entries), "blamed": entries.index(chosen), "left": _left(entries, chosen)}


def _name_of(task):
    if task is None:
        return None
    coroutine = task.get_coro()
    return getattr(coroutine, "__qualname__", None) or type(coroutine).__name__
