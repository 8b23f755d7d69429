from uncoil import blocks

# scrypt or PBKDF2 of hashlib, which let go of the interpreter lock.

@blocks("cpu", instead="asyncio.to_thread")
def generate_password_hash(password, method="scrypt", salt_length=16) -> str: ...

@blocks("cpu", instead="asyncio.to_thread")
def check_password_hash(pwhash, password) -> bool: ...
