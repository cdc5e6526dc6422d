"""Under which key a schema is remembered."""

import json
import re
import unicodedata
from hashlib import sha256

from generation.engine import DatasetSchema, available_locales
from schemas_cache.errors import TextUnfit

HASH = re.compile(r"[0-9a-f]{64}")
_UNFIT = re.compile(r"[\x00\ud800-\udfff]")


def canonical_description(text: str) -> str:
    """Return the text in NFC, trimmed, each run of white space as one space: what people mean to be the same sentence.

    Raises TextUnfit for a text with a NUL or a lone surrogate: the one is not in PostgreSQL, the other not in UTF-8.
    """
    if _UNFIT.search(text):
        raise TextUnfit("the text holds a NUL character or half a surrogate pair")
    return " ".join(unicodedata.normalize("NFC", text).split())


def description_hash(description: str, locale: str | None = None) -> str:
    """Return the SHA-256 of the canonical description, in hexadecimal; a locale that was asked for is part of it."""
    text = canonical_description(description)
    return _hash(text if locale is None else f"{text}\n{locale}")  # no canonical text holds a newline


def locale_asked(hash_: str, description: str) -> str | None:
    """Return the locale that was asked for along with the description; None if none was, or if that is not known."""
    return next((locale for locale in available_locales() if hash_ == description_hash(description, locale)), None)


def schema_hash(schema: DatasetSchema) -> str:
    """Return the key of a schema given in place of a description: of its columns in their order, and its locale."""
    document = {"columns": schema.to_json_list(), "locale": schema.locale}
    return _hash("schema\n" + json.dumps(document, sort_keys=True, separators=(",", ":")))


def refined_hash(parent: str, revision: int, instruction: str) -> str:
    """Return the key of what an instruction makes of a schema at one of its revisions."""
    return _hash(f"refined\n{parent}\n{revision}\n{canonical_description(instruction)}")


def edited_hash(parent: str, revision: int, schema: DatasetSchema) -> str:
    """Return the key of what somebody made by hand of a schema at one of its revisions."""
    return _hash(f"edited\n{parent}\n{revision}\n{schema_hash(schema)}")


def key_of_foreign(hash_: str, description: str) -> str:
    """Return what the description of an entry from a file must hash to in order to be found.

    It is the entry's own hash when that was made here: of the description, with or without a locale, or of a schema,
    which has no description. Other programs hash in their own ways; what they wrote is found by its description.
    """
    if not description or any(
        hash_ == description_hash(description, locale) for locale in (None, *available_locales())
    ):
        return hash_
    return description_hash(description)


def storable(text: str) -> str:
    """Return the text with what no database stores replaced: for words of a designer, whose sense survives it."""
    return _UNFIT.sub("\N{REPLACEMENT CHARACTER}", text)


def is_storable(text: str) -> bool:
    """Tell whether every database stores this text as it is."""
    return not _UNFIT.search(text)


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
