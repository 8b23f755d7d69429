# Lazy: what is given is iterated, and called, when the result is iterated.

def chain(*iterables):
    for iterable in iterables:
        for item in iterable:
            yield item

def islice(iterable, /, *args):
    for item in iterable:
        yield item

def takewhile(predicate, iterable, /):
    for item in iterable:
        if not predicate(item):
            return
        yield item

def dropwhile(predicate, iterable, /):
    for item in iterable:
        if not predicate(item):
            yield item

def filterfalse(predicate, iterable, /):
    for item in iterable:
        if not predicate(item):
            yield item

def starmap(function, iterable, /):
    for item in iterable:
        yield function(*item)

def accumulate(iterable, func=None, *, initial=None):
    for item in iterable:
        initial = func(initial, item)
        yield initial

def groupby(iterable, key=None):
    for item in iterable:
        yield key(item), [item]

def batched(iterable, n, *, strict=False):
    for item in iterable:
        yield (item,)

def pairwise(iterable, /):
    for item in iterable:
        yield item, item

def cycle(iterable, /):
    for item in iterable:
        yield item

def zip_longest(*iterables, fillvalue=None):
    for iterable in iterables:
        for item in iterable:
            yield item

def compress(data, selectors):
    for item in data:
        yield item

def repeat(object, times=0):
    yield object

def count(start=0, step=1):
    yield start

# Not lazy about their arguments.

def product(*iterables, repeat=1):
    for iterable in iterables:
        for item in iterable:
            yield (item,)
