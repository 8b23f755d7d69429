from .web_response import StreamResponse

class FileResponse(StreamResponse):
    def __init__(self, path, *args, **kwargs) -> None: ...
