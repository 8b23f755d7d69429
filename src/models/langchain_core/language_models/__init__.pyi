from .base import BaseLanguageModel
from .chat_models import BaseChatModel, SimpleChatModel
from .llms import LLM, BaseLLM
