"""Descriptions in other languages: which one it is, and its words for columns in ours."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from generation.designer.reading.words import words

_FEWEST_WORDS = 2
_FAR_ENOUGH = 1000  # characters
_ENGLISH = frozenset(
    """
    the with and of for generate create data dataset please columns fields records list each per used during price is
    are as from their have has i need some about want give make show would like where who which that this these my our
    we you your it an at or by rows
    """.split()  # noqa: SIM905 - as a list it would be fifty lines
)


@dataclass(frozen=True, slots=True)
class Language:
    """A language: the words that give it away, those that join and lead lists, and its names for columns.

    `names` goes from a phrase in plain small letters to a phrase of the catalog.
    """

    code: str
    locale: str
    function: frozenset[str]
    connectors: Mapping[str, str]
    names: Mapping[str, str]

    def in_english(self, phrase: str) -> str:
        """Return the catalog's phrase for one of this language, or "" where none is known."""
        return self.names.get(" ".join(words(plain(phrase))), "")

    def led_in_english(self, text: str) -> str:
        """Return a text with the words that join and lead lists in English."""
        for said, english in self.connectors.items():
            text = re.sub(rf"(?<!\w){said}(?!\w)", english, text, flags=re.IGNORECASE)
        return text

    def named_in_english(self, heading: str) -> str:
        """Return what leads to a list with its things in English, and without the words that only join them."""
        named = ((word, self.in_english(word) or word) for word in heading.split())
        return " ".join(english for word, english in named if plain(word.lower()) not in self.function)


def plain(text: str) -> str:
    """Return a text without its accents."""
    decomposed = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


@cache
def languages() -> Mapping[str, Language]:
    """Return the languages that some words are known of, by their codes."""
    document = tomllib.loads(files(__package__).joinpath("languages.toml").read_text("utf-8"))
    return {code: _language(code, body) for code, body in document.items()}


def _language(code: str, body: Mapping[str, object]) -> Language:
    led = ("and", "or", "with", "between", "missing")
    connectors = {
        said: english
        for english in led
        if english in body
        for said in sorted(str(body[english]).split(", "), key=len, reverse=True)
    }
    names = body["words"] if isinstance(body["words"], dict) else {}
    return Language(code, str(body["locale"]), frozenset(str(body["function"]).split()), connectors, names)


def language_of(text: str) -> Language | None:
    """Return the language of a text, if it is one of those known and does not look like English."""
    found = set(words(plain(text[:_FAR_ENOUGH])))
    english = sum(word in _ENGLISH for word in found)
    best, score = None, english
    for language in languages().values():
        named = sum(word in language.names or f"{word}s" in language.names for word in found)
        functions = sum(word in language.function for word in found)
        if named and functions + named >= _FEWEST_WORDS and functions + named > score and functions:
            best, score = language, functions + named
    return best
