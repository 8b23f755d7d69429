from uncoil import blocks, drops

# The handler runs between two bytecodes of the main thread: neither the loop nor a worker calls it.
@drops("handler")
def signal(signalnum, handler): ...

@blocks("lock", instead="loop.add_signal_handler")
def pause() -> None: ...

@blocks("lock", instead="loop.add_signal_handler")
def sigwait(sigset, /): ...

@blocks("lock", instead="loop.add_signal_handler")
def sigwaitinfo(sigset, /): ...

@blocks("lock", instead="loop.add_signal_handler", unless={"timeout": 0})
def sigtimedwait(sigset, timeout, /): ...
