"""Locks and semaphores that were made, to see which are still held at the end. None of them is held alive."""

import gc
import weakref
from asyncio import locks

from .places import calling_place

_made = []
_is_watching = False


def watch_holdings():
    """Watches every lock and semaphore made from now on. Before the target is imported: many live in its modules."""
    global _is_watching
    if not _is_watching:
        _is_watching = True
        for kind in (locks.Lock, locks.Semaphore):
            _watch(kind)


def read_holdings():
    """For every lock and semaphore that is still there: kind, place it was made, how much of it is free, and was at first."""
    gc.collect()
    found = []
    for reference, kind, place, first in _made:
        instance = reference()
        if instance is not None:
            found.append([kind, place, _free_of(instance), first])
    return found


def _watch(kind):
    initialise = kind.__init__

    def initialise_watched(instance, *args, **kwargs):
        initialise(instance, *args, **kwargs)
        _made.append((weakref.ref(instance), kind.__name__, calling_place(), _free_of(instance)))

    kind.__init__ = initialise_watched


def _free_of(instance):
    if isinstance(instance, locks.Semaphore):
        return instance._value
    return 0 if instance.locked() else 1
