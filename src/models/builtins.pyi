import io as _io

from uncoil import blocks, consumes, nonblocking, resource

@resource(close="close")
@blocks("file", instead="asyncio.to_thread")
def open(
    file,
    mode="r",
    buffering=-1,
    encoding=None,
    errors=None,
    newline=None,
    closefd=True,
    opener=None,
) -> _io.FileIO: ...

@blocks("input", instead="asyncio.to_thread")
def input(prompt="", /) -> str: ...

@nonblocking
def print(*values, sep=" ", end="\n", file=None, flush=False) -> None: ...

# What iterates or calls its arguments before returning.

def sorted(iterable, /, *, key=None, reverse=False) -> list:
    key(None)
    return list(iterable)

def min(iterable, /, *args, key=None, default=None):
    key(None)
    for item in iterable:
        pass

def max(iterable, /, *args, key=None, default=None):
    key(None)
    for item in iterable:
        pass

@consumes("iterable")
def sum(iterable, /, start=0): ...

@consumes("iterable")
def any(iterable, /) -> bool: ...

@consumes("iterable")
def all(iterable, /) -> bool: ...

@consumes("iterator")
def next(iterator, default=None, /): ...

# What only produces: nothing is iterated or called before the result is iterated.

def map(function, /, *iterables):
    for item in zip(*iterables):
        yield function(item)

def filter(function, iterable, /):
    for item in iterable:
        if function(item):
            yield item

def zip(*iterables, strict=False):
    for iterable in iterables:
        for item in iterable:
            yield item

def enumerate(iterable, start=0):
    for item in iterable:
        yield start, item

def reversed(sequence, /):
    for item in sequence:
        yield item

def iter(object, sentinel=None, /):
    if callable(object):
        return _call_until(object)
    return object

def _call_until(function):
    while True:
        yield function()

# Minimal, so that annotations resolve.

class object: ...

class int:
    def bit_length(self) -> int: ...

class float: ...
class complex: ...
class bool(int): ...

class str:
    @consumes("iterable")
    def join(self, iterable, /) -> str: ...
    def encode(self, encoding="utf-8", errors="strict") -> bytes: ...
    def split(self, sep=None, maxsplit=-1) -> list[str]: ...
    def splitlines(self, keepends=False) -> list[str]: ...

class bytes:
    @consumes("iterable")
    def join(self, iterable, /) -> bytes: ...
    def decode(self, encoding="utf-8", errors="strict") -> str: ...

class bytearray:
    def decode(self, encoding="utf-8", errors="strict") -> str: ...

class memoryview: ...
class slice: ...
class range: ...

class list:
    @consumes("iterable")
    def __init__(self, iterable=(), /): ...
    @consumes("iterable")
    def extend(self, iterable, /) -> None: ...
    def sort(self, *, key=None, reverse=False) -> None:
        key(None)

class tuple:
    @consumes("iterable")
    def __init__(self, iterable=(), /): ...

class set:
    @consumes("iterable")
    def __init__(self, iterable=(), /): ...
    @consumes("others")
    def update(self, *others) -> None: ...

class frozenset:
    @consumes("iterable")
    def __init__(self, iterable=(), /): ...

class dict:
    @consumes("iterable")
    def __init__(self, iterable=(), /, **kwargs): ...

class BaseException: ...
class Exception(BaseException): ...
