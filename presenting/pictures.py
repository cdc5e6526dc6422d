"""The picture that fits a column, or a sentence in its place, in the language that is active."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from generation.engine import DataType
from presenting.bins import Bins
from presenting.charts import Frame, Part, bars, columns, line, shortened, split
from presenting.summaries import MOST_TOP, Extent, Summary
from presenting.timelines import TimeLine, Unit
from presenting.values import between, number, share, shown

_LEAST_SHARE = 0.02  # of the value that occurs most often, if it is to be shown
_HARDLY_REPEATED = 0.95
_LONGEST_VALUE = 40
_BY = {
    Unit.MINUTE: gettext_lazy("Minute by minute"),
    Unit.HOUR: gettext_lazy("Hour by hour"),
    Unit.QUARTER_DAY: gettext_lazy("Every six hours"),
    Unit.DAY: gettext_lazy("Day by day"),
    Unit.WEEK: gettext_lazy("Week by week"),
    Unit.MONTH: gettext_lazy("Month by month"),
    Unit.QUARTER: gettext_lazy("Quarter by quarter"),
    Unit.YEAR: gettext_lazy("Year by year"),
    Unit.DECADE: gettext_lazy("Decade by decade"),
    Unit.CENTURY: gettext_lazy("Century by century"),
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, or a remark that stands in its place; neither is there of a column that has no cells."""

    chart: SafeString | None = None
    remark: str = ""


def picture_of(name: str, data_type: DataType, summary: Summary) -> Picture:
    """Return how a column's values are spread."""
    if remark := _remark(summary, data_type):
        return Picture(remark=remark)
    if summary.top:
        return Picture(_shares(name, summary, is_truth=data_type is DataType.BOOLEAN))
    if summary.bins:
        shown_as = _clock if data_type is DataType.TIME else number
        return Picture(_histogram(name, summary.bins, shown_as, summary.present))
    if summary.line and summary.extent:
        return Picture(_time_line(name, summary.line, summary.extent))
    return Picture()


def _remark(summary: Summary, data_type: DataType) -> str:
    """Return what is to be said of a column that a picture shows nothing of."""
    if not summary.present:
        return _("All values are missing.") if summary.count else ""
    if summary.distinct == 1:
        return _("Always “%(value)s”.") % {"value": _only_value(summary)}
    if data_type is DataType.STRING:
        return _remark_on_names(summary)
    return _remark_on_numbers(summary) if data_type is DataType.INTEGER else ""


def _only_value(summary: Summary) -> str:
    return shown(summary.extent.least) if summary.extent else shortened(summary.top[0].value, _LONGEST_VALUE)


def _remark_on_names(summary: Summary) -> str:
    if summary.distinct == summary.present:
        return _("Every value is different.")
    if summary.distinct <= MOST_TOP:
        return ""
    if summary.distinct >= _HARDLY_REPEATED * summary.present:
        return _("Hardly any value occurs twice.")
    return _("No value stands out.") if summary.top[0].count < _LEAST_SHARE * summary.present else ""


def _remark_on_numbers(summary: Summary) -> str:
    """Return what is to be said of numbers that count up."""
    if not summary.extent or summary.distinct != summary.present:
        return ""
    least, greatest = summary.extent.least, summary.extent.greatest
    if int(greatest) - int(least) + 1 != summary.present:  # type: ignore[arg-type]  # these are whole numbers
        return ""
    return _("Each whole number from %(least)s to %(greatest)s, once.") % {
        "least": shown(least),
        "greatest": shown(greatest),
    }


# --- numbers ---------------------------------------------------------------------------------------------------------


def _histogram(name: str, bins: Bins, shown_as: Callable[[float], str], present: int) -> SafeString:
    ends = [(shown_as(low), shown_as(high)) for low, high in bins.ranges]
    parts = [Part(between(*end), count) for end, count in zip(ends, bins.counts, strict=True)]
    frame = Frame(
        title=_("Histogram of %(column)s") % {"column": shortened(name, _LONGEST_VALUE)},
        told=f"{_spread(parts, present)} {_view(bins)}".strip(),
        note=_view(bins),
        ends=(ends[0][0], ends[-1][1]),
    )
    return columns(frame, parts)


