from uncoil import twin

from botocore.client import BaseClient

from .resources.base import ServiceResource

@twin("aioboto3.Session")
class Session:
    def __init__(self, **kwargs) -> None: ...
    def client(self, service_name, **kwargs) -> BaseClient: ...
    def resource(self, service_name, **kwargs) -> ServiceResource: ...
