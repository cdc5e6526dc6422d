"""What is said of a file besides its rows: how it is written, what it is about, and which part of it is written."""

from dataclasses import dataclass, field, fields
from datetime import date

from generation.engine.schema import DatasetSchema

DIALECTS = ("postgresql", "mysql", "sqlite")
DELIMITERS = (",", ";", "|", "\t")
MOST_CHARACTERS = 40  # of a text that an option is
FORMULA = (
    r"^(?:[\t\r\n]|[\s\x{a0}\x{200b}\x{feff}]*[=+\-@\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}])"  # as spreadsheets begin one
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a file is written, where its format lets one choose; each format names the options that it takes.

    `csv_safe` puts an apostrophe before texts that spreadsheets take for formulas, as FORMULA finds them. `delimiter`
    is one of DELIMITERS, or empty for the format's own: a comma, or a semicolon with `decimal_comma`. `missing` is the
    text of a missing cell. `date_format` is made of %Y, %y, %m and %d, or empty for ISO 8601; it says too how the day
    of a datetime is written. `dialect` is one of DIALECTS.
    """

    csv_safe: bool = False
    delimiter: str = ""
    header: bool = True
    missing: str = ""
    decimal_comma: bool = False
    date_format: str = ""
    dialect: str = DIALECTS[0]

    @property
    def chosen(self) -> dict[str, bool | str]:
        """Return the options that are not as they are by default."""
        return {each.name: value for each in fields(self) if (value := getattr(self, each.name)) != each.default}


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a file says of its dataset, where its format has a place for that.

    `name` is made of a-z, 0-9 and _, and names tables and files in files; `link` is the permanent link, or empty. The
    rows are those from `start` on.
    """

    name: str
    title: str
    schema: DatasetSchema
    rows: int
    seed: int
    as_of: date
    start: int = 0
    designed_by: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What a writer is told: the options, what the file is about, and whether it writes what begins and ends a file."""

    options: Options = field(default_factory=Options)
    about: About | None = None
    is_first: bool = True
    is_last: bool = True
