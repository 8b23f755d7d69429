from llama_index.core.llms import LLM


class OpenAI(LLM): ...
