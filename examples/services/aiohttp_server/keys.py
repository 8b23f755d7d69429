"""Where the application keeps what it shares."""

from aiohttp import web

from .background import Refresher
from .exchange import Exchange

EXCHANGE = web.AppKey("exchange", Exchange)
REFRESHER = web.AppKey("refresher", Refresher)
