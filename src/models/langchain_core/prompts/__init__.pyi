from .base import BasePromptTemplate
from .chat import BaseChatPromptTemplate, ChatPromptTemplate
from .few_shot import FewShotPromptTemplate
from .prompt import PromptTemplate
from .string import StringPromptTemplate
