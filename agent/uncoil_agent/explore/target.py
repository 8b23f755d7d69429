"""Finds what a target names: `module:function`, a file with `async def main`, or a pytest node ID."""

import importlib
import importlib.util
import inspect
import os
import sys
import traceback

from .body import CoroutineBody
from .places import is_users
from .request import Unsuitable

_NAME_HINT = "a target is `module:function`, a file with `async def main`, or a test: `tests/test_app.py::test_name`"


def open_target(target, use):
    """Imports a target and hands its body to `use`. Raises Unsuitable."""
    if "::" in target:
        from .pytest_target import open_test

        return open_test(target, use)
    head, mark, name = target.rpartition(":")
    if mark and not (os.name == "nt" and len(head) == 1):
        module = _import_file(head) if _looks_like_file(head) else _import_module(head)
        return use(CoroutineBody(_find_function(module, head, name)))
    if not _looks_like_file(target):
        raise Unsuitable(f"`{target}` is no target", _NAME_HINT)
    return use(CoroutineBody(_find_function(_import_file(target), target, "main")))


def _looks_like_file(text):
    return text.endswith(".py") or os.sep in text


def _import_file(file):
    path = os.path.abspath(file)
    if not os.path.isfile(path):
        if os.path.isdir(path):
            raise Unsuitable(f"{file} is a directory", _NAME_HINT)
        raise Unsuitable(f"{file} is not there", _NAME_HINT)
    # As for `python FILE`: its directory comes first. Not as `__main__`: the loop is ours to start.
    sys.path[0] = os.path.dirname(path)
    name = os.path.splitext(os.path.basename(path))[0]
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    _guard_import(file, lambda: spec.loader.exec_module(module))
    return module


def _import_module(name):
    try:
        is_there = importlib.util.find_spec(name) is not None
    except (ImportError, ValueError) as error:
        if isinstance(error, ModuleNotFoundError) and error.name and name.startswith(error.name):
            is_there = False
        else:
            raise _describe_import(name, error) from None
    except Exception as error:
        raise _describe_import(name, error) from None
    if not is_there:
        hint = f"looked in {os.getcwd()} and the packages of {sys.executable}"
        raise Unsuitable(f"there is no module `{name}`", hint)
    return _guard_import(name, lambda: importlib.import_module(name))


def _guard_import(name, run):
    try:
        return run()
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise _describe_import(name, error) from None


def _describe_import(name, error):
    """The error of a module that cannot be imported, with the user's line it comes from."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if is_users(frame.filename)]
    text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    if isinstance(error, SyntaxError) and error.filename:
        text += f" ({error.filename}, line {error.lineno})"
    elif frames:
        text += f" ({os.path.relpath(frames[-1].filename)}, line {frames[-1].lineno})"
    return Unsuitable(f"{name} cannot be imported: {text}", "it must be importable by itself, with this interpreter")


def _find_function(module, where, name):
    found = module
    for part in name.split("."):
        found = getattr(found, part, None)
    if found is None:
        known = [
            key
            for key, value in vars(module).items()
            if inspect.iscoroutinefunction(value) and value.__module__ == module.__name__ and not key.startswith("_")
        ]
        hint = f"its coroutine functions: {', '.join(sorted(known)[:10])}" if known else _NAME_HINT
        raise Unsuitable(f"{where} has no `{name}`", hint)
    if not inspect.iscoroutinefunction(found):
        raise Unsuitable(f"`{name}` in {where} is no coroutine function", "write `async def`, or name one that is")
    needed = [
        parameter.name
        for parameter in inspect.signature(found).parameters.values()
        if parameter.default is parameter.empty and parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
    ]
    if needed:
        raise Unsuitable(
            f"`{name}` in {where} needs arguments: {', '.join(needed)}",
            "write a coroutine function without arguments that calls it as your program does",
        )
    return found
