"""
What tasks wait for and hold: locks, semaphores, events, conditions and queues, where each was made, and which locks and semaphores are
still held at the end. None of them is held alive.
"""

import gc
import weakref
from asyncio import locks, queues

from .places import calling_place

_made = []
_places = weakref.WeakKeyDictionary()
_holders = weakref.WeakKeyDictionary()
_is_watching = False


def watch_holdings():
    """Watches every lock and semaphore made from now on. Before the target is imported: many live in its modules."""
    global _is_watching
    if not _is_watching:
        _is_watching = True
        for kind in (locks.Lock, locks.Semaphore):
            _watch(kind)
        for kind in (locks.Event, locks.Condition, queues.Queue, getattr(locks, "Barrier", None)):
            if kind is not None:
                _watch_place(kind)


def read_holdings():
    """For every lock and semaphore that is still there: kind, place it was made, how much of it is free, and was at first."""
    gc.collect()
    found = []
    for reference, kind, place, first in _made:
        instance = reference()
        if instance is not None:
            found.append([kind, place, _free_of(instance), first])
    return found


def note_holders(task):
    """Keeps that the task of this number holds the locks which were free before its step."""
    for reference, kind, _, _ in _made:
        lock = reference()
        if lock is None or kind != "Lock":
            continue
        if not lock.locked():
            _holders.pop(lock, None)
        else:
            _holders.setdefault(lock, task)


def holder_of(lock):
    """The number of the task that holds a lock, None for anything else; known while `note_holders` is called after each step."""
    return _holders.get(lock) if isinstance(lock, locks.Lock) else None


def place_made(instance):
    """The user's place at which something was made that is watched, or None."""
    try:
        return _places.get(instance)
    except TypeError:
        return None


def _watch(kind):
    initialise = kind.__init__

    def initialise_watched(instance, *args, **kwargs):
        initialise(instance, *args, **kwargs)
        place = _keep_place(instance)
        _made.append((weakref.ref(instance), kind.__name__, place, _free_of(instance)))

    kind.__init__ = initialise_watched


def _watch_place(kind):
    initialise = kind.__init__

    def initialise_watched(instance, *args, **kwargs):
        initialise(instance, *args, **kwargs)
        _keep_place(instance)

    kind.__init__ = initialise_watched


def _keep_place(instance):
    place = calling_place()
    try:
        _places[instance] = place
    except TypeError:
        # A subclass of the user's that has no hash.
        pass
    return place


def _free_of(instance):
    if isinstance(instance, locks.Semaphore):
        return instance._value
    return 0 if instance.locked() else 1
