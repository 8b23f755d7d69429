"""
What Uncoil puts into the Python processes it starts. Standard library only, Python 3.9 and newer.

`UNCOIL_EVENTS` names the socket events go to. `UNCOIL_AGENT` says what to do: `mode=run` observes, `mode=explore` perturbs;
other settings of the mode follow, separated by blanks. Without both variables nothing happens.
"""

import os
import sys

_MODES = {"run": "observe", "explore": "explore"}
"""The subpackage of a mode. It has `install(channel, settings)`."""

_has_started = False


def invariant(check):
    """
    Registers a function of no arguments that must neither raise nor return False, whatever the loop has just run. `uncoil
    explore` calls it after every step. Returns the function, so it serves as a decorator.
    """
    from .explore.invariants import register

    register(check)
    return check



def start():
    """Starts what the environment asks for, once in a process. Called before the program runs."""
    global _has_started
    address = os.environ.get("UNCOIL_EVENTS")
    written = os.environ.get("UNCOIL_AGENT")
    if _has_started or not address or not written or sys.version_info < (3, 9):
        return
    _has_started = True
    from importlib import import_module

    from .channel import Channel

    settings = dict(pair.split("=", 1) for pair in written.split())
    channel = Channel(address)
    channel.send()
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=channel.after_fork)
    import_module(f"{__name__}.{_MODES[settings['mode']]}").install(channel, settings)
