"""Where Redis is, and which queues are worked through."""

import os

REDIS_HOST = os.environ.get("REDIS_HOST", "localhost")
REDIS_PORT = int(os.environ.get("REDIS_PORT", "6379"))
QUEUES = ("emails", "invoices", "thumbnails")
STOP = "stop"
IDLE_SECONDS = 0.1
