"""What an exploration is asked for, and why it may be impossible."""

import time


class Unsuitable(Exception):
    """The target cannot be explored; the message says why, `hint` what to do."""

    def __init__(self, message, hint="", problem=None):
        super().__init__(message)
        self.hint = hint
        self.problem = problem


class OutOfTime(Exception):
    """The time limit was reached in the middle of something."""


_SHARE_TO_REPORT = 0.25
"""Of the time limit: kept for making failures small, and for repeating them, as soon as there are any."""


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
        self.time_limit = request.get("timeLimit", 120)
        self.deadline = time.monotonic() + self.time_limit

    def remaining(self, has_failures=False):
        """Seconds left; for the search only, when there are failures to report."""
        kept = self.time_limit * _SHARE_TO_REPORT if has_failures else 0
        return max(0.0, self.deadline - kept - time.monotonic())
