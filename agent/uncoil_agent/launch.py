"""
Starts a program in an interpreter that runs no sitecustomize (`-I`, `-E`, `-S`):
`python -I launch.py SCRIPT ARGUMENT…`, or `-m MODULE`, or `-c CODE`.
"""

import sys


def _start_agent():
    from importlib.machinery import PathFinder
    from importlib.util import module_from_spec

    here = __file__.rpartition("/")[0].rpartition("/")[0]
    spec = PathFinder.find_spec("uncoil_agent", [here])
    package = module_from_spec(spec)
    sys.modules["uncoil_agent"] = package
    spec.loader.exec_module(package)
    package.start()


def _run(arguments):
    """Runs the program as `__main__`, with the arguments and the path it would have had."""
    kind, rest = arguments[0], arguments[1:]
    path = [] if sys.flags.isolated else [""]
    if kind == "-m":
        import runpy

        sys.argv[:] = rest
        sys.path[:1] = path
        runpy._run_module_as_main(rest[0])
        return
    import __main__

    if kind == "-c":
        sys.argv[:] = ["-c", *rest[1:]]
        sys.path[:1] = path
        source, name = rest[0], "<string>"
        del __main__.__file__
    else:
        import io
        import os

        name = os.path.abspath(kind)
        sys.argv[:] = arguments
        sys.path[:1] = [] if sys.flags.isolated else [os.path.dirname(name)]
        with io.open_code(name) as file:
            source = file.read()
        __main__.__file__ = name
    code = compile(source, name, "exec", dont_inherit=True)
    for helper in ("_run", "_start_agent", "_main"):
        delattr(__main__, helper)
    exec(code, __main__.__dict__)


def _main():
    try:
        _start_agent()
    except Exception:  # The program must run whatever becomes of the agent.
        pass
    _run(sys.argv[1:])


if __name__ == "__main__":
    _main()
