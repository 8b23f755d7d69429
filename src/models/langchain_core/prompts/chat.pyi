from .base import BasePromptTemplate


class BaseChatPromptTemplate(BasePromptTemplate): ...


class ChatPromptTemplate(BaseChatPromptTemplate):
    @classmethod
    def from_messages(cls, messages, template_format="f-string") -> "ChatPromptTemplate": ...
    @classmethod
    def from_template(cls, template, **kwargs) -> "ChatPromptTemplate": ...
