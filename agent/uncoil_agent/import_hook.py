"""Calls a function when a module has been imported, without importing it for that."""

import sys

from .guard import note_error

_waiting = {}


def when_imported(name, function):
    """Calls `function(module)` as soon as the module is there: now, or right after its own code has run."""
    module = sys.modules.get(name)
    if module is not None and not getattr(getattr(module, "__spec__", None), "_initializing", False):
        _call(function, module)
        return
    _waiting.setdefault(name, []).append(function)
    if not any(finder is _Finder for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder)


class _Finder:
    """Finds nothing itself: lets the others find, and puts a call behind what the loader they name does."""

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name not in _waiting:
            return None
        for finder in sys.meta_path:
            find = None if finder is cls else getattr(finder, "find_spec", None)
            spec = find(name, path, target) if find is not None else None
            if spec is not None:
                _call_after_loading(name, spec)
                return spec
        return None


def _call_after_loading(name, spec):
    loader = spec.loader
    execute = getattr(loader, "exec_module", None)
    if execute is None:
        return

    def execute_and_call(module):
        try:
            execute(module)
        finally:
            _restore(loader)
        if module.__name__ == name:
            for function in _waiting.pop(name, ()):
                _call(function, module)

    try:
        loader.exec_module = execute_and_call
    except AttributeError:
        return


def _restore(loader):
    """The module keeps its loader, and must find it as it was."""
    try:
        del loader.exec_module
    except AttributeError:
        pass


def _call(function, module):
    try:
        function(module)
    except Exception as error:
        note_error(error)
