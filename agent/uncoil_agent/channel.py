"""
The way out for events: JSON lines through a socket of their own, never through the program's output.

The socket has a name, because a descriptor would not reach grandchildren (`subprocess` closes what it does not know). Each
process connects for itself. Lines are with the kernel when `send` returns: a crash of the program loses nothing.
"""

import os
import sys
import time
from _thread import RLock
from collections import deque

from .encode import encode

_SEND_SECONDS = 5
"""A reader that takes longer is taken for dead: the program must not hang with it."""

_HIGH_DESCRIPTOR = 200
"""Programs see the numbers of the descriptors they open: ours stays out of the way."""


class Channel:
    """A connection to whoever started the program; silently none when there is nobody."""

    def __init__(self, address):
        self._address = address
        self._lock = RLock()
        self._waiting = deque()
        self._is_sending = False
        self._descriptor = None
        self._identity = None
        self._is_dead = False

    def send(self, *events):
        """
        Sends events: dictionaries of plain values, whose `event` names the kind. Never raises. A finalizer or a signal handler may
        come here while its own thread is sending: what it has to say follows, when that is done.
        """
        if self._is_dead:
            return
        try:
            payload = b"".join([encode(event) for event in events])
            with self._lock:
                self._waiting.append(payload)
                self._send_waiting()
        except Exception:
            self._is_dead = True

    def _send_waiting(self):
        # Whoever interrupts between the inner loop and the end of sending relies on the outer one.
        while self._waiting and not self._is_sending:
            self._is_sending = True
            try:
                while self._waiting:
                    self._send_bytes(self._waiting[0])
                    # A child that was forked meanwhile has nothing to send.
                    if self._waiting:
                        self._waiting.popleft()
            finally:
                self._is_sending = False

    def after_fork(self):
        """A forked child has its parent's connection; it makes one of its own when it sends."""
        self._lock = RLock()
        self._waiting.clear()
        self._is_sending = False
        self._drop()

    def _send_bytes(self, payload):
        for attempt in (1, 2):
            greeting = b""
            try:
                if not self._is_connected():
                    self._connect()
                    greeting = encode(describe_process())
                _write(self._descriptor, greeting + payload)
                return
            except OSError:
                # The program may have closed every descriptor it knows of, as daemons do: connect once more.
                self._drop()
                if attempt == 2:
                    raise
            except BaseException:
                # A signal handler has raised in the middle of a line, which is sent whole on another connection.
                self._drop()
                raise

    def _connect(self):
        if sys.platform == "win32":
            self._descriptor = os.open(self._address, os.O_WRONLY | os.O_BINARY)
            return
        from _socket import AF_UNIX, SO_SNDTIMEO, SOCK_STREAM, SOL_SOCKET, socket
        from _struct import pack

        connection = socket(AF_UNIX, SOCK_STREAM)
        connection.setblocking(True)
        connection.setsockopt(SOL_SOCKET, SO_SNDTIMEO, pack("ll", _SEND_SECONDS, 0))
        connection.connect(self._address)
        # No socket object is kept: at the end of the program it would warn that it is not closed.
        self._descriptor = _move_up(connection.detach())
        status = os.fstat(self._descriptor)
        self._identity = (status.st_dev, status.st_ino)

    def _is_connected(self):
        """Whether the descriptor still is our socket: the program may have closed it, and opened a file in its place."""
        if self._descriptor is None or self._identity is None:
            return self._descriptor is not None
        try:
            status = os.fstat(self._descriptor)
        except OSError:
            return False
        return (status.st_dev, status.st_ino) == self._identity

    def _drop(self):
        if self._is_connected():
            os.close(self._descriptor)
        self._descriptor = self._identity = None


def _move_up(descriptor):
    from fcntl import F_DUPFD_CLOEXEC, fcntl

    try:
        moved = fcntl(descriptor, F_DUPFD_CLOEXEC, _HIGH_DESCRIPTOR)
    except (OSError, ValueError):
        return descriptor
    os.close(descriptor)
    return moved


def _write(descriptor, payload):
    view = memoryview(payload)
    if sys.platform == "win32":
        while view:
            view = view[os.write(descriptor, view) :]
        return
    import _socket

    no_signal = getattr(_socket, "MSG_NOSIGNAL", 0)
    connection = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM, 0, descriptor)
    try:
        while view:
            view = view[connection.send(view, no_signal) :]
    finally:
        connection.detach()


def microseconds(seconds):
    """A time of `time.perf_counter`, or a difference of two, as events have it."""
    return int(seconds * 1_000_000)


def describe_process():
    """The first line of every connection."""
    return {
        "event": "process",
        "pid": os.getpid(),
        "parent": os.getppid(),
        "python": "%d.%d.%d" % sys.version_info[:3],
        "executable": sys.executable or "",
        "arguments": list(getattr(sys, "orig_argv", None) or getattr(sys, "argv", [])),
        "directory": _working_directory(),
        "time": microseconds(time.perf_counter()),
        "epoch": microseconds(time.time()),
    }


def _working_directory():
    try:
        return os.getcwd()
    except OSError:
        return ""
