from uncoil import blocks

# Loads the model.
@blocks("cpu")
def pipeline(task=None, model=None, **kwargs) -> "Pipeline": ...


class Pipeline:
    @blocks("cpu")
    def __call__(self, inputs, *args, **kwargs): ...


class PreTrainedModel:
    @blocks("file")
    @classmethod
    def from_pretrained(cls, pretrained_model_name_or_path, *model_args, **kwargs) -> "PreTrainedModel": ...
    @blocks("cpu")
    def generate(self, inputs=None, **kwargs): ...


class _Auto:
    @blocks("file")
    @classmethod
    def from_pretrained(cls, *args, **kwargs) -> PreTrainedModel: ...


class AutoModel(_Auto): ...


class AutoModelForCausalLM(_Auto): ...


class AutoModelForSeq2SeqLM(_Auto): ...


class AutoModelForSequenceClassification(_Auto): ...


class AutoTokenizer:
    @blocks("file")
    @classmethod
    def from_pretrained(cls, pretrained_model_name_or_path, *inputs, **kwargs): ...
