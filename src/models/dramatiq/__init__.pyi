from .actor import Actor as Actor, actor as actor
from .message import Message as Message
