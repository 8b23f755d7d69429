from llama_index.core.llms import LLM


class Ollama(LLM): ...
