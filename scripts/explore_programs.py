"""
`python explore_programs.py AGENT DIRECTORY MODULE BUDGET [PROGRAM…]`: explores programs of a module, each in turn. `P` of the
module holds them by name: (coroutine function, kind, options). BUDGET is the JSON of an exploration's request. Prints a JSON
line for each: name, kind, options, findings, runs, milliseconds.
"""

import gc
import json
import os
import re
import sys
import time


def main(agent, directory, module, budget, *wanted):
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.environ["PYTHONHASHSEED"] = "0"
        os.execv(sys.executable, [sys.executable, *sys.argv])
    sys.dont_write_bytecode = True
    sys.path[:0] = [agent, directory]
    from uncoil_agent.explore.body import CoroutineBody
    from uncoil_agent.explore.holdings import watch_holdings
    from uncoil_agent.explore.isolate import Isolation
    from uncoil_agent.explore.request import Budget, Unsuitable
    from uncoil_agent.explore.search import Search

    watch_holdings()
    programs = __import__(module).P
    gc.collect()
    gc.freeze()
    for name, (function, kind, options) in programs.items():
        if (wanted and name not in wanted) or not _is_there(options):
            continue
        events = []
        started = time.monotonic()
        problem = None
        isolation = Isolation(CoroutineBody(function), 10)
        try:
            Search(isolation, Budget(json.loads(budget)), events.append).explore()
        except Unsuitable as error:
            problem = str(error)
        found = [
            {"strategy": event["strategy"], "severity": event["severity"], "kind": event["problem"]["kind"],
             "message": event["problem"]["message"], "id": event["id"], "rate": event["rate"], "foundAfter": event["foundAfter"]}
            for event in events
            if event["event"] == "explore-finding"
        ]
        line = {
            "name": name,
            "kind": kind,
            "problem": problem,
            "found": found,
            "runs": isolation.count,
            "milliseconds": int((time.monotonic() - started) * 1000),
        }
        print(json.dumps(line), flush=True)


def _is_there(options):
    """Whether this Python has the bug: some are those of a range of versions."""
    version = sys.version_info[:2]
    fixed = re.search(r"fixed (\d+)\.(\d+)", options.get("stdlib", ""))
    if fixed is not None and version >= (int(fixed[1]), int(fixed[2])):
        return False
    return options.get("minver", options.get("first", version)) <= version <= options.get("last", version)


if __name__ == "__main__":
    main(*sys.argv[1:])
