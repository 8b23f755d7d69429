from .async_ import Webhook as Webhook
from .sync import SyncWebhook as SyncWebhook
