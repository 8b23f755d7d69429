"""Runs one async callable or test many times, disturbed in ways the event loop allows. `python -m uncoil_agent.explore REQUEST`."""

channel = None
"""Where events go. None in processes nobody reads."""


def install(events, settings):
    """Keeps the channel for the process that explores; a program's other processes are left alone."""
    global channel
    channel = events
