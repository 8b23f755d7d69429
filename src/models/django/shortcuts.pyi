from django.db.models.base import Model
from uncoil import blocks

__waits__ = "database"
__thread__ = "asgiref.sync.sync_to_async"

@blocks("database", instead="django.shortcuts.aget_object_or_404")
def get_object_or_404(klass, *args, **kwargs) -> Model: ...

async def aget_object_or_404(klass, *args, **kwargs) -> Model: ...

@blocks("database", instead="django.shortcuts.aget_list_or_404")
def get_list_or_404(klass, *args, **kwargs) -> list: ...

async def aget_list_or_404(klass, *args, **kwargs) -> list: ...
