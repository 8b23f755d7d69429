"""What others want to do when a job is done. A hook may be a coroutine function, or not."""

import inspect
from collections.abc import Callable


class Hooks:
    def __init__(self) -> None:
        self._hooks: list[Callable[[str], object]] = []

    def add(self, hook: Callable[[str], object]) -> None:
        self._hooks.append(hook)

    async def run(self, job: str) -> None:
        for hook in self._hooks:
            outcome = hook(job)
            if inspect.isawaitable(outcome):
                await outcome
