"""Starts the agent before the program, then makes way: for the program's path, and for its own sitecustomize."""

import sys

_here, _, _ = __file__.replace("\\", "/").rpartition("/")


def _start_agent():
    from importlib.machinery import PathFinder
    from importlib.util import module_from_spec

    # The package stands beside this directory. The program's own path must not show it.
    spec = PathFinder.find_spec("uncoil_agent", [_here.rpartition("/")[0]])
    package = module_from_spec(spec)
    sys.modules["uncoil_agent"] = package
    spec.loader.exec_module(package)
    package.start()


def _run_own_sitecustomize():
    """What would have run without the agent. Its errors are the program's, as they would have been."""
    ours = sys.modules.pop("sitecustomize", None)
    try:
        import sitecustomize  # noqa: F401
    except ImportError as error:
        if error.name != "sitecustomize":
            raise
    finally:
        # The import system asks for the module it has just run.
        sys.modules.setdefault("sitecustomize", ours)


sys.path[:] = [entry for entry in sys.path if entry.replace("\\", "/").rstrip("/") != _here]
try:
    _start_agent()
except Exception:  # The program must run whatever becomes of the agent.
    pass
_run_own_sitecustomize()
