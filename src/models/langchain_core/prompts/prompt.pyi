from .string import StringPromptTemplate

class PromptTemplate(StringPromptTemplate):
    @classmethod
    def from_template(cls, template, **kwargs) -> "PromptTemplate": ...
