from .json import JsonOutputParser


class PydanticOutputParser(JsonOutputParser): ...
