from .base import BaseOutputParser


class JsonOutputParser(BaseOutputParser): ...
