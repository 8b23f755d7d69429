from . import abc as abc, app_commands as app_commands
from .channel import TextChannel as TextChannel, Thread as Thread
from .client import Client as Client
from .guild import Guild as Guild
from .interactions import Interaction as Interaction, InteractionResponse as InteractionResponse
from .member import Member as Member, User as User
from .message import Message as Message, PartialMessage as PartialMessage
from .shard import AutoShardedClient as AutoShardedClient
from .webhook import SyncWebhook as SyncWebhook, Webhook as Webhook
