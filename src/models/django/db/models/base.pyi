from uncoil import blocks

from .manager import Manager

__waits__ = "database"
__thread__ = "asgiref.sync.sync_to_async"

class Model:
    pk: int
    objects: Manager
    _default_manager: Manager
    @blocks("database", instead="asave")
    def save(self, *args, force_insert=False, force_update=False, using=None, update_fields=None) -> None: ...
    async def asave(self, *args, force_insert=False, force_update=False, using=None, update_fields=None) -> None: ...
    @blocks("database", instead="adelete")
    def delete(self, using=None, keep_parents=False) -> tuple: ...
    async def adelete(self, using=None, keep_parents=False) -> tuple: ...
    @blocks("database", instead="arefresh_from_db")
    def refresh_from_db(self, using=None, fields=None, from_queryset=None) -> None: ...
    async def arefresh_from_db(self, using=None, fields=None, from_queryset=None) -> None: ...
