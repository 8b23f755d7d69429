from uncoil import blocks

@blocks("input", instead="asyncio.to_thread")
def getpass(prompt="Password: ", stream=None) -> str: ...
