from uncoil import enters_loop, serves

@serves
@enters_loop
def run(config) -> int: ...
