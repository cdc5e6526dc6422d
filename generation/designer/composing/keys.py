"""Keys: the row's own, and those of other things, which mean the same thing wherever they recur."""

from collections.abc import Iterable
from itertools import chain

from generation.designer.catalog import Catalog, Concept, Setting, Value
from generation.designer.composing.naming import column_reference
from generation.designer.composing.ranges import from_limits
from generation.designer.meaning.choosing import Choice
from generation.designer.reading import Limits, key, word_set
from generation.engine import DataType

_FEWEST_NAMES = 3
_SCATTERED = "(row_number * 7919 + 4231) % 999983"  # primes: no number comes twice in a million rows
_LASTING = word_set(
    "name surname email mail phone age gender sex birth dob birthdate city country state region address postcode zip"
    " segment tier since signup income brand model category"
)  # what stays with a thing: `customer city`, `device model`
_OF_A_PERSON = word_set("full_name first_name last_name email phone age gender date_of_birth birth_date surname")
_PERSONS = word_set(
    "customer client user member patient student employee passenger guest subscriber applicant borrower donor buyer"
    " tenant player person policyholder cardholder participant respondent"
)


def keyed(choice: Choice, choices: Iterable[Choice], setting: Setting, catalog: Catalog) -> tuple[str, DataType]:
    """Return the expression and type of a key among the other columns of its row."""
    own, limits = choice.concept.name == "own_key" or choice.limits.unique, choice.limits
    concept = catalog.concepts["own_key" if own else "other_key"]
    if limits.have_ends and limits.data_type is not DataType.STRING:
        return _number_between(limits, own=own)
    if stated := from_limits(concept, limits):
        return stated
    prefix = _prefix(_thing(choice) or setting.subject, catalog)
    as_number = limits.data_type is DataType.INTEGER
    made = None if own else _told_apart(choice, choices, setting, catalog, "" if as_number else prefix)
    if as_number:
        return made or ("row_number + 1" if own else "random.randint(1, 500)"), DataType.INTEGER
    return made or concept.ways[-1].expression.replace("PREFIX", prefix), concept.data_type


def _thing(choice: Choice) -> str:
    return " ".join(key(choice.phrase).split()[:-1])


def _prefix(thing: str, catalog: Catalog) -> str:
    known = (catalog.prefixes[word] for word in thing.split() if word in catalog.prefixes)
    return next(known, max(thing.split(), key=len, default="")[:3].upper())


def _told_apart(
    choice: Choice, choices: Iterable[Choice], setting: Setting, catalog: Catalog, prefix: str
) -> str | None:
    """Return the key of a thing of which the row tells more: it follows from its name, or else is in one row only.

    Without a prefix it is a number.
    """
    thing = _thing(choice)
    beside = [other for other in choices if other is not choice]
    for other in beside:
        names = _names(other, setting, catalog)
        if key(other.phrase) in {thing, f"{thing} name"} and len(names) >= _FEWEST_NAMES and not other.limits.missing:
            keys = {name: f"{prefix}-{place:05d}" if prefix else place for place, name in enumerate(names, 1)}
            unknown = f"{prefix}-00000" if prefix else 0
            return f"{keys!r}.get({column_reference(other.name)}, {unknown!r})"
    if not any(_lasts(other, thing) for other in beside):
        return None
    return f'f"{prefix}-{{{_SCATTERED}:05d}}"' if prefix else _SCATTERED


def _names(choice: Choice, setting: Setting, catalog: Catalog) -> tuple[Value, ...]:
    """Return the names that a column takes, where these can be counted: those of a table that occur by themselves."""
    concept: Concept = choice.concept
    tables = (table for table in catalog.tables_of.get(concept.name, ()) if table.circumstances.fit(setting))
    named = next((tuple(table.tally(concept.name)) for table in tables), concept.values)
    return tuple(dict.fromkeys(chain(choice.limits.values or named)))


def _lasts(choice: Choice, thing: str) -> bool:
    """Tell whether a column holds something that stays with the thing."""
    phrase, of_it = key(choice.phrase), f"{thing} "
    if thing and phrase.startswith(of_it):
        return not _LASTING.isdisjoint(phrase.removeprefix(of_it).split())
    return thing in _PERSONS and choice.concept.name in _OF_A_PERSON and not _names_another(phrase, thing)


def _names_another(phrase: str, thing: str) -> bool:
    return any(word in _PERSONS and word != thing for word in phrase.split())


def _number_between(limits: Limits, *, own: bool) -> tuple[str, DataType]:
    low, high = int(limits.low or 0), int(limits.high) if limits.high is not None else None
    if own and high is None:
        return (f"row_number + {low}" if low else "row_number + 1"), DataType.INTEGER
    return f"random.randint({low}, {low + 499 if high is None else high})", DataType.INTEGER
