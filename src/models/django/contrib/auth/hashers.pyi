from uncoil import blocks

__waits__ = "cpu"

@blocks("cpu", instead="asgiref.sync.sync_to_async")
def make_password(password, salt=None, hasher="default") -> str: ...

@blocks("cpu", instead="django.contrib.auth.hashers.acheck_password")
def check_password(password, encoded, setter=None, preferred="default") -> bool: ...

async def acheck_password(password, encoded, setter=None, preferred="default") -> bool: ...
