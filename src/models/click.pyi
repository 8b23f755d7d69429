from uncoil import blocks

def command(name=None, cls=None, **attrs):
    if callable(name):
        return name
    def decorator(function):
        return function
    return decorator

def group(name=None, cls=None, **attrs):
    if callable(name):
        return name
    def decorator(function):
        return function
    return decorator

def option(*param_decls, cls=None, **attrs):
    def decorator(func):
        return func
    return decorator

def argument(*param_decls, cls=None, **attrs):
    def decorator(func):
        return func
    return decorator

def pass_context(f):
    return f

def pass_obj(f):
    return f

@blocks("input", instead="asyncio.to_thread")
def prompt(text, default=None, *args, **kwargs): ...

@blocks("input", instead="asyncio.to_thread")
def confirm(text, default=False, *args, **kwargs) -> bool: ...

@blocks("input", instead="asyncio.to_thread")
def pause(info=None, err=False) -> None: ...

@blocks("input", instead="asyncio.to_thread")
def getchar(echo=False) -> str: ...

@blocks("process", instead="asyncio.to_thread")
def edit(text=None, *args, **kwargs) -> str | None: ...

@blocks("process", instead="asyncio.to_thread", severity="warning")
def launch(url, wait=False, locate=False) -> int: ...
