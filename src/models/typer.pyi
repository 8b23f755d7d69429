from click import confirm as confirm, getchar as getchar, launch as launch, prompt as prompt

class Typer:
    def __init__(self, **kwargs) -> None: ...
    def __call__(self, *args, **kwargs): ...
    def command(self, name=None, **kwargs):
        def decorator(f):
            return f
        return decorator
    def callback(self, **kwargs):
        def decorator(f):
            return f
        return decorator
    def add_typer(self, typer_instance, **kwargs) -> None: ...

def run(function) -> None:
    function()
