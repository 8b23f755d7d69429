"""What an exploration is asked for, and why it may be impossible."""

import time


class Unsuitable(Exception):
    """The target cannot be explored; the message says why, `hint` what to do."""

    def __init__(self, message, hint="", problem=None):
        super().__init__(message)
        self.hint = hint
        self.problem = problem


class OutOfTime(Exception):
    """The time limit was reached in the middle of a strategy."""


class Budget:
    """How much each strategy may run, and until when."""

    def __init__(self, request):
        self.cancel_points = request.get("cancelPoints", 200)
        self.timing_seeds = request.get("timingSeeds", 60)
        self.order_seeds = request.get("orderSeeds", 20)
        self.strategies = request.get("strategies") or ["cancel", "timing", "order"]
        self.copies = request.get("copies", 2)
        self.seed = request.get("seed", 0)
        self.names = request.get("cancelTasks") or []
        self.focus = request.get("focus") or []
        self.stops_at_first = bool(request.get("first"))
        self.deadline = time.monotonic() + request.get("timeLimit", 120)

    def is_over(self):
        """Whether the time is up."""
        return time.monotonic() >= self.deadline

    def remaining(self):
        """Seconds left."""
        return max(0.0, self.deadline - time.monotonic())
