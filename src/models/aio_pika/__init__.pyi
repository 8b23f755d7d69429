from .channel import Channel
from .connection import Connection, connect
from .exchange import Exchange
from .queue import Queue
from .robust_channel import RobustChannel
from .robust_connection import RobustConnection, connect_robust
