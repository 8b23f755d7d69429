from . import types as types
from .client.bot import Bot as Bot
from .dispatcher.dispatcher import Dispatcher as Dispatcher
from .dispatcher.router import Router as Router
