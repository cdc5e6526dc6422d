"""Fields that take a value as it is or refuse it: nothing is guessed, cut or converted."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from difflib import get_close_matches
from typing import Any, ClassVar

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from generation.engine import FORMATS, DataType, available_locales
from schemas_cache.services import canonical_description

MIN_DESCRIPTION = 10
MAX_DESCRIPTION = 4000
NO_DESCRIPTION = "Description field is required and cannot be empty"
MIN_INSTRUCTION = 3
MAX_INSTRUCTION = 2000
NO_INSTRUCTION = "Instruction field is required and cannot be empty"
MAX_SEARCH = 200
MAX_DOMAIN = 100
DEFAULT_ROWS = 1000
DEFAULT_FORMAT = "csv"
FIRST_YEAR, LAST_YEAR = 1900, 2199

_COMPARED, _NAMED, _ALIKE = 40, 5, 0.6  # characters of what was given, choices that are named, share of letters

_QUERY_INTEGER = re.compile(r"-?[0-9]{1,20}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Sentence(serializers.CharField):
    """A sentence. White space around it, and repeated within it, does not count towards the least length."""

    least: int
    most: int

    def to_internal_value(self, data: Any) -> str:
        """Return the text as it came."""
        if not isinstance(data, str):
            self.fail("invalid")
        canonical = canonical_description(data)
        if not canonical:
            self.fail("blank")
        if len(data) > self.most or len(canonical) < self.least:
            self.fail("length")
        return data


@extend_schema_field({"type": "string", "minLength": MIN_DESCRIPTION, "maxLength": MAX_DESCRIPTION})
class Description(Sentence):
    """What a dataset is about."""

    least, most = MIN_DESCRIPTION, MAX_DESCRIPTION
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": NO_DESCRIPTION,
        "null": NO_DESCRIPTION,
        "blank": NO_DESCRIPTION,
        "invalid": "Description must be a text",
        "length": f"Description must have {MIN_DESCRIPTION} to {MAX_DESCRIPTION} characters",
    }


@extend_schema_field({"type": "string", "minLength": MIN_INSTRUCTION, "maxLength": MAX_INSTRUCTION})
class Instruction(Sentence):
    """What is to be changed in a schema."""

    least, most = MIN_INSTRUCTION, MAX_INSTRUCTION
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": NO_INSTRUCTION,
        "null": NO_INSTRUCTION,
        "blank": NO_INSTRUCTION,
        "invalid": "Instruction must be a text",
        "length": f"Instruction must have {MIN_INSTRUCTION} to {MAX_INSTRUCTION} characters",
    }


_COLUMN = {
    "faker_method": {"type": "string", "pattern": r"\S", "maxLength": 4000, "example": "fake.company()"},
    "data_type": {"type": "string", "enum": [str(kind) for kind in DataType], "default": "string"},
    "description": {"type": "string", "maxLength": 1000},
    "null_rate": {"type": "number", "minimum": 0, "maximum": 1, "default": 0},
    "unique": {"type": "boolean", "default": False},
}
_NAME = {"type": "string", "minLength": 1, "maxLength": 100, "pattern": r"\S"}
_COLUMNS = {
    "type": "object",
    "description": "Columns by name",
    "minProperties": 1,
    "maxProperties": 200,
    "additionalProperties": {
        "type": "object",
        "properties": _COLUMN,
        "required": ["faker_method"],
        "additionalProperties": False,
    },
}
_COLUMN_LIST = {
    "type": "array",
    "description": "Columns in a list",
    "minItems": 1,
    "maxItems": 200,
    "items": {
        "type": "object",
        "properties": {"name": _NAME, **_COLUMN},
        "required": ["name", "faker_method"],
        "additionalProperties": False,
    },
}


@extend_schema_field({"oneOf": [_COLUMNS, _COLUMN_LIST]})
class GivenSchema(serializers.Field[Any, Any, Any, Any]):
    """A schema document, which the engine reads once the locale is known."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the document as it came."""
        return data


class SearchText(serializers.CharField):
    """A few words; blank is none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=MAX_SEARCH, allow_blank=True, **kwargs)


class Domain(serializers.CharField):
    """What a schema is about, in a word or two; blank is none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=MAX_DOMAIN, allow_blank=True, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        """Return the text, in which white space is neither around nor repeated."""
        if not isinstance(data, str):
            self.fail("invalid")
        return canonical_description(data)


class Flag(serializers.BooleanField):
    """True or false of JSON: neither a text nor a number is one."""

    def to_internal_value(self, data: Any) -> bool:
        """Return the flag."""
        if not isinstance(data, bool):
            raise serializers.ValidationError(f"{self.label} must be true or false")
        return data


