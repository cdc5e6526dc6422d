"""The columns of a schema that a phrase of an instruction speaks of."""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from generation.designer.checking.recognising import Recognised
from generation.designer.meaning.choosing import Choice
from generation.designer.reading import key

_Test: TypeAlias = Callable[[str, Choice], bool]

_ALL = frozenset({"all", "all column", "every column", "everything"})


def find(phrase: str, recognised: Recognised) -> tuple[Choice, ...]:
    """Return the columns that a phrase names, by the plainest test that any column meets: none, one, or several."""
    wanted = key(phrase)
    if wanted in _ALL:
        return recognised.choices
    for test in _TESTS:
        if wanted and (found := tuple(choice for choice in recognised.choices if test(wanted, choice))):
            return _longest(found) if test is _within else found
    return ()


def words_of(recognised: Recognised) -> frozenset[str]:
    """Return the words that columns are spoken of with."""
    return frozenset(word for choice in recognised.choices for name in _names(choice) for word in name.split()) | {
        *(("date", "price") if any(choice.concept.is_moment for choice in recognised.choices) else ("price",))
    }


def _names(choice: Choice) -> Iterable[str]:
    return (key(choice.name), key(choice.phrase), *(key(phrase) for phrase in choice.concept.says))


def _is_name(wanted: str, choice: Choice) -> bool:
    return wanted == key(choice.name) or wanted == choice.name.casefold()


def _is_phrase(wanted: str, choice: Choice) -> bool:
    return wanted in _names(choice)


def _is_end(wanted: str, choice: Choice) -> bool:
    """Take `price` for `unit_price`."""
    return f" {key(choice.name)}".endswith(f" {wanted}")


def _is_kind(wanted: str, choice: Choice) -> bool:
    return (
        wanted in {"date", "time", "timestamp"} and choice.concept.is_moment and choice.concept.name != "date_of_birth"
    )


def _is_part(wanted: str, choice: Choice) -> bool:
    return f" {wanted} " in f" {key(choice.name)} "


def _within(wanted: str, choice: Choice) -> bool:
    """Take "make price" for `price`: the statement's words hold the column's."""
    return any(f" {name} " in f" {wanted} " for name in (*_names(choice), key(choice.name).rpartition(" ")[2]))


def _longest(found: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Prefer `unit price` to `price` where a phrase holds both."""
    most = max(len(choice.name.split("_")) for choice in found)
    return tuple(choice for choice in found if len(choice.name.split("_")) == most) if len(found) > 1 else found


_TESTS: tuple[_Test, ...] = (_is_name, _is_phrase, _is_end, _is_kind, _is_part, _within)
