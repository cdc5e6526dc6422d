"""The calls in Faker's code: of its own methods, of its generator, of Python's functions and of pure ones."""

import ast
import operator
import re
from collections.abc import Callable, Iterable, Mapping
from logging import Logger
from types import FunctionType
from typing import TYPE_CHECKING, Any

from faker import Generator
from faker.providers import BaseProvider

from generation.engine.providers.grammar import Text
from generation.engine.providers.reader import draws, rewriting, strings
from generation.engine.providers.reader.draws import Own
from generation.engine.providers.reader.laws import law
from generation.engine.providers.reader.outcomes import (
    Joined,
    Listed,
    NotUnderstood,
    Unlisted,
    decide,
    grammar_of,
    holds_hidden,
    holds_random,
    is_random,
    joined,
    mapped,
)
from generation.engine.providers.reader.sources import Method, Super

if TYPE_CHECKING:
    from generation.engine.providers.reader.frame import Frame

_PURE = frozenset(
    {abs, bool, chr, divmod, float, int, len, list, max, min, ord, pow, range, round, set, sorted, str, sum, tuple}
)
_PURE_PACKAGES = frozenset({"faker", "text_unidecode", "unidecode"})
_IMPURE = frozenset({"generator", "now", "random", "time", "today"})
_MARK = re.compile(r"\\?[^\w\\.]|[^\W\d_]")  # an expression that matches one character
_CHOICES = {"random_element": draws.one, "random_elements": draws.several}


def called(frame: "Frame", made: ast.Call) -> Any:
    """Return what a call yields."""
    if isinstance(made.func, ast.Attribute):
        target = frame.value(made.func.value)
        if made.func.attr == "sub" and (target is re or isinstance(target, re.Pattern)):
            return _substituted(frame, target, made)
    positional = frame.values(made.args)
    if any(keyword.arg is None for keyword in made.keywords):
        raise NotUnderstood("arguments by mapping")
    named = {str(keyword.arg): frame.value(keyword.value) for keyword in made.keywords}
    if isinstance(made.func, ast.Attribute):
        return _of_value(frame, target, made.func.attr, positional, named)
    return _plain(frame, frame.value(made.func), positional, named)


def _of_value(frame: "Frame", target: Any, name: str, positional: list[Any], named: dict[str, Any]) -> Any:
    match target:
        case Generator() if name in {"parse", "format"}:
            return _parsed(frame, *positional) if name == "parse" else _formatted(frame, *positional, **named)
        case draws.Dice():
            return draws.drawn(frame.reading, name, positional, named)
        case Own() | Mapping() | strings.Pieces():
            return _of_collection(target, name, positional)
        case Logger():
            return None
        case _ if strings.is_text(target):
            return _of_text(frame, target, name, positional, named)
        case _:
            return _plain(frame, frame.attribute(target, name), positional, named)


def _of_collection(target: Any, name: str, positional: list[Any]) -> Any:
    match target, name, positional:
        case strings.Pieces(), "pop", [int(0)]:
            return target.first()
        case Own(), "pop", [int(0)]:
            return target.pop(0)
        case Own(), "append" | "insert" | "extend", _:
            return getattr(target, name)(*positional)
        case Mapping(), "keys" | "values" | "items", []:
            return list(getattr(target, name)())
        case Mapping(), "get", _:
            return mapped(target.get, *positional)
        case _:
            raise NotUnderstood(f"the method {name}")


def _of_text(frame: "Frame", target: Any, name: str, positional: list[Any], named: dict[str, Any]) -> Any:
    if name == "join" and isinstance(positional[0], Listed):
        return mapped(lambda separator, items: separator.join(items), target, *positional)
    if name == "join":
        return strings.separated(decide(target), frame.items(*positional))
    if name == "format":
        return strings.filled(decide(target), positional, named)
    if name == "replace" and any(map(is_random, positional)):
        return strings.replaced(target, *positional)
    if isinstance(target, Joined | Unlisted):
        return strings.called(frame.reading, target, name, positional)
    return mapped(lambda one, *rest: getattr(one, name)(*rest, **named), target, *positional)


def _plain(frame: "Frame", function: Any, positional: list[Any], named: dict[str, Any]) -> Any:
    function = decide(function)
    if isinstance(function, Method):
        return of_method(frame, function, positional, named)
    if function in _SPECIAL and not named:
        return _SPECIAL[function](frame, *positional)
    if not _is_pure(function) or any(map(holds_hidden, (*positional, *named.values()))):
        raise NotUnderstood("a call")
    if len(positional) == 1 and isinstance(positional[0], Joined | Unlisted) and isinstance(function, FunctionType):
        return strings.changed(frame.reading, positional[0], lambda one: function(one, **named))
    given, names, count = (*positional, *named.values()), list(named), len(positional)
    return mapped(lambda *all_: function(*all_[:count], **dict(zip(names, all_[count:], strict=True))), *given)


def _is_pure(function: Any) -> bool:
    """Tell whether calling a function does nothing but yield a value."""
    if function in _PURE:
        return True
    package = (getattr(function, "__module__", None) or "").partition(".")[0]
    if not isinstance(function, FunctionType) or package not in _PURE_PACKAGES:
        return False
    return not _IMPURE & set(function.__code__.co_names)


