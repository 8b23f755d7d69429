from langchain_core.embeddings import Embeddings
from langchain_core.language_models import BaseChatModel, BaseLLM


class ChatOpenAI(BaseChatModel): ...


class AzureChatOpenAI(BaseChatModel): ...


class OpenAI(BaseLLM): ...


class AzureOpenAI(BaseLLM): ...


class OpenAIEmbeddings(Embeddings): ...


class AzureOpenAIEmbeddings(Embeddings): ...
