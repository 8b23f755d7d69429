"""Tests as targets: pytest collects once, and each run is a copy of the process that runs the one test with its fixtures."""

import asyncio
import os
import random
import sys

from .body import Outcome, describe_overrun, note_ends
from .holdings import read_holdings
from .request import Unsuitable
from .run import Run, describe_deadlock, describe_error, describe_overtime
from .seam import Deadlock, Overrun, Overtime


def open_test(target, use):
    """Collects the test of a node ID and hands it to `use`. Raises Unsuitable."""
    try:
        import pytest
    except ImportError:
        raise Unsuitable(
            f"pytest is not installed for {sys.executable}", "name the interpreter of your tests with --python"
        ) from None
    file = target.partition("::")[0]
    if not os.path.exists(file):
        raise Unsuitable(f"{file} is not there", f"looked in {os.getcwd()}")
    collector = _Collector(use)
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:faulthandler", *_quietening_options()]
    with _Silence():
        code = pytest.main([target, *options], plugins=[collector])
    if collector.error is not None:
        raise collector.error
    if not collector.is_done:
        reason = collector.problems[0] if collector.problems else f"pytest ended with code {int(code)}"
        raise Unsuitable(f"pytest cannot collect `{target}`: {reason}", f"try: python -m pytest {target}")


def _quietening_options():
    """Plugins that start processes, or trace."""
    import importlib.util

    options = []
    if importlib.util.find_spec("xdist") is not None:
        options += ["-n", "0"]
    if importlib.util.find_spec("pytest_cov") is not None:
        options += ["--no-cov"]
    return options


class _Silence:
    """Keeps what pytest prints from the terminal."""

    def __enter__(self):
        sys.stdout.flush()
        sys.stderr.flush()
        self._saved = [os.dup(1), os.dup(2)]
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        os.close(nothing)

    def __exit__(self, *_):
        for saved, descriptor in zip(self._saved, (1, 2)):
            os.dup2(saved, descriptor)
            os.close(saved)


class _Collector:
    """A plugin of pytest: takes the place of running the tests."""

    def __init__(self, use):
        self._use = use
        self.problems = []
        self.error = None
        self.is_done = False

    def pytest_collectreport(self, report):
        if report.failed:
            lines = [line for line in str(report.longrepr).splitlines() if line.startswith("E ")]
            self.problems.append(lines[-1][1:].strip() if lines else str(report.longrepr).strip().splitlines()[-1])

    def pytest_runtestloop(self, session):
        if self.problems or not session.items:
            return True
        try:
            if len(session.items) > 1:
                names = ", ".join(item.nodeid for item in session.items[:5])
                raise Unsuitable(f"the target is {len(session.items)} tests", f"name one of them: {names}")
            self._use(TestBody(session.items[0]))
        except BaseException as error:
            self.error = error
        self.is_done = True
        return True


class TestBody:
    """A test with its fixtures."""

    __test__ = False
    root = None

    def __init__(self, item):
        self._item = item
        self.can_repeat = False

    def execute(self, plan, send):
        """Runs it in this process, which is of no further use afterwards. Hands the outcome to `send`."""
        from _pytest.runner import runtestprotocol

        def leave(problem):
            send(Outcome(run, "failed", problem).as_json())
            os._exit(0)

        run = Run(plan, leave)
        watcher = _Watcher()
        random.seed(0)
        self._item.config.pluginmanager.register(watcher)
        run.install()
        outcome = None
        try:
            reports = runtestprotocol(self._item, nextitem=None, log=False)
        except Deadlock:
            outcome = Outcome(run, "deadlock", describe_deadlock(run))
        except Overrun:
            outcome = Outcome(run, "overrun", describe_overrun(run))
        except Overtime:
            outcome = Outcome(run, "hang", describe_overtime(run))
        note_ends(run)
        if outcome is None:
            outcome = _read_reports(run, reports, watcher)
            outcome.holdings = read_holdings() if outcome.status == "ok" else []
        send(outcome.as_json())


class _Watcher:
    """Keeps the error of the first part of the test that failed, before pytest makes a text of it."""

    def __init__(self):
        self.error = None

    def pytest_runtest_makereport(self, item, call):
        if call.excinfo is not None and self.error is None:
            self.error = call.excinfo.value


def _read_reports(run, reports, watcher):
    if any(report.skipped for report in reports):
        return Outcome(run, "failed", {"kind": "error", "type": "skipped", "message": "", "places": []})
    if not any(report.failed for report in reports):
        return Outcome(run, "ok")
    error = watcher.error
    if isinstance(error, asyncio.CancelledError):
        return Outcome(run, "cancelled")
    if isinstance(error, Deadlock):
        return Outcome(run, "deadlock", describe_deadlock(run))
    if isinstance(error, Overrun):
        return Outcome(run, "overrun", describe_overrun(run))
    if isinstance(error, Overtime):
        return Outcome(run, "hang", describe_overtime(run))
    if error is None:
        failed = next(report for report in reports if report.failed)
        return Outcome(run, "failed", {"kind": "error", "type": "failure", "message": failed.longreprtext[-300:], "places": []})
    return Outcome(run, "failed", describe_error(error))
