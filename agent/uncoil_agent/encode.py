"""Events as JSON, without the imports of `json`: they would be the program's first, and cost every process 10 ms."""

from _json import encode_basestring_ascii as _quote


def encode(event):
    """An event as a line of ASCII."""
    return _encode_value(event).encode("ascii") + b"\n"


def _encode_value(value):
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, str):
        return _quote(value)
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, dict):
        return "{" + ",".join([f"{_quote(str(key))}:{_encode_value(item)}" for key, item in value.items()]) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join([_encode_value(item) for item in value]) + "]"
    return _quote(str(value))
