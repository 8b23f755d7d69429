class HttpRequest:
    method: str
    path: str
    GET: dict
    POST: dict
    FILES: dict
    COOKIES: dict
    META: dict
    headers: dict
    body: bytes

class HttpResponse:
    status_code: int
    content: bytes
    def __init__(self, content=b"", *args, **kwargs) -> None: ...

class JsonResponse(HttpResponse):
    def __init__(self, data, encoder=None, safe=True, json_dumps_params=None, **kwargs) -> None: ...

class HttpResponseRedirect(HttpResponse): ...

# An async iterator is iterated on the loop, a plain one elsewhere.
class StreamingHttpResponse:
    def __init__(self, streaming_content=(), *args, **kwargs) -> None: ...

class FileResponse(StreamingHttpResponse): ...
class Http404(Exception): ...
