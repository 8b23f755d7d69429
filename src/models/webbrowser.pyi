from uncoil import blocks

@blocks("process", instead="asyncio.to_thread", severity="warning")
def open(url, new=0, autoraise=True) -> bool: ...

@blocks("process", instead="asyncio.to_thread", severity="warning")
def open_new(url) -> bool: ...

@blocks("process", instead="asyncio.to_thread", severity="warning")
def open_new_tab(url) -> bool: ...
