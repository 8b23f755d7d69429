from inspect import iscoroutinefunction

from uncoil import entry

def path(route, view, kwargs=None, name=None, **others):
    _handle(view)

def re_path(route, view, kwargs=None, name=None, **others):
    _handle(view)

# Coroutine functions on the loop, plain views in a thread.
def _handle(view):
    if iscoroutinefunction(view):
        _on_loop(view)
    else:
        _on_worker(view)

@entry("loop", "view")
def _on_loop(view): ...

@entry("worker", "view")
def _on_worker(view): ...
