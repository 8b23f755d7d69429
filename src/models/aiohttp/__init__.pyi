from . import web as web
from .client import ClientSession as ClientSession, ClientTimeout as ClientTimeout, request as request
from .client_exceptions import *
from .client_reqrep import ClientResponse as ClientResponse
from .client_ws import ClientWebSocketResponse as ClientWebSocketResponse
from .connector import BaseConnector as BaseConnector, TCPConnector as TCPConnector, UnixConnector as UnixConnector
from .formdata import FormData as FormData
from .streams import StreamReader as StreamReader
