from .string import StringPromptTemplate


class FewShotPromptTemplate(StringPromptTemplate): ...
