"""What to write instead of names that people and models invent: `suggestions.tsv`, a name and an expression a line.

A name has several lines where the expression depends on the locale: the first whose providers exist there is meant.
"""

import csv
import re
from functools import cache
from importlib import resources

from generation.engine.providers import faker
from generation.engine.providers.registry import REGISTRY

_PROVIDER = re.compile(r"\b(fake\.\w+)\(")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@cache
def suggestions() -> dict[str, tuple[str, ...]]:
    """Return the expressions that are meant by each name that does not exist, the best first."""
    table = resources.files(__package__).joinpath("suggestions.tsv").read_text(encoding="utf-8")
    meant: dict[str, list[str]] = {}
    for row in csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        meant.setdefault(row["name"], []).append(row["expression"])
    return {name: tuple(expressions) for name, expressions in meant.items()}


def suggestion(name: str, locale: str) -> str | None:
    """Return the expression that is meant by a name, such as `fake.gender`, `zipCode` or `random.normal`, or None."""
    for key in _spellings(name):
        for expression in suggestions().get(key, ()):
            if all(exists(provider, locale) for provider in _PROVIDER.findall(expression)):
                return expression
        if f"fake.{key}" != name and exists(f"fake.{key}", locale):
            return f"fake.{key}()"
    return None


def exists(name: str, locale: str) -> bool:
    """Tell whether there is a provider of this name in a locale: those that Faker has only in some are asked for."""
    short = name.removeprefix("fake.")
    return faker.has(locale, short) or (name in REGISTRY and short not in faker.methods())


def _spellings(name: str) -> list[str]:
    """Return the names under which a name is looked for: as it is, and its last word in Python's spelling."""
    last = name.rpartition(".")[2]
    of_fake = "." not in name or name.startswith("fake.")
    return list(dict.fromkeys([name, last, _HUMP.sub("_", last).lower()] if of_fake else [name]))