def _spread(parts: list[Part], present: int) -> str:
    fullest = max(parts, key=lambda part: part.count)
    return _("Most values, %(share)s, lie in the part %(part)s.") % {
        "share": share(fullest.count, present),
        "part": fullest.label,
    }


def _view(bins: Bins) -> str:
    """Return in which way a histogram differs from the plain one."""
    if bins.by_powers:
        return _("Logarithmic scale")
    left_out = ngettext("%(count)s outlier is not shown", "%(count)s outliers are not shown", bins.outliers)
    return left_out % {"count": number(bins.outliers)} if bins.outliers else ""


def _clock(seconds: float) -> str:
    minutes = int(seconds) // 60
    return f"{minutes // 60:02}:{minutes % 60:02}"


# --- dates and moments -----------------------------------------------------------------------------------------------


def _time_line(name: str, times: TimeLine, extent: Extent) -> SafeString:
    parts = [Part(_named(start, times.unit), count) for start, count in zip(times.starts, times.counts, strict=True)]
    fullest, emptiest = max(parts, key=_count), min(parts, key=_count)
    told = _("From %(least)s (%(emptiest)s) to %(most)s (%(fullest)s) values each.") % {
        "least": number(emptiest.count),
        "emptiest": emptiest.label,
        "most": number(fullest.count),
        "fullest": fullest.label,
    }
    frame = Frame(
        title=_("Time line of %(column)s") % {"column": shortened(name, _LONGEST_VALUE)},
        told=f"{_BY[times.unit]}. {told}",
        note=str(_BY[times.unit]),
        ends=(shown(extent.least), shown(extent.greatest)),
    )
    return line(frame, parts, begun=times.begun, ended=times.ended)


def _count(part: Part) -> int:
    return part.count


def _named(start: datetime, unit: Unit) -> str:
    """Return what a unit of the calendar is called."""
    if unit in {Unit.MINUTE, Unit.HOUR, Unit.QUARTER_DAY}:
        return shown(start)
    if unit is Unit.DAY:
        return shown(start.date())
    if unit is Unit.WEEK:
        return _("week of %(day)s") % {"day": shown(start.date())}
    if unit is Unit.MONTH:
        return date_format(start, "F Y", use_l10n=False)
    if unit is Unit.QUARTER:
        return _("quarter %(number)d of %(year)d") % {"number": (start.month + 2) // 3, "year": start.year}
    years = {Unit.YEAR: 1, Unit.DECADE: 10, Unit.CENTURY: 100}[unit]
    return between(str(start.year), str(start.year + years - 1))


# --- texts and truths ------------------------------------------------------------------------------------------------


def _shares(name: str, summary: Summary, *, is_truth: bool) -> SafeString:
    named = summary.top if summary.distinct <= MOST_TOP else summary.top[:-1]
    parts = [Part(top.value, top.count) for top in named]
    if is_truth:
        parts.sort(key=_label, reverse=True)  # true before false
    rest = _rest(parts, summary)
    title = _("Shares of %(column)s") % {"column": shortened(name, _LONGEST_VALUE)}
    frame = Frame(title=title, told=_told(parts, rest, summary.present))
    return split(frame, parts, summary.present) if is_truth else bars(frame, parts, rest, summary.present)


def _told(parts: list[Part], rest: Part | None, present: int) -> str:
    whole = [*parts, rest] if rest else parts
    return ", ".join(f"{shortened(part.label, _LONGEST_VALUE)} {share(part.count, present)}" for part in whole)


def _label(part: Part) -> str:
    return part.label


def _rest(parts: list[Part], summary: Summary) -> Part | None:
    """Return what all other values together are."""
    others = summary.distinct - len(parts)
    count = summary.present - sum(part.count for part in parts)
    named = ngettext("%(count)s other", "%(count)s others", others) % {"count": number(others)}
    return Part(named, count) if others else None
