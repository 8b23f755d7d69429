from uncoil import blocks, handles

from .message import Message

# A decorated function becomes an Actor; coroutine functions are run too.
class Actor:
    def __call__(self, *args, **kwargs): ...
    @blocks("network", instead="asyncio.to_thread", severity="warning")
    def send(self, *args, **kwargs) -> Message: ...
    @blocks("network", instead="asyncio.to_thread", severity="warning")
    def send_with_options(self, *, args=(), kwargs=None, delay=None, **options) -> Message: ...

def actor(fn=None, **options):
    if callable(fn):
        return _actor(fn)
    return _actor

@handles("fn", kind="job")
def _actor(fn) -> Actor: ...
