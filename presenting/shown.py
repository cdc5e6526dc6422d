"""A preview as it is shown: rows, columns in short, and what does not run."""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from schemas_cache.checking import Problem

_MISSING = mark_safe('<td class="preview-missing">missing</td>')


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnPreview:
    """A column that runs, in short: facts in words, and a chart; neither is there before there was time for it."""

    name: str
    data_type: str
    facts: tuple[str, ...] = ()
    chart: SafeString | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The first rows of a schema, as texts (None is a missing cell), and why columns are missing from them.

    `notes` say what does not keep the columns from running. `again`: it is still being made, so that whoever asks again
    gets more; `steps` tells how far it got, `checked` how many of the `whole` columns are.
    """

    columns: tuple[ColumnPreview, ...] = ()
    rows: tuple[tuple[str | None, ...], ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    again: bool = False
    steps: int = 0
    checked: int = 0
    whole: int = 0

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
        lines = ((format_html_join("", "{}", ((_cell_html(cell),) for cell in row)),) for row in self.rows)
        return format_html_join("\n", "<tr>{}</tr>", lines)


def counted(count: int, noun: str) -> str:
    """Return so many of something in words: 2 rows."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _cell_html(cell: str | None) -> SafeString:
    return _MISSING if cell is None else format_html('<td dir="auto">{}</td>', cell)
