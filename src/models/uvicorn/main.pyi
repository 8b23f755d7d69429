from uncoil import enters_loop, serves

@serves
@enters_loop
def run(app, *, host="127.0.0.1", port=8000, **kwargs) -> None: ...

@serves
@enters_loop
def main(*args, **kwargs) -> None: ...
