"""Names and phrases, compared without the designer's own reading of them."""

import re
import unicodedata
from functools import cache

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[^\W_]+")
_SHORTEST_PLURAL = 4


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text as they stand."""
    return frozenset(text.split())


_SMALL = word_set("a an the of in on at to for per by is was s")


@cache
def words(text: str) -> list[str]:
    """Return the words of a name in lower case and in the singular, without accents and small ones."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode() or text
    found = [_singular(word.lower()) for word in _WORD.findall(_CAMEL.sub(" ", plain))]
    return [word for word in found if word not in _SMALL] or found


def squeezed(text: str) -> str:
    """Return what two spellings of a name share: `joiningDate`, `joining_date` and `JoiningDate` are the same."""
    return "".join(words(text))


def _singular(word: str) -> str:
    if len(word) < _SHORTEST_PLURAL or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "xes", "ches", "shes")) else word[:-1]


@cache
def snake(name: str) -> str:
    """Return a name as it would be written in lower case with underscores: `Total Charges` is `total_charges`."""
    return "_".join(word.lower() for word in _WORD.findall(_CAMEL.sub(" ", name)))
