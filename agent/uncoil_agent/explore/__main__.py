"""`python -m uncoil_agent.explore REQUEST`: explores a target. The request is JSON; what is found leaves as events."""

import json
import sys

# The exit code that tells who started this of an interpreter that is too old: one that programs hardly use.
TOO_OLD = 223


def _main():
    if sys.version_info < (3, 9):
        sys.stderr.write("uncoil explore needs Python 3.9 or newer; this is %d.%d.%d\n" % sys.version_info[:3])
        return TOO_OLD
    from uncoil_agent.explore import session

    return session.run(json.loads(sys.argv[1]))


if __name__ == "__main__":
    sys.exit(_main())
