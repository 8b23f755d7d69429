from .client import BaseClient

def get_session(env_vars=None) -> "Session": ...


class Session:
    def create_client(self, service_name, region_name=None, **kwargs) -> BaseClient: ...
