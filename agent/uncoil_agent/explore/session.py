"""An exploration from request to last event."""

import os
import signal
import sys
import threading

from .. import explore
from .holdings import watch_holdings
from .isolate import Isolation, adopt_orphans
from .request import Budget, Unsuitable
from .search import Search
from .target import open_target

_LONGEST_RUN = 10
"""Seconds one run may take, if the time limit of all is not shorter."""


def run(request):
    """Explores; the exit code of the process. 0 whatever was found, 2 when nothing could be explored."""
    emit = _emitter()
    isolation = None
    # The launcher is of no use in processes the target starts.
    os.environ.pop("UNCOIL_AGENT", None)

    watch_holdings()
    # Whoever ends us must not leave the run that is going on behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)

    def search_in(body):
        nonlocal isolation
        _prepare_to_fork()
        adopt_orphans()
        budget = Budget(request)
        isolation = Isolation(body, min(_LONGEST_RUN, request.get("timeLimit", 120)))
        search = Search(isolation, budget, emit)
        if request.get("replay"):
            search.replay(request["replay"])
        else:
            search.explore()

    try:
        open_target(request["target"], search_in)
    except Unsuitable as error:
        emit({"event": "explore-unsuitable", "message": str(error), "hint": error.hint, "problem": error.problem})
        return 2
    except KeyboardInterrupt:
        return 130
    finally:
        if isolation is not None:
            isolation.stop()
    return 0


def _emitter():
    if explore.channel is None:
        from ..encode import encode

        return lambda event: os.write(3, encode(event))
    return explore.channel.send


def _prepare_to_fork():
    """Forks share the memory of what exists now; whatever holds locks in other threads would hold them for ever."""
    import gc

    others = [thread.name for thread in threading.enumerate() if thread is not threading.current_thread()]
    if others:
        raise Unsuitable(
            f"importing the target starts a thread ({', '.join(others)}), and a process with threads cannot be copied for each run",
            "start threads when the program runs, not when it is imported",
        )
    if not hasattr(os, "fork"):
        raise Unsuitable(f"explore cannot run on {sys.platform}: it needs a system that can copy a process")
    gc.collect()
    gc.freeze()
