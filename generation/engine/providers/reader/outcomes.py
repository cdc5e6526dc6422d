"""What a line of Faker's code yields when it is read instead of run.

A value is a constant (any Python object), Listed (one of some constants), Unlisted (a text of the grammar), Joined
(texts one after the other), or a list, tuple or dict of these. The last three say which variables they come from: a
variable is drawn once a row, so what shares one is not independent.

Code that decides by a random value is read once for each way that the decision may go: `readings` starts over whenever
a Reading forks.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import fsum, prod
from typing import Any, TypeAlias

from generation.engine.providers.grammar import Filled, Mixture, Text, Words, literal
from generation.engine.providers.grammar import Sequence as Parts

MOST_OUTCOMES = 1 << 16
MOST_READINGS = 256
_FIRST_MARK = 0xE000  # of the characters for private use, which no text of Faker's has


class NotUnderstood(Exception):
    """The code has something that is not read: it must be run."""


@dataclass(frozen=True, slots=True, eq=False)
class Variable:
    """What is drawn once: one of `size` outcomes, or a text of too many to list where `size` is 0.

    `number` counts the draws of a reading; `places` are the outcomes that this reading leaves of all that there are.
    """

    number: int
    size: int = 0
    weights: tuple[float, ...] | None = None
    places: tuple[int, ...] | None = None


class _Hidden:
    """What is not known until it is drawn: whatever asks Python for it has not been understood."""

    __slots__ = ()

    def _refuse(self, *_given: Any) -> Any:
        raise NotUnderstood("a random value where a constant is needed")

    __bool__ = __contains__ = __eq__ = __format__ = __getitem__ = __index__ = __iter__ = __len__ = __str__ = _refuse
    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True, eq=False)
class Listed(_Hidden):
    """One of some constants: a value for each combination of the variables' outcomes, the last turning fastest."""

    variables: tuple[Variable, ...]
    values: Sequence[Any]
    words: Words | None = None  # if these are its values

    @property
    def weights(self) -> tuple[float, ...] | None:
        """Return how likely each value is, or None where all are equally likely."""
        if all(variable.weights is None for variable in self.variables):
            return None
        shares = (variable.weights or (1.0,) * variable.size for variable in self.variables)
        return tuple(prod(row) for row in product(*shares))


@dataclass(frozen=True, slots=True, eq=False)
class Unlisted(_Hidden):
    """A text that may be too many to list."""

    variables: tuple[Variable, ...]
    text: Text


@dataclass(frozen=True, slots=True, eq=False)
class Joined(_Hidden):
    """Texts one after the other."""

    parts: tuple["str | Listed | Unlisted", ...]

    @property
    def variables(self) -> tuple[Variable, ...]:
        """Return the variables of all parts."""
        return tuple(variable for part in self.parts if not isinstance(part, str) for variable in part.variables)


Random: TypeAlias = Listed | Unlisted | Joined
Part: TypeAlias = str | Listed | Unlisted


def is_random(value: Any) -> bool:
    """Tell whether a value is random itself."""
    return isinstance(value, Listed | Unlisted | Joined)


def holds_random(value: Any) -> bool:
    """Tell whether a value is random, or a list, tuple or dict of which some is."""
    if isinstance(value, dict):
        return any(map(holds_random, value.values()))
    return is_random(value) or (isinstance(value, list | tuple) and any(map(holds_random, value)))


def holds_hidden(value: Any) -> bool:
    """Tell whether a value is a list, tuple or dict of which some is random."""
    return not is_random(value) and holds_random(value)


# --- readings -------------------------------------------------------------------------------------------------------


class Fork(Exception):
    """The code goes on differently for these groups of a variable's outcomes."""

    def __init__(self, number: int, groups: list[tuple[int, ...]]) -> None:
        """Take the number of the draw, and the outcomes of each way."""
        super().__init__(number)
        self.number = number
        self.groups = groups


