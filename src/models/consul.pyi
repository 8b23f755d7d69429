from uncoil import blocks

class Consul:
    kv: "_KV"
    agent: "_Agent"
    catalog: "_Catalog"
    health: "_Health"
    def __init__(self, *args, **kwargs) -> None: ...

class _KV:
    @blocks("network")
    def get(self, key, **kwargs): ...
    @blocks("network")
    def put(self, key, value, **kwargs): ...
    @blocks("network")
    def delete(self, key, **kwargs): ...

class _Agent:
    service: "_AgentService"
    @blocks("network")
    def members(self, **kwargs): ...
    @blocks("network")
    def services(self, **kwargs): ...

class _AgentService:
    @blocks("network")
    def register(self, name, **kwargs): ...
    @blocks("network")
    def deregister(self, service_id, **kwargs): ...

class _Catalog:
    @blocks("network")
    def services(self, **kwargs): ...
    @blocks("network")
    def service(self, service, **kwargs): ...

class _Health:
    @blocks("network")
    def service(self, service, **kwargs): ...
    @blocks("network")
    def checks(self, service, **kwargs): ...
