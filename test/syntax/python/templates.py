"""t-strings (PEP 750) and `except` without parentheses (PEP 758): Python 3.14."""

name = width = 1
t""
t"hello {name}"
t"{name!r:>{width}}" t"{name=}"
rt"\d{name}" Tr"\{width}"
t"a{{b}}{name:x{width}y{width:z}}"
t"""
{name}
    {f"{name} {t'{width}'}"}
"""
f"{t"{name}"}"
t'{ name = !s:^{width}}'
t"{name}" T"b" t"{width}c"

try:
    pass
except ValueError, TypeError:
    pass
except KeyError, IndexError, OSError:
    pass
except (LookupError, ArithmeticError) as error:
    pass

try:
    pass
except* ValueError, TypeError:
    pass
