from uncoil import startup

class EventObserver:
    def __call__(self):
        @startup("callback")
        def decorator(callback):
            return callback
        return decorator
    @startup("callback")
    def register(self, callback) -> None: ...
