from .._shared import shared_task as shared_task
from .base import Celery as Celery
