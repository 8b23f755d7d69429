"""
Which lines of the user's code ran: all of them by `sys.monitoring` (Python 3.12), where each line costs once, then nothing; on older
Pythons some of them, see `line_tracer.py`.
"""

import sys

from ..frames import is_own, path_of

_TOOLS = (4, 3)
"""Numbers nobody has a claim to; 0 to 2 and 5 are those of debuggers, coverage, profilers and optimisers."""


class Lines:
    """Lines seen, told in portions."""

    def __init__(self, channel):
        self._channel = channel
        self._fresh = {}
        self.tracer = None
        """What is to run the steps of loops; None where that is not needed."""

    def install(self):
        """Watches the code that runs from now on."""
        monitoring = getattr(sys, "monitoring", None)
        tool = next((number for number in _TOOLS if monitoring and monitoring.get_tool(number) is None), None)
        if monitoring is None:
            from .line_tracer import LineTracer

            self.tracer = LineTracer(self._fresh)
        if tool is None:
            return
        events, disable, fresh = monitoring.events, monitoring.DISABLE, self._fresh

        def on_start(code, offset):
            if is_own(code):
                monitoring.set_local_events(tool, code, events.LINE)
            return disable

        def on_line(code, line):
            fresh.setdefault(code.co_filename, set()).add(line)
            return disable

        monitoring.use_tool_id(tool, "uncoil")
        monitoring.register_callback(tool, events.PY_START, on_start)
        monitoring.register_callback(tool, events.LINE, on_line)
        monitoring.set_events(tool, events.PY_START)

    def flush(self):
        """Tells the lines that are new."""
        portions = []
        for name in list(self._fresh):
            lines = self._fresh.pop(name, None)
            if lines:
                portions.append({"event": "lines", "path": path_of(name), "lines": sorted(lines)})
        if portions:
            self._channel.send(*portions)
