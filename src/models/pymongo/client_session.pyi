from .asynchronous.client_session import AsyncClientSession
from .synchronous.client_session import ClientSession
