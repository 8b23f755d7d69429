from .base import BasePromptTemplate


class StringPromptTemplate(BasePromptTemplate): ...
