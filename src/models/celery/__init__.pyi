from .app.base import Celery as Celery
from .app.task import Task as Task
from .canvas import Signature as Signature, chain as chain, chord as chord, group as group, signature as signature
from ._shared import shared_task as shared_task
