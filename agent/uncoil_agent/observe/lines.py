"""Which lines of the user's code ran. Needs `sys.monitoring` (Python 3.12): each line costs once, then nothing."""

import sys

from ..frames import is_own, path_of

_TOOLS = (4, 3)
"""Numbers nobody has a claim to; 0 to 2 and 5 are those of debuggers, coverage, profilers and optimisers."""


class Lines:
    """Lines seen, told in portions."""

    def __init__(self, channel):
        self._channel = channel
        self._fresh = {}
        self.is_watching = False

    def install(self):
        """Watches the code that runs from now on. Returns whether this interpreter can."""
        monitoring = getattr(sys, "monitoring", None)
        tool = next((number for number in _TOOLS if monitoring and monitoring.get_tool(number) is None), None)
        if tool is None:
            return False
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
        self.is_watching = True
        return True

    def flush(self):
        """Tells the lines that are new."""
        portions = []
        for name in list(self._fresh):
            lines = self._fresh.pop(name, None)
            if lines:
                portions.append({"event": "lines", "path": path_of(name), "lines": sorted(lines)})
        if portions:
            self._channel.send(*portions)
