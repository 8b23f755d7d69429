from uncoil import blocks

@blocks("cpu", instead="asyncio.to_thread")
def pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None) -> bytes: ...

@blocks("cpu", instead="asyncio.to_thread")
def scrypt(password, *, salt=None, n=None, r=None, p=None, maxmem=0, dklen=64) -> bytes: ...

@blocks("file", instead="asyncio.to_thread", severity="information")
def file_digest(fileobj, digest, /): ...
