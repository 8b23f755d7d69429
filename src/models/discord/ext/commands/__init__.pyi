from .bot import AutoShardedBot as AutoShardedBot, Bot as Bot
from .cog import Cog as Cog
from .context import Context as Context
from .core import check as check, command as command, group as group
