"""Connections and sessions that are open when their loop is closed, and threads that keep a program from ending."""

import threading
import weakref
from sys import _getframe
from time import perf_counter

from ..frames import describe, own_caller
from ..guard import keeps_errors

_THREAD_SECONDS = 1.0


class Resources:
    """Remembers where connections and sessions were opened."""

    def __init__(self, problems):
        self._problems = problems
        self._sites = weakref.WeakKeyDictionary()
        self._sessions = weakref.WeakSet()

    def remember(self, thing, frame):
        """A connection or session is made. Those the user's code has no part in are not followed."""
        site = own_caller(frame)
        if site is not None:
            self._sites[thing] = site

    def follow_transports(self, base_loop):
        """Remembers the transports a loop makes for connections that the program opens."""
        for name in ("_make_socket_transport", "_make_ssl_transport"):
            self._wrap(base_loop, name)

    def follow_sessions(self, session_class):
        """Remembers the sessions of an HTTP client's class, which has `closed` or `is_closed`."""
        original = session_class.__init__
        remember, sessions = self.remember, self._sessions

        def __init__(self, *args, **keywords):
            original(self, *args, **keywords)
            try:
                remember(self, _getframe(1))
                sessions.add(self)
            except TypeError:
                return

        __init__.__wrapped__ = original
        __init__.__doc__ = original.__doc__
        session_class.__init__ = __init__

    @keeps_errors
    def on_loop_closing(self, loop):
        """Tells what is still open."""
        for session in list(self._sessions):
            if _is_open(session, loop):
                self._tell("session", session)
        for transport in list(getattr(loop, "_transports", {}).values()):
            if not transport.is_closing():
                self._tell("connection", transport)

    @keeps_errors
    def on_collected(self, session):
        """A session says itself that it was thrown away while it was open."""
        if session is not None:
            self._tell("session", session)

    def _tell(self, what, thing):
        site = self._sites.pop(thing, None)
        if site is None:
            return
        kind = type(thing)
        name = kind.__qualname__ if what == "session" else "connection"
        self._problems.report(
            "left-open",
            (what, site[0].co_filename, site[1]),
            lambda: {"stack": describe([site]), "blamed": 0, "resource": name},
        )

    def _wrap(self, owner, name):
        original = getattr(owner, name, None)
        if original is None:
            return
        remember = self.remember

        def make_transport(loop, *args, **keywords):
            transport = original(loop, *args, **keywords)
            # A connection that came in has nobody of the program's above it who opened it.
            if not keywords.get("server") and not keywords.get("server_side"):
                remember(transport, _getframe(1))
            return transport

        make_transport.__name__ = name
        setattr(owner, name, make_transport)


def _is_open(session, loop):
    if hasattr(session, "closed"):
        return not session.closed and getattr(session, "_loop", None) is loop
    state = getattr(getattr(session, "_state", None), "name", "")
    return state == "OPENED"


class Threads:
    """Threads that go on when the program wants to end, and so keep it from ending."""

    def __init__(self, problems):
        self._problems = problems
        self._sites = weakref.WeakKeyDictionary()
        self._ending_since = 0.0

    def install(self):
        """Remembers where threads are started, and notices when the interpreter begins to wait for them."""
        start, shutdown, sites = threading.Thread.start, threading._shutdown, self._sites

        def remembering_start(thread):
            try:
                site = own_caller(_getframe(1))
                if site is not None:
                    sites[thread] = site
            except TypeError:
                pass
            return start(thread)

        def noticing_shutdown():
            self._ending_since = perf_counter()
            return shutdown()

        remembering_start.__name__ = "start"
        threading.Thread.start = remembering_start
        threading._shutdown = noticing_shutdown

    def _waited_for(self):
        return [thread for thread in list(self._sites) if thread.is_alive() and not thread.daemon]

    def look(self):
        """
        Tells of threads the interpreter has been waiting for. Returns whether it is waiting. Called now and then on the sampler's
        thread: no new one may start by then.
        """
        if not self._ending_since:
            return False
        if perf_counter() - self._ending_since > _THREAD_SECONDS:
            self._ending_since = 0.0
            self._tell()
        return True

    @keeps_errors
    def _tell(self):
        for thread in self._waited_for():
            site = self._sites.get(thread)
            self._problems.report(
                "thread-left-running",
                (site[0].co_filename, site[1]),
                lambda: {"stack": describe([site]), "blamed": 0, "thread": thread.name},
            )
