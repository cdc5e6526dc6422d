"""Texts of a stated form: patterns, examples, alphabets, lengths, prefixes, capitals."""

import re

from generation.designer.catalog import Concept
from generation.designer.reading import Limits
from generation.engine import DataType

_ALPHABETS = {
    "digits": "string.digits",
    "letters": "string.ascii_uppercase",
    "alphanumeric": "string.ascii_uppercase + string.digits",
    "hex": "'0123456789abcdef'",
}
_CASES = {"upper": "upper", "lower": "lower", "title": "title"}
_USUAL_LENGTH = 8
_PLACES = re.compile(r"\d+|[X#]{2,}")
_FEW = 10**5  # forms with fewer values than this are numbered, so that they do not run out


def from_form(concept: Concept, limits: Limits) -> tuple[str, DataType] | None:
    """Return an expression for texts of one form; None where none was stated."""
    unique = limits.unique or concept.unique
    if limits.pattern:
        return cased(_from_pattern(limits.pattern, unique=unique), limits), DataType.STRING
    if limits.example:
        return cased(_from_example(limits.example, unique=unique), limits), DataType.STRING
    if limits.alphabet:
        return _of_alphabet(limits, unique=unique)
    if limits.prefix and unique:
        return cased(f"f{f'{_plain(limits.prefix)}{{row_number + 1:05d}}'!r}", limits), DataType.STRING
    return None


def _from_pattern(pattern: str, *, unique: bool) -> str:
    digits, letters = pattern.count("#"), pattern.count("?")
    if unique and digits and 10**digits * 26**letters < _FEW:
        return _numbered(pattern, list(re.finditer("#+", pattern))[-1])
    if letters:
        return f"fake.bothify({pattern!r}, letters=string.ascii_uppercase)"
    return f"fake.numerify({pattern!r})"


def _from_example(example: str, *, unique: bool) -> str:
    """Follow `PT-001`: numbered in the order of the rows where it must be unique, else with digits drawn."""
    runs = list(_PLACES.finditer(example))
    if unique and runs:
        return _numbered(example, runs[-1])
    return f"fake.numerify({re.sub(r'[0-9]|X(?=X|$)|(?<=X)X', '#', example)!r})"


def _numbered(form: str, place: re.Match[str]) -> str:
    """Put the row's number where a form has its last run of digits; what is open before it, becomes a zero."""
    head, tail = (
        _plain(text.replace("#", "0").replace("?", "A")) for text in (form[: place.start()], form[place.end() :])
    )
    return f"f{f'{head}{{row_number + 1:0{len(place[0])}d}}{tail}'!r}"


def _plain(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _of_alphabet(limits: Limits, *, unique: bool) -> tuple[str, DataType]:
    fewest = limits.shortest or limits.longest or _USUAL_LENGTH
    most = max(fewest, limits.longest or fewest)
    free = max(1, fewest - len(limits.prefix)), max(1, most - len(limits.prefix))
    if limits.alphabet == "digits" and free[0] == free[1] and not limits.prefix:
        return _digits(free[0], unique=unique, whole=limits.data_type is DataType.INTEGER)
    count = str(free[0]) if free[0] == free[1] else f"random.randint({free[0]}, {free[1]})"
    drawn = f"''.join(random.choices({_ALPHABETS[limits.alphabet]}, k={count}))"
    return cased(f"{limits.prefix!r} + {drawn}" if limits.prefix else drawn, limits), DataType.STRING


def _digits(count: int, *, unique: bool, whole: bool) -> tuple[str, DataType]:
    """Return numbers of so many digits, none of which starts with a zero."""
    first = 10 ** (count - 1) if count > 1 else 0
    last = 10**count - 1
    if unique and last - first < _FEW:
        return (
            (f"row_number + {first + 1}", DataType.INTEGER)
            if whole
            else (f"str(row_number + {first + 1})", DataType.STRING)
        )
    drawn = f"random.randint({first}, {last})"
    return (drawn, DataType.INTEGER) if whole else (f"fake.numerify({'%' + '#' * (count - 1)!r})", DataType.STRING)


def fitted(expression: str, limits: Limits) -> str:
    """Return a text's expression with the stated prefix, length and capitals."""
    if limits.prefix:
        expression = f"{limits.prefix!r} + {expression}"
    if limits.suffix.startswith("@"):
        expression = f"({expression}).split('@')[0]"
    if limits.suffix:
        expression = f"{expression} + {limits.suffix!r}"
    if limits.shortest:
        expression = f"({expression}).ljust({limits.shortest}, '0')"
    if limits.longest:
        expression = f"({expression})[:{limits.longest}]"
    return cased(expression, limits)


def cased(expression: str, limits: Limits) -> str:
    """Return a text's expression in the stated capitals."""
    return f"({expression}).{_CASES[limits.case]}()" if limits.case else expression
