"""A console beside the worker: one thread reads it."""

import asyncio
import sys
import threading


class Console:
    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.stopped = asyncio.Event()
        self.paused = asyncio.Event()
        self._loop = loop

    def start(self) -> None:
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in sys.stdin:
            if line.strip() == "stop":
                self._stop()  # finds: AIO604
            if line.strip() == "pause":
                self._loop.call_soon_threadsafe(self.paused.set)

    def _stop(self) -> None:
        self.stopped.set()


def confirm(question: str) -> bool:
    return _answer(f"{question} [y/N] ") == "y"


def _answer(prompt: str) -> str:
    return input(prompt).strip().lower()
