from uncoil import blocks

@blocks("file", instead="asyncio.to_thread", severity="information")
def run_path(path_name, init_globals=None, run_name=None) -> dict: ...

@blocks("file", instead="asyncio.to_thread", severity="information")
def run_module(mod_name, init_globals=None, run_name=None, alter_sys=False) -> dict: ...
