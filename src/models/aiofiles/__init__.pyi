from . import tempfile as tempfile
from .base import AsyncBase
from .threadpool import open as open

stdin: AsyncBase
stdout: AsyncBase
stderr: AsyncBase
