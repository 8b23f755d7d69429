from socketserver import TCPServer

from uncoil import entry

class SimpleXMLRPCServer(TCPServer):
    def __init__(self, addr, *args, **kwargs): ...
    @entry("worker", "function")
    def register_function(self, function=None, name=None):
        return function
    def register_instance(self, instance, allow_dotted_names=False) -> None: ...
