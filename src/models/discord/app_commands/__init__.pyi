from .commands import command as command, context_menu as context_menu, describe as describe
from .tree import CommandTree as CommandTree
