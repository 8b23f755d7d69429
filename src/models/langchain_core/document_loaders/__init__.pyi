from .base import BaseLoader
