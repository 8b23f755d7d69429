from .base import BaseOutputParser


class StrOutputParser(BaseOutputParser): ...
