from uncoil import blocks, concurrent

from .._streaming import _AsyncStreaming, _Content, _Streaming

__waits__ = "network"

class Speech:
    with_raw_response: "Speech"
    with_streaming_response: "_Streaming"
    @blocks("network", instead="openai.AsyncOpenAI")
    def create(self, *, input, model, voice, **kwargs) -> "_Content": ...

class Transcriptions:
    with_raw_response: "Transcriptions"
    with_streaming_response: "_Streaming"
    @blocks("network", instead="openai.AsyncOpenAI")
    def create(self, *, file, model, **kwargs): ...

class Translations:
    with_raw_response: "Translations"
    with_streaming_response: "_Streaming"
    @blocks("network", instead="openai.AsyncOpenAI")
    def create(self, *, file, model, **kwargs): ...

class Audio:
    speech: "Speech"
    transcriptions: "Transcriptions"
    translations: "Translations"

@concurrent
class AsyncSpeech:
    with_raw_response: "AsyncSpeech"
    with_streaming_response: "_AsyncStreaming"
    async def create(self, *, input, model, voice, **kwargs) -> "_Content": ...

@concurrent
class AsyncTranscriptions:
    with_raw_response: "AsyncTranscriptions"
    with_streaming_response: "_AsyncStreaming"
    async def create(self, *, file, model, **kwargs): ...

@concurrent
class AsyncTranslations:
    with_raw_response: "AsyncTranslations"
    with_streaming_response: "_AsyncStreaming"
    async def create(self, *, file, model, **kwargs): ...

class AsyncAudio:
    speech: "AsyncSpeech"
    transcriptions: "AsyncTranscriptions"
    translations: "AsyncTranslations"
