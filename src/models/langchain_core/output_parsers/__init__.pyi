from .base import BaseLLMOutputParser, BaseOutputParser
from .json import JsonOutputParser
from .list import CommaSeparatedListOutputParser
from .pydantic import PydanticOutputParser
from .string import StrOutputParser
