from .queue import Queue as Queue
