from typing import Self

# Fields and constructors are known to the engine.

class BaseModel:
    def model_dump(self, **kwargs): ...
    def model_dump_json(self, **kwargs) -> str: ...
    def model_copy(self, *, update=None, deep=False) -> Self: ...
    @classmethod
    def model_validate(cls, obj, **kwargs) -> Self: ...
    @classmethod
    def model_validate_json(cls, json_data, **kwargs) -> Self: ...
    @classmethod
    def model_construct(cls, _fields_set=None, **values) -> Self: ...
    def dict(self, **kwargs): ...
    def json(self, **kwargs) -> str: ...
    def copy(self, **kwargs) -> Self: ...
    @classmethod
    def parse_obj(cls, obj) -> Self: ...

def field_validator(field, /, *fields, mode="after", **kwargs):
    def decorator(func):
        return func
    return decorator

def model_validator(*, mode):
    def decorator(func):
        return func
    return decorator

def field_serializer(*fields, mode="plain", **kwargs):
    def decorator(func):
        return func
    return decorator

def validator(__field, *fields, **kwargs):
    def decorator(func):
        return func
    return decorator

def model_serializer(f=None, /, **kwargs):
    if callable(f):
        return f
    def decorator(function):
        return function
    return decorator

def computed_field(func=None, /, **kwargs):
    if callable(func):
        return func
    def decorator(function):
        return function
    return decorator

def validate_call(func=None, /, **kwargs):
    if callable(func):
        return func
    def decorator(function):
        return function
    return decorator
