from .base import Model as Model
from .manager import Manager as Manager
from .query import Prefetch as Prefetch, QuerySet as QuerySet, aprefetch_related_objects as aprefetch_related_objects, prefetch_related_objects as prefetch_related_objects
