from inspect import iscoroutinefunction

from uncoil import entry, handles

def path(route, view, kwargs=None, name=None, **others):
    _handle(view)

def re_path(route, view, kwargs=None, name=None, **others):
    _handle(view)

# Coroutine functions run on the loop, as everywhere; plain views in a thread.
@handles("view")
def _handle(view):
    if not iscoroutinefunction(view):
        _on_worker(view)

@entry("worker", "view")
def _on_worker(view): ...
