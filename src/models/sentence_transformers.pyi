from uncoil import blocks


@blocks("file")
class SentenceTransformer:
    def __init__(self, model_name_or_path=None, **kwargs) -> None: ...
    @blocks("cpu")
    def encode(self, sentences, **kwargs): ...


@blocks("file")
class CrossEncoder:
    def __init__(self, model_name, **kwargs) -> None: ...
    @blocks("cpu")
    def predict(self, sentences, **kwargs): ...
    @blocks("cpu")
    def rank(self, query, documents, **kwargs) -> list: ...
