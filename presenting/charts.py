"""Charts as SVG, made here: a title for those who hear it, classes for the colours, nothing that runs.

Texts that came from outside are escaped, shortened, and without the characters that turn what stands around them.
"""

import re
from collections.abc import Sequence
from datetime import date
from itertools import count

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from presenting.summaries import Bin, Top

_WIDTH, _HEIGHT = 160, 40
_LINE = 15  # a bar with its text beside it
_LONGEST_LABEL = 14
_LONGEST_TITLE = 60
_DAYS_WIDTH, _DAYS_HEIGHT, _LABEL_HEIGHT = 600, 120, 16
_UNITS = ((1e12, 1e12, "tn"), (1e9, 1e9, "bn"), (1e6, 1e6, "M"), (1e4, 1e3, "k"))  # from there on, of so many, a letter
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc]")


def histogram(bins: Sequence[Bin], *, title: str) -> SafeString:
    """Return how many values lie in each bin, as columns beside each other."""
    most = max((part.count for part in bins), default=0) or 1
    width = _WIDTH / max(len(bins), 1)
    columns = (
        (_shown(place * width), _shown(_HEIGHT - height), _shown(width * 0.9), _shown(height), _range(part), part.count)
        for place, part in enumerate(bins)
        for height in [part.count / most * _HEIGHT]
    )
    drawn = format_html_join(
        "",
        '<rect class="chart-part" x="{}" y="{}" width="{}" height="{}"><title>{}: {}</title></rect>',
        columns,
    )
    return _svg("chart-histogram", _WIDTH, _HEIGHT, title, drawn)


def bars(tops: Sequence[Top], *, whole: int, title: str) -> SafeString:
    """Return how often values occur among the `whole`, as lines one below the other, each with its value and share."""
    drawn = format_html_join(
        "",
        '<g><title>{}: {}</title><rect class="chart-whole" x="92" y="{}" width="40" height="9"/>'
        '<rect class="chart-part" x="92" y="{}" width="{}" height="9"/>'
        '<text class="chart-label" x="88" y="{}" text-anchor="end">{}</text>'
        '<text class="chart-label" x="160" y="{}" text-anchor="end">{}</text></g>',
        (
            (
                *(shortened(top.value, _LONGEST_TITLE), top.count),
                *(line + 3, line + 3, _shown(40 * top.count / whole)),
                *(line + 11, shortened(top.value, _LONGEST_LABEL), line + 11, share(top.count, whole)),
            )
            for line, top in zip(count(0, _LINE), tops, strict=False)
        ),
    )
    return _svg("chart-bars", _WIDTH, _LINE * max(len(tops), 1), title, drawn)


def series(days: Sequence[date], values: Sequence[float | None], *, title: str, unit: str = "") -> SafeString:
    """Return the values of days as columns beside each other; None is a day that nothing is known of.

    `unit` stands behind the numbers, such as " %". Values are not negative. No days make a chart that says so.
    """
    if not days:
        return _svg("chart-series", _DAYS_WIDTH, _DAYS_HEIGHT, title, _label(0, _LABEL_HEIGHT, "start", "no days yet"))
    most = max((value for value in values if value is not None), default=0.0)
    base = _DAYS_HEIGHT - _LABEL_HEIGHT
    width = _DAYS_WIDTH / len(days)
    labels = (
        _label(0, _LABEL_HEIGHT - 4, "start", f"{short_number(most)}{unit}"),
        _label(0, _DAYS_HEIGHT - 3, "start", days[0].isoformat()),
        _label(_DAYS_WIDTH, _DAYS_HEIGHT - 3, "end", days[-1].isoformat()) if len(days) > 1 else "",
    )
    columns = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"><title>{}: {}</title></rect>',
        (
            (
                *("chart-gap" if value is None else "chart-part", _shown(place * width + width * 0.1)),
                *(_shown(base - height), _shown(width * 0.8), _shown(height), day.isoformat()),
                "nothing known" if value is None else f"{short_number(value)}{unit}",
            )
            for place, (day, value) in enumerate(zip(days, values, strict=True))
            for height in [_column_height(value, most, base - _LABEL_HEIGHT)]
        ),
    )
    line = format_html('<path class="chart-line" d="M0 {}H{}"/>', base, _DAYS_WIDTH)
    return _svg("chart-series", _DAYS_WIDTH, _DAYS_HEIGHT, title, columns, line, *labels)


def _column_height(value: float | None, most: float, highest: float) -> float:
    """Return how high a day's column is: what is above 0 can be seen, and a gap reaches to the top."""
    if value is None:
        return highest
    return max(1.0, value / most * highest) if value > 0 else 0.0


def shortened(value: str, longest: int) -> str:
    """Return a text in one line of at most so many characters, nothing in it that cannot be seen."""
    seen = _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", value[: longest + 1].replace("\n", "↵"))
    return seen if len(seen) <= longest else f"{seen[: longest - 1]}…"


def share(part: float, whole: float) -> str:
    """Return a share in per cent; what is there at all is not 0 %, and what is not all is not 100 %."""
    percent = 100 * part / whole if whole else 0.0
    if 0 < percent < 1:
        return "<1 %"
    return "99 %" if 99 < percent < 100 else f"{percent:.0f} %"  # noqa: PLR2004 - per cent


def short_number(number: float) -> str:
    """Return a number in a few characters: 12345 as 12.35k."""
    for least, unit, letter in _UNITS:
        if abs(number) >= least:
            return f"{number / unit:.4g}{letter}"
    return f"{number:,.6g}"


def _range(part: Bin) -> str:
    return part.low if part.low == part.high else f"{part.low} to {part.high}"


def _shown(length: float) -> str:
    return f"{length:.1f}"


def _label(x: int, y: int, anchor: str, words: str) -> SafeString:
    return format_html('<text class="chart-label" x="{}" y="{}" text-anchor="{}">{}</text>', x, y, anchor, words)


def _svg(kind: str, width: int, height: int, title: str, *parts: str) -> SafeString:
    return format_html(
        '<svg class="chart {}" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}"><title>{}</title>'
        "{}</svg>",
        *(kind, width, height, width, height, title, title),
        format_html_join("", "{}", ((part,) for part in parts)),
    )
