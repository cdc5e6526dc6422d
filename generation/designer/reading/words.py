"""Words and names."""

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files

DASHES = "\u2013\u2014-"  # the last one stands where a character class takes it literally
QUOTES = "\"'`\u2018\u2019\u201c\u201d"
PUNCTUATION = f" \t\r\n,;:.*•()[]{{}}?!=<>|{DASHES}{QUOTES}"

_CAMEL = re.compile(
    r"(?<=[a-z][a-z])(?=[A-Z])|(?<=[A-Z]{2})(?=[A-Z](?!s\b)[a-z])|(?<=[A-Z][a-z])(?=[A-Z][a-z])"
    r"|(?<=\b[A-Z][a-z])(?=[A-Z]{2})"
)
_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile("['\u2019]s?\\b")


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


ENGLISH = tomllib.loads(files(__package__).joinpath("english.toml").read_text("utf-8"))
_FILLERS = word_set(ENGLISH["fillers"])
_COMMON = word_set(ENGLISH["common"])
_UNCHANGED = word_set(ENGLISH["unchanged"])
_IRREGULAR: dict[str, str] = ENGLISH["irregular"]
_ABBREVIATIONS: dict[str, str] = ENGLISH["abbreviations"]
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "œ": "oe", "ł": "l", "Ł": "L", "đ": "d"})
_SHORTEST_PLURAL = 4
_REMEMBERED = 4096  # phrases, each of which is asked for many times while a description is read


def words(text: str) -> list[str]:
    """Return a phrase's or name's words in lower case: `customerID`, `customer_id`, "Customer id" are the same."""
    return list(_words(text))


@lru_cache(maxsize=_REMEMBERED)
def _words(text: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(_CAMEL.sub(" ", _POSSESSIVE.sub("", text))))


@lru_cache(maxsize=10_000)
def singular(word: str) -> str:
    """Return an English noun in the singular: `prices` -> `price`, `address` -> `address`."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if (
        word in _UNCHANGED
        or len(word) < _SHORTEST_PLURAL
        or not word.endswith("s")
        or word.endswith(("ss", "us", "is"))
    ):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "xes", "ches", "shes", "zzes")) else word[:-1]


@lru_cache(maxsize=_REMEMBERED)
def key(phrase: str) -> str:
    """Return what phrases that mean the same have in common: their words in the singular, without fillers."""
    found = [singular(word) for word in words(phrase)]
    return " ".join(word for word in found if word not in _FILLERS) or " ".join(found)


def abbreviated(word: str) -> str:
    """Return what a word is short for in names of columns, or the word itself."""
    return _ABBREVIATIONS.get(word, word)


def is_filler(word: str) -> bool:
    """Tell whether a word says nothing about a column."""
    return word in _FILLERS


def is_common(word: str) -> bool:
    """Tell whether a word says nothing about what a dataset holds."""
    return word in _COMMON or word in _FILLERS


def snake(phrase: str) -> str:
    """Return a phrase as a column name: plain letters where it has some, never empty, never led by a digit."""
    plain = unicodedata.normalize("NFKD", phrase.translate(_LETTERS)).encode("ascii", "ignore").decode()
    name = "_".join(words(plain) or words(phrase))
    return name if name and not name[0].isdigit() else f"column_{name}".rstrip("_")


def any_of(phrases: str) -> str:
    """Return a pattern for any of some patterns, which commas part; spaces around them do not count."""
    return f"(?:{'|'.join(' '.join(phrase.split()) for phrase in phrases.split(','))})"
