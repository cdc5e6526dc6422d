"""What a dataset's file is called: something that tells it from the others in a folder of downloads."""

import re
import unicodedata

_WORDS = 5
_CHARACTERS = 50
_READ_CHARACTERS = 400
_SILENT = frozenset(
    """
    a an the of for to in on and or with my our your some i we you me us need want would like please can could
    generate create make build produce give get show write simulate synthesize provide design
    dataset datasets table csv file synthetic fake random realistic sample mock dummy rows
    """.split()  # noqa: SIM905 - as a list it would be sixty lines
)
_TAIL = re.compile(
    r"[:;,.!?()\n]|\b(?:includ(?:ing|es?)|contain(?:ing|s)|with|having|has|where|that|which|who|from|for|fields|columns)\b",
    re.IGNORECASE,
)


def file_name(description: str, hash_: str, extension: str) -> str:
    """Return a name in plain ASCII, such as `ecommerce_product_data.csv`, taken from the head of the description."""
    return f"{stem(description, hash_)}.{extension}"


def stem(description: str, hash_: str) -> str:
    """Return the name without its extension: words of a-z and 0-9, joined by underscores.

    A description that has no such words, in another script for instance, is named by the start of its hash.
    """
    description = description[:_READ_CHARACTERS]
    heads = (_words(description[: tail.start()]) for tail in _TAIL.finditer(description))
    words = next((head for head in heads if head), None) or _words(description)
    return "_".join(words[:_WORDS])[:_CHARACTERS].strip("_") or f"dataset_{hash_[:8]}"


def _words(text: str) -> list[str]:
    joined = re.sub(r"['\u2019-]", "", text)
    plain = unicodedata.normalize("NFKD", joined).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    telling = [word for word in words if word not in _SILENT and not word.isdecimal()]
    return telling if telling != ["data"] else []