def of_method(frame: "Frame", method: Method, positional: list[Any], named: dict[str, Any]) -> Any:
    """Return what a call of one of Faker's methods yields."""
    name, given = method.function.__name__, (*positional, *named.values())
    if method.owner is BaseProvider and name in _CHOICES:
        weighted = bool(method.provider.__use_weighting__)
        return _CHOICES[name](frame.reading, *positional, **named, weighted=weighted)
    if not any(map(holds_random, given)):
        return frame.world.law(method, tuple(positional), tuple(named.items())).drawn(frame.reading)
    if name == "_to_ascii" and isinstance(given[0], Joined | Unlisted):
        return strings.changed(frame.reading, given[0], lambda one: method.function(method.provider, one))
    return frame.inlined(method, positional, named)


# --- the generator's formats ----------------------------------------------------------------------------------------


def _formatted(frame: "Frame", name: str, *positional: Any, **named: Any) -> Any:
    return of_method(frame, frame.world.method(name), list(positional), named)


def _parsed(frame: "Frame", template: Any) -> Any:
    """Return what the generator makes of a template."""
    if isinstance(template, str):
        return joined(_tokens(frame, template))
    if isinstance(template, Joined):
        if any(part.count("{{") != part.count("}}") for part in template.parts if isinstance(part, str)):
            raise NotUnderstood("a token in pieces")
        return joined(_parsed(frame, part) for part in template.parts)
    of = grammar_of(template)
    made = rewriting.parsed(of, lambda name: _token(frame, name))
    return template if made is of else frame.reading.unlisted(made, template)


def _tokens(frame: "Frame", template: str) -> Iterable[Any]:
    end = 0
    for found in rewriting.TOKEN.finditer(template):
        if found[2]:
            raise NotUnderstood("a token with arguments")
        yield template[end : found.start()]
        yield frame.reading.text(_token(frame, found[1]))
        end = found.end()
    yield template[end:]


def _token(frame: "Frame", name: str) -> Text:
    return frame.world.law(frame.world.method(name), (), ()).spelled()


# --- substitutions --------------------------------------------------------------------------------------------------


def _substituted(frame: "Frame", target: Any, made: ast.Call) -> Any:
    """Return what a substitution of a character by what a function draws yields."""
    expression, rest = (frame.value(made.args[0]), made.args[1:]) if target is re else (target.pattern, made.args)
    if len(rest) != 2 or made.keywords or not _MARK.fullmatch(expression):  # noqa: PLR2004  # by what, in what
        raise NotUnderstood("a substitution of another kind")
    by, of = rest[0], frame.value(rest[1])
    if isinstance(by, ast.Lambda):
        return _replaced(frame, of, expression[-1], by.body)
    return strings.replaced(of, expression[-1], frame.value(by))


def _replaced(frame: "Frame", of: Any, mark: str, body: ast.expr) -> Any:
    if isinstance(of, Joined):
        return joined(_replaced(frame, part, mark, body) for part in of.parts)
    if isinstance(of, str):
        first, *pieces = of.split(mark)
        return joined([first, *(part for piece in pieces for part in (frame.value(body), piece))])
    whole = grammar_of(of)
    made = rewriting.substituted(whole, mark, _anew(frame, body))
    return of if made is whole else frame.reading.unlisted(made, of)


def _anew(frame: "Frame", body: ast.expr) -> Text:
    """Return the text that an expression yields which is evaluated anew for each of its uses."""
    names = {node.id for node in ast.walk(body) if isinstance(node, ast.Name)}
    if any(holds_random(frame.names.get(name)) for name in names):
        raise NotUnderstood("a function of what was drawn before")
    return law(lambda reading: frame.within(reading).value(body)).spelled()


# --- Python's functions that take code, or lists of random values ---------------------------------------------------


def _attribute(frame: "Frame", target: Any, name: Any, *otherwise: Any) -> Any:
    return frame.attribute(target, name) if not otherwise or hasattr(target, name) else otherwise[0]


def _is_instance(_frame: "Frame", value: Any, kinds: Any) -> bool:
    if isinstance(value, Joined | Unlisted):
        return isinstance("", kinds)
    return bool(decide(mapped(lambda one: isinstance(one, kinds), value)))


def _length(_frame: "Frame", value: Any) -> Any:
    return strings.length(value) if isinstance(value, Joined | Unlisted) else mapped(len, value)


def _total(frame: "Frame", items: Any) -> Any:
    total: Any = 0
    for item in frame.items(items):
        total = mapped(operator.add, total, item)
    return total


def _super(frame: "Frame", *given: Any) -> Super:
    provider = frame.method.provider
    return Super(provider, type(provider) if given else frame.method.owner)


_SPECIAL: dict[Any, Callable[..., Any]] = {
    getattr: lambda frame, target, name, *rest: _attribute(frame, target, decide(name), *rest),
    hasattr: lambda _frame, target, name: hasattr(target, decide(name)),
    len: _length,
    list: lambda frame, value: Own(frame.items(value)),
    reversed: lambda frame, value: Own(reversed(frame.items(value))),
    map: lambda frame, function, items: Own(_plain(frame, function, [item], {}) for item in frame.items(items)),
    isinstance: _is_instance,
    str: lambda _frame, value: strings.formatted(value),
    sum: _total,
    super: _super,
    tuple: lambda frame, value: tuple(frame.items(value)),
    zip: lambda frame, *values: Own(zip(*map(frame.items, values), strict=False)),
}
NAMES = {function.__name__: function for function in (*_PURE, *_SPECIAL)}
