from .base import TelegramMethod as TelegramMethod
