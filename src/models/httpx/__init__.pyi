from ._api import delete, get, head, options, patch, post, put, request, stream
from ._client import AsyncClient, Client
from ._models import Request, Response
