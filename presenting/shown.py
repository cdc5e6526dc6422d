"""A preview as it is shown: rows, columns in short, and what does not run."""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from generation.engine import DataType
from presenting.facts import Fact, listed
from presenting.kinds import KINDS, NUMBERS
from schemas_cache.checking import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnPreview:
    """A column that runs, in short: facts, and a chart or a remark; none is there before there was time for it."""

    name: str
    data_type: str
    facts: tuple[Fact, ...] = ()
    chart: SafeString | None = None
    remark: str = ""

    @property
    def kind(self) -> str:
        """Return what the type of its data is called in plain words."""
        return str(KINDS[DataType(self.data_type)])

    @property
    def is_number(self) -> bool:
        """Tell whether its values stand at the end of their cells, so that their digits stand below each other."""
        return self.data_type in NUMBERS

    @property
    def facts_html(self) -> SafeString:
        """Return the facts as a list of descriptions."""
        return listed(self.facts) if self.facts else SafeString()


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The first rows of a schema, as texts (None is a missing cell), and why columns are missing from them.

    `notes` say what does not keep the columns from running. `again`: it is still being made, so that whoever asks again
    gets more; `steps` tells how far it got, `checked` how many of the `whole` columns are. What there is to say of the
    columns is of the first `summarised` rows.
    """

    columns: tuple[ColumnPreview, ...] = ()
    rows: tuple[tuple[str | None, ...], ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    again: bool = False
    steps: int = 0
    checked: int = 0
    whole: int = 0
    summarised: int = 0

    @property
    def said(self) -> str:
        """Return the preview in a sentence or two, for those who do not look."""
        failing = len({problem.column for problem in self.problems if problem.column is not None})
        said = [f"{counted(len(self.rows), 'row')} of {counted(len(self.columns), 'column')}."] if self.rows else []
        if failing:
            said.append(f"{counted(failing, 'column')} {'does' if failing == 1 else 'do'} not run.")
        elif self.problems:
            said.append(f"{counted(len(self.problems), 'problem')}.")
        if self.again and not self.rows:
            said.append(f"There was no time for more: {self.checked} of {counted(self.whole, 'column')} were checked.")
        return " ".join(said) or "There are no columns yet."

    @property
    def cells(self) -> SafeString:
        """Return the rows as HTML, which a template would take long for."""
        row = "".join(_NUMBER if column.data_type in NUMBERS else _TEXT for column in self.columns)
        missing = format_html('<span class="cell-missing">{}</span>', _("missing"))
        lines = (
            (format_html(row, *(missing if cell is None else cell for cell in cells)),) for cells in self.rows if cells
        )
        return format_html_join("\n", "<tr>{}</tr>", lines)


_NUMBER, _TEXT = '<td class="cell-number">{}</td>', '<td dir="auto">{}</td>'


def counted(count: int, noun: str) -> str:
    """Return so many of something in words: 2 rows."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