@dataclass(slots=True)
class Reading:
    """One way through the code: what is `known` of its draws, and how likely that is (`share`)."""

    known: dict[int, tuple[int, ...]]
    share: float = 1.0
    _draws: int = field(default=0)

    def choose(self, values: Sequence[Any], weights: Sequence[float] | None = None, words: Words | None = None) -> Any:
        """Return one of some constants."""
        if not values:
            raise NotUnderstood("nothing to choose from")
        places = self._restrict(len(values), weights)
        if places is not None:
            values, words = [values[place] for place in places], None
            weights = None if weights is None else [weights[place] for place in places]
        if len(values) == 1:
            self._draws += 1
            return values[0]
        return Listed((self._variable(len(values), weights, places),), values, words)

    def text(self, of: Text) -> Any:
        """Return a text of the grammar as a value of this reading."""
        match of:
            case Words(values=values, weights=weights):
                return self.choose(values, weights, of)
            case Filled(patterns=Words(values=(template,)), marks=marks):
                return joined(self.choose(marks[c]) if c in marks else c for c in template)
            case Parts(parts=parts):
                return joined(self.text(part) for part in parts)
            case Mixture(options=options, weights=weights):
                places = self._restrict(len(options), weights)
                variable = self._variable(len(options), weights, places)
                return self.text(options[places[0]]) if places else Unlisted((variable,), of)
            case _:
                return self.unlisted(of)

    def unlisted(self, of: Text, *causes: Random) -> Unlisted:
        """Return a text that is drawn anew, but depends on these values too."""
        return Unlisted((*(variable for cause in causes for variable in cause.variables), self._variable(0)), of)

    def _restrict(self, size: int, weights: Sequence[float] | None) -> tuple[int, ...] | None:
        places = self.known.get(self._draws)
        if places is not None:
            shares = weights or [1.0] * size
            self.share *= fsum(shares[place] for place in places) / fsum(shares)
        return places

    def _variable(
        self, size: int, weights: Sequence[float] | None = None, places: tuple[int, ...] | None = None
    ) -> Variable:
        self._draws += 1
        return Variable(self._draws - 1, size, tuple(weights) if weights else None, places)


def readings(read: Callable[[Reading], Any]) -> list[tuple[float, Any]]:
    """Return what code yields in each way through it, and how likely each way is."""
    pending: list[dict[int, tuple[int, ...]]] = [{}]
    found: list[tuple[float, Any]] = []
    while pending:
        if len(pending) + len(found) > MOST_READINGS:
            raise NotUnderstood("too many ways through the code")
        reading = Reading(pending.pop())
        try:
            value = read(reading)
        except Fork as fork:
            pending += [reading.known | {fork.number: group} for group in reversed(fork.groups)]
        else:
            found.append((reading.share, value))
    return found


def decide(value: Any) -> Any:
    """Return a value that the code goes on by: the same one in the whole reading, which forks for it."""
    if not is_random(value):
        return value
    listed = listing(value)
    first, stride = listed.variables[0], len(listed.values) // listed.variables[0].size
    ways: dict[Any, list[int]] = {}
    for outcome in range(first.size):
        row = listed.values[outcome * stride : (outcome + 1) * stride]
        ways.setdefault(tuple(map(_key, row)), []).append(outcome)
    if len(ways) > 1:
        raise _fork(first, list(ways.values()))
    if stride == 1:
        return listed.values[0]
    return decide(Listed(listed.variables[1:], listed.values[:stride]))


def split(variables: Iterable[Variable]) -> NotUnderstood | Fork:
    """Return the fork after which more is known of these variables, or the refusal where there is none."""
    several = [variable for variable in variables if 1 < variable.size <= MOST_READINGS]
    if not several:
        return NotUnderstood("a text of too many values")
    smallest = min(several, key=lambda variable: variable.size)
    return _fork(smallest, [[outcome] for outcome in range(smallest.size)])


def _fork(variable: Variable, ways: list[list[int]]) -> Fork:
    places = variable.places or range(variable.size)
    return Fork(variable.number, [tuple(places[outcome] for outcome in way) for way in ways])


def _key(value: Any) -> Any:
    return (type(value), value) if isinstance(value, str | int | float | bool | None) else id(value)


# --- lists of values ------------------------------------------------------------------------------------------------


def mapped(function: Callable[..., Any], *arguments: Any) -> Any:
    """Return what a pure function makes of constants and random values."""
    if not any(map(is_random, arguments)):
        return function(*arguments)
    listed = [listing(argument) if is_random(argument) else argument for argument in arguments]
    if len(listed) == 1:
        return Listed(listed[0].variables, list(map(function, few(listed[0].values))))
    variables = _union(value for value in listed if isinstance(value, Listed))
    if prod(variable.size for variable in variables) > MOST_OUTCOMES:
        raise NotUnderstood("too many outcomes")
    outcomes = product(*(range(variable.size) for variable in variables))
    columns = [_column(value, variables) for value in listed]
    return Listed(variables, [function(*(column(outcome) for column in columns)) for outcome in outcomes])


def few(values: Sequence[Any]) -> Sequence[Any]:
    """Return values that are not too many to be listed. Raises NotUnderstood."""
    if len(values) > MOST_OUTCOMES:
        raise NotUnderstood("too many outcomes")
    return values


def _union(values: Iterable[Random]) -> tuple[Variable, ...]:
    return tuple({variable.number: variable for value in values for variable in value.variables}.values())


def _column(value: Any, variables: tuple[Variable, ...]) -> Callable[[tuple[int, ...]], Any]:
    """Return what gives a value's outcome for the outcomes of all variables."""
    if not isinstance(value, Listed):
        return lambda _outcome: value
    strides, stride = [], 1
    for variable in reversed(value.variables):
        strides.append((_place(variable, variables), stride))
        stride *= variable.size
    values = value.values
    return lambda outcome: values[sum(outcome[place] * step for place, step in strides)]


