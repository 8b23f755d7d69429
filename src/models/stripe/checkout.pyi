from stripe import _Resource


class Session(_Resource): ...
