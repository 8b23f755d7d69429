from .pty_spawn import spawn
from .run import run
