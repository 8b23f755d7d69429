"""Type parameters with defaults (PEP 695, PEP 696): Python 3.13."""

type Alias = int
type Pair[A, B = int] = tuple[A, B]
type Callback[*Ts = *tuple[int, ...], **P = [int, str]] = int
type type = type
type match[case] = case


def identity[T: (int, str) = int](value: T) -> T:
    return value


class Box[T, *Ts, **P](list[T], metaclass=type):
    async def get[U](self, *args: *Ts) -> U: ...


type = 1
type(type)
type[int]
type.x = 2
match = case = _ = 1
match[1]
match(1)
match.x = 1
match * 2
match -1
match, case = 1, 2
match: int = 3
match in [1]
match not in [1]
match if match else case
