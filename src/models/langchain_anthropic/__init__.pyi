from langchain_core.language_models import BaseChatModel, BaseLLM


class ChatAnthropic(BaseChatModel): ...


class AnthropicLLM(BaseLLM): ...