@extend_schema_field({"type": "string", "enum": ["true", "false"], "default": "false"})
class QueryFlag(serializers.BooleanField):
    """A flag in a query string: the word true or false."""

    def to_internal_value(self, data: Any) -> bool:
        """Return the flag."""
        if data not in {"true", "false"}:
            raise serializers.ValidationError(f"{self.label} must be true or false")
        return bool(data == "true")


class PlainText(serializers.CharField):
    """A text of JSON as it came, white space and all; a number is none."""

    def __init__(self, *, name: str, most: int, **kwargs: Any) -> None:
        kind = f"{name} must be a text"
        messages: dict[str, Any] = {
            "invalid": kind,
            "null": kind,
            "max_length": f"{name} must have at most {most} characters",
        }
        super().__init__(max_length=most, allow_blank=True, trim_whitespace=False, error_messages=messages, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        """Return the text."""
        if not isinstance(data, str):
            self.fail("invalid")
        return data


class WholeNumber(serializers.IntegerField):
    """A number of JSON without a fraction: 10.0 is one, "10" and true are none. Both bounds are included."""

    def __init__(self, *, name: str, least: int, most: int, **kwargs: Any) -> None:
        bounds = f"{name} must be between {least} and {most}"
        whole = f"{name} must be a whole number"
        messages: dict[str, Any] = {"min_value": bounds, "max_value": bounds, "invalid": whole, "null": whole}
        super().__init__(min_value=least, max_value=most, error_messages=messages, **kwargs)

    def to_internal_value(self, data: Any) -> int:
        """Return the number."""
        if isinstance(data, bool) or not isinstance(data, int | float) or data != int(data):
            self.fail("invalid")
        return int(data)


class QueryNumber(WholeNumber):
    """A whole number in a query string: digits, perhaps with a sign, and nothing else."""

    def to_internal_value(self, data: Any) -> int:
        """Return the number."""
        if not _QUERY_INTEGER.fullmatch(data):
            self.fail("invalid")
        return int(data)


class Choice(serializers.ChoiceField):
    """One of a few texts."""

    def __init__(self, *, name: str, **kwargs: Any) -> None:
        self.name = name
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> str:
        """Return the text."""
        if isinstance(data, str) and data in self.choices:
            return data
        near = ", ".join(_near(data[:_COMPARED] if isinstance(data, str) else "", self.choices)[:_NAMED])
        raise serializers.ValidationError(f"{self.name} must be one that there is, such as {near}")


def _near(text: str, choices: Iterable[str]) -> list[str]:
    """Return which choices may be meant: those that begin alike, or are spelled nearly so; else all."""
    spelled = {choice.lower(): choice for choice in choices}
    begun = [choice for lower, choice in spelled.items() if lower[:2] == text[:2].lower()]
    close = [spelled[lower] for lower in get_close_matches(text.lower(), spelled, cutoff=_ALIKE)]
    return begun or close or list(spelled.values())


@extend_schema_field({"type": "string", "format": "date", "pattern": "^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$"})
class Day(serializers.DateField):
    """A date as YYYY-MM-DD, in a range that leaves room for the years before and after it."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "day": f"Date must be a day from {FIRST_YEAR}-01-01 to {LAST_YEAR}-12-31, written as YYYY-MM-DD",
        "null": "Date must be a day, written as YYYY-MM-DD",
    }

    def to_internal_value(self, value: Any) -> date:
        """Return the date."""
        if not isinstance(value, str) or not _DATE.fullmatch(value):
            self.fail("day")
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.fail("day")
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.fail("day")
        return day


@extend_schema_field({"type": "string", "example": "2026-09-01T08:00:00Z"})
class Moment(serializers.Field[datetime, str, Any, Any]):
    """A day or a time in ISO 8601, in UTC when it names no zone."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "moment": "Time must be a day such as 2026-09-01 or a time such as 2026-09-01T08:00:00Z, "
        f"from {FIRST_YEAR} to {LAST_YEAR}",
    }

    def to_internal_value(self, data: Any) -> datetime:
        """Return the time in UTC."""
        try:
            moment = datetime.fromisoformat(data)
        except ValueError:
            self.fail("moment")
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            self.fail("moment")
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def row_count(kind: type[WholeNumber], **kwargs: Any) -> WholeNumber:
    """Return the field for the number of rows."""
    most = settings.MAX_ROWS
    return kind(name="Row count", least=1, most=most, default=min(DEFAULT_ROWS, most), **kwargs)


def formats(**kwargs: Any) -> Choice:
    """Return the field for the format of a file."""
    return Choice(name="Format", choices=list(FORMATS), **kwargs)


def locales(**kwargs: Any) -> Choice:
    """Return the field for the locale that values are made in."""
    return Choice(name="Locale", choices=sorted(available_locales()), required=False, **kwargs)
