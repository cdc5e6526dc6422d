"""What there is to say of a column, in the language that is active."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from presenting.summaries import Extent, Summary
from presenting.values import between, number, share, shown


@dataclass(frozen=True, slots=True)
class Fact:
    """Something about a column."""

    label: str
    value: str

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"


def facts_of(summary: Summary) -> tuple[Fact, ...]:
    """Return what there is to say of a column; nothing of one that has no cells."""
    return tuple(_facts(summary)) if summary.count else ()


def listed(facts: tuple[Fact, ...]) -> SafeString:
    """Return facts as a list of descriptions, which a template would take long for."""
    pairs = ((fact.label, fact.value) for fact in facts)
    return format_html(
        '<dl class="facts">{}</dl>', format_html_join("", "<div><dt>{}</dt><dd><bdi>{}</bdi></dd></div>", pairs)
    )


def _facts(summary: Summary) -> Iterator[Fact]:
    yield Fact(_("Missing"), share(summary.missing, summary.count) if summary.missing else _("none"))
    if not summary.present:
        return
    all_differ = summary.distinct == summary.present > 1
    yield Fact(_("Different values"), _("all") if all_differ else number(summary.distinct))
    if summary.extent:
        yield from _of_extent(summary.extent)
    if summary.lengths:
        yield Fact(_("Length"), _characters(*summary.lengths))


def _of_extent(extent: Extent) -> Iterator[Fact]:
    is_number = extent.mean is not None
    yield Fact(_("Least") if is_number else _("Earliest"), shown(extent.least))
    yield Fact(_("Median"), shown(extent.median))
    if extent.mean is not None:
        yield Fact(_("Mean"), number(extent.mean))
    yield Fact(_("Greatest") if is_number else _("Latest"), shown(extent.greatest))


def _characters(shortest: int, longest: int) -> str:
    range_ = between(number(shortest), number(longest))
    return ngettext("%(range)s character", "%(range)s characters", longest) % {"range": range_}
