from .client import Mistral