def _place(variable: Variable, variables: tuple[Variable, ...]) -> int:
    return next(place for place, other in enumerate(variables) if other.number == variable.number)


def listing(value: Any) -> Listed:
    """Return a random value as one of some constants."""
    if isinstance(value, Listed):
        return value
    if isinstance(value, Joined) and all(isinstance(part, str | Listed) for part in value.parts):
        made: Listed = mapped(lambda *parts: "".join(parts), *value.parts)
        return made
    raise split(value.variables)


# --- texts ----------------------------------------------------------------------------------------------------------


def joined(values: Iterable[Any]) -> Any:
    """Return texts one after the other: neighbours that share a variable as one."""
    parts: list[Part] = []
    for value in values:
        if isinstance(value, Listed) and not all(isinstance(listed, str) for listed in value.values):
            raise NotUnderstood("text and other values")
        for part in value.parts if isinstance(value, Joined) else (value,):
            if parts and _belong_together(parts[-1], part):
                parts[-1] = mapped(lambda left, right: left + right, parts[-1], part)
            elif not isinstance(part, str) or part:
                parts.append(part)
    if not parts:
        return ""
    return parts[0] if len(parts) == 1 else Joined(tuple(parts))


def _belong_together(left: Part, right: Part) -> bool:
    if isinstance(left, str) or isinstance(right, str):
        return isinstance(left, str) and isinstance(right, str)
    return isinstance(left, Listed) and isinstance(right, Listed) and bool(_numbers(left) & _numbers(right))


def grammar_of(value: Any) -> Text:
    """Return a value that is a text as one of the grammar. Forks where a variable is in two places of it."""
    parts = value.parts if isinstance(value, Joined) else (value,)
    if shared := shared_by(parts):
        parts = _together(parts, shared)
    texts = [_text(part) for part in _patterned(parts)]
    return texts[0] if len(texts) == 1 else Parts(tuple(texts))


def _together(parts: Sequence[Part], shared: list[Variable]) -> tuple[Part, ...]:
    """Return parts with those in which the same variables are, and what is between them, as one."""
    numbers = {variable.number for variable in shared}
    places = [place for place, part in enumerate(parts) if isinstance(part, Random) and numbers & _numbers(part)]
    span = parts[places[0] : places[-1] + 1]
    if any(isinstance(part, Unlisted) for part in span) or _size(span) > MOST_OUTCOMES:
        raise split(shared)
    return (*parts[: places[0]], mapped(lambda *texts: "".join(texts), *span), *parts[places[-1] + 1 :])


def _numbers(value: Random) -> set[int]:
    return {variable.number for variable in value.variables}


def _size(parts: Sequence[Part]) -> int:
    return prod(variable.size for variable in _union(part for part in parts if isinstance(part, Random)))


def shared_by(parts: Iterable[Part]) -> list[Variable]:
    """Return the variables that more than one part comes from."""
    found: dict[int, int] = {}
    places = ((v, place) for place, part in enumerate(parts) if not isinstance(part, str) for v in part.variables)
    return [variable for variable, place in places if found.setdefault(variable.number, place) != place]


def _text(part: Part | Filled) -> Text:
    match part:
        case str():
            return literal(part)
        case Listed():
            if not all(isinstance(value, str) for value in few(part.values)):
                raise NotUnderstood("no text")
            return part.words or Words(tuple(part.values), part.weights)
        case Unlisted():
            return part.text
        case _:
            return part


def _patterned(parts: Sequence[Part]) -> list[Part | Filled]:
    """Return parts with neighbours that are single characters put together to patterns."""
    made: list[Part | Filled] = []
    run: list[Part] = []
    for part in (*parts, None):
        if part is not None and (isinstance(part, str) or _is_character(part)):
            run.append(part)
            continue
        made += _pattern(run)
        run = []
        if part is not None:
            made.append(part)
    return made


def _is_character(part: Part) -> bool:
    if not isinstance(part, Listed) or len(part.variables) > 1 or part.weights is not None:
        return False
    single = all(isinstance(value, str) and len(value) == 1 and value.isascii() for value in part.values)
    return single and len(set(part.values)) == len(part.values)


def _pattern(run: list[Part]) -> list[Part | Filled]:
    if sum(isinstance(part, Listed) for part in run) <= 1:
        return list(run)
    alphabets = dict.fromkeys("".join(part.values) for part in run if isinstance(part, Listed))
    marks = {alphabet: chr(_FIRST_MARK + place) for place, alphabet in enumerate(alphabets)}
    template = "".join(marks["".join(part.values)] if isinstance(part, Listed) else str(part) for part in run)
    return [Filled(literal(template), {mark: alphabet for alphabet, mark in marks.items()})]
