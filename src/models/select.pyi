from uncoil import blocks

@blocks("network", instead="loop.add_reader", unless={"timeout": 0})
def select(rlist, wlist, xlist, timeout=None, /) -> tuple[list, list, list]: ...
