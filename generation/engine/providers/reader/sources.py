"""Finding a method of Faker's and its source."""

import ast
import inspect
import linecache
import textwrap
from dataclasses import dataclass
from functools import cache
from types import FunctionType
from typing import Any

from generation.engine.providers.reader.outcomes import NotUnderstood


@dataclass(frozen=True, slots=True)
class Method:
    """A function of a class of Faker's, bound to the provider that answers to it."""

    provider: Any
    function: FunctionType
    owner: type
    is_static: bool = False

    @property
    def itself(self) -> tuple[Any, ...]:
        """Return the arguments that the function has before those that it is given."""
        return () if self.is_static else (self.provider,)


@dataclass(frozen=True, slots=True)
class Super:
    """What `super()` is: a provider, seen from behind one of its classes."""

    provider: Any
    after: type


def method_of(provider: Any, name: str, after: type | None = None) -> Method:
    """Return a provider's method; where `after` is said, that of the classes behind it. Raises NotUnderstood."""
    classes = type(provider).__mro__
    for owner in classes[classes.index(after) + 1 if after else 0 :]:
        found = vars(owner).get(name)
        if isinstance(found, FunctionType):
            return Method(provider, found, owner)
        if isinstance(found, staticmethod):
            return Method(provider, found.__func__, owner, is_static=True)  # type: ignore[arg-type]  # Faker's are plain
    raise NotUnderstood(f"the method {name}")


@cache
def tree(function: FunctionType) -> ast.FunctionDef:
    """Return a function's syntax tree. Raises NotUnderstood."""
    code = function.__code__
    lines = linecache.getlines(code.co_filename)[code.co_firstlineno - 1 :]
    body = ast.parse(textwrap.dedent("".join(inspect.getblock(lines)))).body if lines else []
    if len(body) != 1 or not isinstance(body[0], ast.FunctionDef):
        raise NotUnderstood("a function without source")
    return body[0]


@cache
def signature(function: FunctionType) -> inspect.Signature:
    """Return what a function's arguments are."""
    return inspect.signature(function)
