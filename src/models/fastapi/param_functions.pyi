from starlette.concurrency import _handle
from uncoil import injects

@injects("dependency")
def Depends(dependency=None, *, use_cache=True, scope=None, **kwargs):
    _handle(dependency)

@injects("dependency")
def Security(dependency=None, *, scopes=None, use_cache=True, **kwargs):
    _handle(dependency)
