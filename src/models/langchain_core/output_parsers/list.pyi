from .base import BaseOutputParser


class CommaSeparatedListOutputParser(BaseOutputParser): ...
