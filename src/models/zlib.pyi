from uncoil import blocks

@blocks("cpu", instead="asyncio.to_thread", severity="information")
def compress(data, /, level=-1, wbits=15) -> bytes: ...

@blocks("cpu", instead="asyncio.to_thread", severity="information")
def decompress(data, /, wbits=15, bufsize=16384) -> bytes: ...
