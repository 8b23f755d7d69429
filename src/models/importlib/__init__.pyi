from uncoil import blocks

@blocks("file", instead="asyncio.to_thread", severity="information")
def import_module(name, package=None): ...

@blocks("file", instead="asyncio.to_thread", severity="information")
def reload(module): ...
