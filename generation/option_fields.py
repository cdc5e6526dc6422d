"""How a file is to be written: the options of a format, by the same names in bodies and in links."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from generation.engine import DELIMITERS, DIALECTS, Options
from generation.fields import Choice, Flag, PlainText, QueryFlag

MAX_MISSING = 100
MAX_DATE_FORMAT = 40
CSV_SAFE = (
    "csv, tsv: put an apostrophe before texts that spreadsheets take for formulas; the answer says so in X-CSV-Safe"
)
HEADER = "csv, tsv, xlsx: begin with the names of the columns"
DECIMAL_COMMA = "csv, tsv: write 3,5 in place of 3.5"


@extend_schema_field({"type": "string", "enum": ["", *DELIMITERS]})
class Delimiter(PlainText):
    """What stands between cells; the engine says which there are."""


class _Options(serializers.Serializer[Any]):
    """The options that are texts, alike everywhere."""

    delimiter = Delimiter(
        name="Delimiter",
        most=10,
        required=False,
        default="",
        help_text="csv: what stands between cells. Default: a comma, or a semicolon with decimal_comma.",
    )
    missing = PlainText(
        name="Missing",
        most=MAX_MISSING,
        required=False,
        default="",
        help_text="csv, tsv: the text of a cell that is missing, such as NA",
    )
    date_format = PlainText(
        name="Date format",
        most=MAX_DATE_FORMAT,
        required=False,
        default="",
        help_text="csv, tsv: how days are written, made of %Y, %y, %m and %d, such as %d.%m.%Y. Default: ISO 8601.",
    )
    dialect = Choice(
        name="Dialect",
        choices=list(DIALECTS),
        required=False,
        default=DIALECTS[0],
        help_text="sql: the database that the statements are for",
    )

    def options(self) -> Options:
        """Return how the file is to be written. Which options its format takes, the engine says."""
        asked = self.validated_data
        return Options(**{name: asked[name] for name in Options.__dataclass_fields__})


class OptionFields(_Options):
    """The options in a body."""

    csv_safe = Flag(label="csv_safe", required=False, default=False, help_text=CSV_SAFE)
    header = Flag(label="header", required=False, default=True, help_text=HEADER)
    decimal_comma = Flag(label="decimal_comma", required=False, default=False, help_text=DECIMAL_COMMA)


class OptionParameters(_Options):
    """The options in the query of a link."""

    csv_safe = QueryFlag(label="csv_safe", required=False, default=False, help_text=CSV_SAFE)
    header = QueryFlag(label="header", required=False, default=True, help_text=HEADER)
    decimal_comma = QueryFlag(label="decimal_comma", required=False, default=False, help_text=DECIMAL_COMMA)
