"""The catalog's files, read and checked once per process.

A file holds any of these entries; none of its keys is needed where no default is named:

    [concept.rating]              the name that a column of it gets by itself
    says = ["rating", "stars"]    phrases for it, singular; its own name is one of them anyway
    also = ["customer rating"]    phrases for it that make no good column name
    type = "float"                default: string
    about = "Stars from 1 to 5"
    unit = "stars"                what its numbers count, as people abbreviate it: cm, kg, USD, %, years
    tests = ["how they liked it", "product: stars given"]
                                  phrases of people that have to be read as this; a subject or domain may go before
    values = [1, 2, 3]            equally often; or shares = {A = 3, B = 1}; or expression = "random.randint(1, 5)"
    ways = [{expression = "...", subject = "student", domain = "education", locale = ["de", "fr_FR"]}]
                                  tried first; one whose expression names another concept needs that one in the row
    varied = "round(fact * random.uniform(0.9, 1.1), 2)"    a value made from the `fact` of a table
    shape = "low"                 how values lie in a range that somebody asks for: even (default), middle, low, high
    unique = true                 no value twice

    [table.diagnoses]             facts that go together
    head = ["diagnosis", "icd10_code", "share"]    concepts, those that decide first; `share` weighs the rows, and
                                  one of share 0 is only found by another concept or by a way
    rows = [["Asthma", "J45.909", 7], ...]         domain, subject and locale as in a way; the locale `unstated` holds
    beside = "country"                             where nobody asked for one; `beside` concepts must be in the row
    varied = {price = "round(fact * 1.1, 2)"}      in place of the concept's own
    like = "prices"                                has what it does not say itself from another table of its file

    [group.demographics]   says = [...]   columns = {"" = ["age", "gender"], healthcare = ["age", "blood type"]}
    [domain.finance]       says = [...]   means = {amount = "transaction_amount"}   subject = "transaction"
    [subject.patient]      says = [...]   means = {name = "full_name"}   domain = "healthcare"   columns = ["age", ...]
    [part.customer]        says = [...]   columns = ["customer name", ...]    of "customers and orders"
    [[ending]]             ends = ["date", "day"]   starts = ["date of"]   concept = "some_date"
    [truth]                "Nothing is delivered before it is shipped" = "delivery_date >= shipping_date"
                                  checked in rows that hold the concepts named; a missing cell breaks no truth
    [unit.lbs]             measures = "mass"   says = ["lb", "pound"]   times = 0.4536   plus = 0   to the base unit, kg
    [same]                 groups = [["Female", "F", "Woman"]]      words for one and the same value
    [locale]               german = "de_DE"
    [home]                 de_DE = "Germany"
    [mix]                  european = ["Germany", "France"]    countries that a word stands for
    [prefix]               customer = "CUST"        how keys of customers start
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from generation.designer.catalog.entries import (
    Catalog,
    CatalogError,
    Circumstances,
    Concept,
    Domain,
    Ending,
    Group,
    Part,
    Subject,
    Table,
    Unit,
    Value,
    Way,
)
from generation.engine import DataType

_KEYS = {
    "concept": "says also type about unit tests values shares expression ways varied shape unique",
    "table": "head rows domain subject locale beside varied like",
    "group": "says columns",
    "domain": "says means subject",
    "subject": "says means domain columns",
    "part": "says columns",
    "ending": "ends starts concept",
    "unit": "measures says times plus",
}
_SHARE = "share"


@cache
def load() -> Catalog:
    """Return the catalog that comes with the project."""
    texts = {
        entry.name: entry.read_text("utf-8") for entry in files(__package__).iterdir() if entry.name.endswith(".toml")
    }
    return read({name: texts[name] for name in sorted(texts)})


def read(texts: Mapping[str, str]) -> Catalog:
    """Read the texts of some files, given by their names; raise CatalogError, which names the file and the entry."""
    found: dict[str, dict[str, Any]] = {kind: {} for kind in _READERS}
    endings: list[Ending] = []
    locales: dict[str, str] = {}
    homes: dict[str, str] = {}
    mixes: dict[str, tuple[str, ...]] = {}
    prefixes: dict[str, str] = {}
    truths: dict[str, str] = {}
    same: list[frozenset[str]] = []
    for file, text in texts.items():
        try:
            document = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise CatalogError(f"{file}: {error}") from error
        endings += [_read_ending(body) for body in document.pop("ending", [])]
        locales |= document.pop("locale", {})
        homes |= document.pop("home", {})
        mixes |= {word: tuple(countries) for word, countries in document.pop("mix", {}).items()}
        prefixes |= document.pop("prefix", {})
        truths |= document.pop("truth", {})
        same += [frozenset(map(str.lower, group)) for group in document.pop("same", {}).get("groups", ())]
        for kind, entries in document.items():
            _add(found, kind, entries, file)
    return Catalog(
        concepts=found["concept"],
        tables=found["table"],
        groups=found["group"],
        domains=found["domain"],
        subjects=found["subject"],
        endings=tuple(endings),
        parts=found["part"],
        truths=truths,
        locales=locales,
        homes=homes,
        mixes=mixes,
        prefixes=prefixes,
        units=found["unit"],
        same=tuple(same),
    )


def _add(found: dict[str, dict[str, Any]], kind: str, entries: Mapping[str, Any], file: str) -> None:
    if kind not in found:
        raise CatalogError(f"{file}: there are no entries of the kind {kind!r}")
    for name, body in entries.items():
        where = f"{file}: [{kind}.{name}]"
        if name in found[kind]:
            raise CatalogError(f"{where} is there twice")
        if unknown := sorted(body.keys() - set(_KEYS[kind].split())):
            raise CatalogError(f"{where} has an unknown key {unknown[0]!r}")
        try:
            found[kind][name] = _READERS[kind](name, {**entries[body["like"]], **body} if "like" in body else body)
        except (KeyError, TypeError, ValueError) as error:
            raise CatalogError(f"{where}: {error!r}") from error


def _read_concept(name: str, body: Mapping[str, Any]) -> Concept:
    values = tuple(body.get("values", body.get("shares", ())))
    return Concept(
        name=name,
        says=(name.replace("_", " "), *body.get("says", ())),
        also=tuple(body.get("also", ())),
        data_type=DataType(body.get("type", "string")),
        about=body["about"],
        ways=(*(Way(way["expression"], _read_circumstances(way)) for way in body.get("ways", ())), _read_plain(body)),
        tests=tuple(body.get("tests", ())),
        unit=body.get("unit", ""),
        values=values,
        varied=body.get("varied", "fact"),
        shape=body.get("shape", "even"),
        unique=body.get("unique", False),
    )


def _read_plain(body: Mapping[str, Any]) -> Way:
    if "expression" in body:
        return Way(body["expression"])
    if "shares" in body:
        return Way(weighted(body["shares"]))
    return Way(f"random.choice({list(body['values'])!r})")


def weighted(shares: Mapping[Value, float]) -> str:
    """Return an expression that draws each value as often as its share says."""
    pairs = ", ".join(f"({value!r}, {share:g})" for value, share in shares.items())
    return f"fake.random_element(OrderedDict([{pairs}]))"


def _read_circumstances(body: Mapping[str, Any]) -> Circumstances:
    return Circumstances(*(_names(body.get(key, ())) for key in ("domain", "subject", "locale", "beside")))


def _names(value: str | list[str]) -> frozenset[str]:
    return frozenset([value] if isinstance(value, str) else value)


def _read_table(name: str, body: Mapping[str, Any]) -> Table:
    head = body["head"]
    if uneven := next((row for row in body["rows"] if len(row) != len(head)), None):
        raise ValueError(f"the row {uneven} has not {len(head)} values")
    share = head.index(_SHARE) if _SHARE in head else None
    return Table(
        name=name,
        head=tuple(concept for concept in head if concept != _SHARE),
        rows=tuple(tuple(value for place, value in enumerate(row) if place != share) for row in body["rows"]),
        shares=tuple(1.0 if share is None else float(row[share]) for row in body["rows"]),
        circumstances=_read_circumstances(body),
        varied=body.get("varied", {}),
    )


def _read_group(name: str, body: Mapping[str, Any]) -> Group:
    columns = {key: tuple(phrases) for key, phrases in body["columns"].items()}
    return Group(name=name, says=(name.replace("_", " "), *body.get("says", ())), columns=columns)


def _read_domain(name: str, body: Mapping[str, Any]) -> Domain:
    return Domain(name=name, says=tuple(body["says"]), means=body.get("means", {}), subject=body["subject"])


def _read_subject(name: str, body: Mapping[str, Any]) -> Subject:
    return Subject(
        name=name,
        domain=body["domain"],
        says=(name.replace("_", " "), *body.get("says", ())),
        means=body.get("means", {}),
        columns=tuple(body["columns"]),
    )


def _read_part(name: str, body: Mapping[str, Any]) -> Part:
    return Part(name=name, says=(name.replace("_", " "), *body.get("says", ())), columns=tuple(body["columns"]))


def _read_unit(name: str, body: Mapping[str, Any]) -> Unit:
    return Unit(
        name=name,
        says=(name.lower(), *body.get("says", ())),
        measures=body["measures"],
        times=float(body.get("times", 1)),
        plus=float(body.get("plus", 0)),
    )


def _read_ending(body: Mapping[str, Any]) -> Ending:
    return Ending(ends=tuple(body.get("ends", ())), starts=tuple(body.get("starts", ())), concept=body["concept"])


_READERS = {
    "concept": _read_concept,
    "table": _read_table,
    "group": _read_group,
    "domain": _read_domain,
    "subject": _read_subject,
    "part": _read_part,
    "unit": _read_unit,
}
