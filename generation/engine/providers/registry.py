"""The table of what `fake` can do: name -> how its arguments are read and what it compiles to."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from generation.engine.errors import CheckError
from generation.engine.providers.arguments import Argument, Optional
from generation.engine.providers.source import Source

Build = Callable[..., Source]
SOURCES = 128  # that a process keeps of calls without arguments: each may have megabytes of vocabularies


@dataclass(frozen=True, slots=True)
class Provider:
    """A call that makes a Source: `build(locale, **arguments)`, whose signature is the list of arguments there are."""

    name: str
    build: Build

    def bind(self, locale: str, positional: Sequence[Any], named: Mapping[str, Any]) -> Source:
        """Read the arguments and make the source. Raises CheckError."""
        if not positional and not named:
            return _without_arguments(self, locale)
        return self._build(locale, positional, named)

    def _build(self, locale: str, positional: Sequence[Any], named: Mapping[str, Any]) -> Source:
        try:
            bound = _signature(self.build).bind(locale, *positional, **named)
        except TypeError as error:
            raise CheckError(f"{self.name} {_in_words(error)}", hint=f"it is {self.signature}") from error
        bound.apply_defaults()  # which are written as one writes the arguments
        readers = _readers(self.build)
        arguments = {}
        for name, value in list(bound.arguments.items())[1:]:
            try:
                arguments[name] = readers[name].read(value)
            except CheckError as error:
                raise CheckError(f"{name} of {self.name} {error.message}", hint=error.hint) from error
        return self.build(locale, **arguments)

    @property
    def signature(self) -> str:
        """Return the call as one writes it, with the arguments' defaults."""
        parameters = list(_signature(self.build).parameters.values())[1:]
        shown = (p.name if p.default is p.empty else f"{p.name}={p.default!r}" for p in parameters)
        return f"{self.name}({', '.join(shown)})"


REGISTRY: dict[str, Provider] = {}


def provides(*names: str) -> Callable[[Build], Build]:
    """Enter a function into the table under these names, each with its root: `fake.random_int`, `random.randint`."""

    def enter(build: Build) -> Build:
        for name in names:
            REGISTRY[name] = Provider(name, build)
        return build

    return enter


@cache
def _signature(build: Build) -> inspect.Signature:
    return inspect.signature(build)


@lru_cache(maxsize=SOURCES)
def _without_arguments(provider: Provider, locale: str) -> Source:
    """Return the source of a call without arguments, the same one each time: its vocabularies are read once."""
    return provider._build(locale, (), {})  # noqa: SLF001  # its other half


@cache
def _readers(build: Build) -> dict[str, Argument]:
    hints = get_type_hints(build, include_extras=True)
    return {name: reader for name, hint in hints.items() if (reader := _reader(hint)) is not None}


def _reader(hint: Any) -> Argument | None:
    """Return what reads an argument whose type is `Annotated[kind, reader]`, `... | None` included."""
    if get_origin(hint) is Annotated:
        kind, reader = get_args(hint)[:2]
        argument: Argument = reader
        return Optional(argument) if type(None) in get_args(kind) else argument
    found = [reader for member in get_args(hint) if (reader := _reader(member)) is not None]
    return Optional(found[0]) if found else None


def _in_words(error: TypeError) -> str:
    message = str(error)
    if "unexpected keyword" in message:
        return f"has no argument {message.rsplit(' ', 1)[-1]}"
    if "missing" in message:
        return f"needs the argument {message.rsplit(' ', 1)[-1]}"
    return "has fewer arguments than this"
