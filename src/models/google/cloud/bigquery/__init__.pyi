from .client import Client
from .job import QueryJob
