"""A pytest plugin: writes how each test ended, as JSON, to the file that SUITE_OUTCOMES names.

A test has the worst of what its set-up, its call and its tear-down came to: error, failed, passed, xfailed, skipped. A module
that could not be collected counts as a test of its own.
"""

import json
import os
from pathlib import Path

RANK = ["skipped", "xfailed", "passed", "failed", "error"]
outcomes: dict[str, str] = {}


def record(name: str, outcome: str) -> None:
    known = outcomes.get(name)
    if known is None or RANK.index(outcome) > RANK.index(known):
        outcomes[name] = outcome


def pytest_collectreport(report) -> None:
    if report.failed:
        record(report.nodeid, "error")


def pytest_runtest_logreport(report) -> None:
    if report.when == "call" and hasattr(report, "wasxfail"):
        record(report.nodeid, "xfailed" if report.skipped else "passed")
    elif report.failed:
        record(report.nodeid, "failed" if report.when == "call" else "error")
    elif report.skipped:
        record(report.nodeid, "skipped")
    elif report.when == "call":
        record(report.nodeid, "passed")


def pytest_sessionfinish(session) -> None:
    # Those that pytest-xdist starts report to the one that started them.
    if not hasattr(session.config, "workerinput"):
        Path(os.environ["SUITE_OUTCOMES"]).write_text(json.dumps(outcomes), encoding="utf-8")
