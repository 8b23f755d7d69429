from .channel import Channel


class RobustChannel(Channel): ...
