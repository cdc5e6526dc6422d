"""Charts as SVG, made here: a title and a text for those who hear it, classes for the colours, nothing that runs.

Texts that came from outside are escaped, shortened, and without the characters that turn what stands around them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from unicodedata import east_asian_width

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from presenting.values import number, share

_WIDTH, _HEIGHT = 300, 99
_TOP, _BASE = 21, 81  # of what is drawn, below a line of text and above another
_LINE, _BAR = 20, 10  # a bar with its texts beside it, and the bar itself
_BAR_START, _BAR_WIDTH = 158, 96
_SPLIT_TOP, _SPLIT_BASE = 20, 36
_FEW_POINTS = 15  # that are marked one by one
_LONGEST_LABEL, _LONGEST_TITLE = 22, 60  # a wide character counts as two
_DAYS_WIDTH, _DAYS_HEIGHT, _LABEL_HEIGHT = 600, 120, 16
_UNITS = ((1e12, 1e12, "tn"), (1e9, 1e9, "bn"), (1e6, 1e6, "M"), (1e4, 1e3, "k"))  # from there on, of so many, a letter
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around a chart: a title and a text that are heard, a note above it, the `ends` of its axis below."""

    title: str
    told: str = ""
    note: str = ""
    ends: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a chart, and how many values are in it."""

    label: str
    count: int


def columns(frame: Frame, parts: Sequence[Part]) -> SafeString:
    """Return how many values are in each part, as columns beside each other."""
    step = _WIDTH / max(len(parts), 1)
    drawn = (
        ("chart-part", _box(place * step + 1, _BASE - height, step - 2, height), part)
        for place, (part, height) in enumerate(zip(parts, _heights(parts), strict=True))
    )
    return _svg("chart-histogram", (_WIDTH, _HEIGHT), frame, _shapes(drawn), *_around(frame))


def line(frame: Frame, parts: Sequence[Part], *, begun: bool = False, ended: bool = True) -> SafeString:
    """Return how many values are in each part, as a line above an area, from the middle of the first to the last's.

    Of the first part much may have `begun` before, and the last may not have `ended`: the line is broken there.
    """
    step = _WIDTH / max(len(parts), 1)
    points = [f"{(place + 0.5) * step:.1f} {_BASE - height:.1f}" for place, height in enumerate(_heights(parts))]
    area = f"M{step / 2:.1f} {_BASE}L{' '.join(points)}L{_WIDTH - step / 2:.1f} {_BASE}z"
    solid = points[begun : len(points) - (not ended)]
    broken = (points[:2] if begun else []), (points[-2:] if not ended else [])
    dots = "".join(f"M{point}h0" for point in points) if len(points) <= _FEW_POINTS else ""
    drawn = format_html(
        '<path class="chart-area" d="{}"/><path class="chart-path" d="{}"/><path class="chart-broken" d="{}"/>'
        '<path class="chart-dots" d="{}"/>',
        *(area, _path(solid), "".join(map(_path, broken)), dots),
    )
    hints = (("chart-hint", _box(place * step, _TOP, step, _BASE - _TOP), part) for place, part in enumerate(parts))
    return _svg("chart-times", (_WIDTH, _HEIGHT), frame, drawn, _shapes(hints), *_around(frame))


def bars(frame: Frame, parts: Sequence[Part], rest: Part | None, whole: int) -> SafeString:
    """Return how often values occur among the `whole`, as bars one below the other, each with its value and share.

    All other values together are the `rest`.
    """
    lines = [("chart-part", part) for part in parts] + ([("chart-rest", rest)] if rest else [])
    drawn = (_bar(place * _LINE, name, part, whole) for place, (name, part) in enumerate(lines))
    return _svg("chart-bars", (_WIDTH, _LINE * max(len(lines), 1)), frame, *drawn)


def split(frame: Frame, parts: Sequence[Part], whole: int) -> SafeString:
    """Return how a whole is divided in two, as a bar whose parts are named above its ends."""
    first, second = parts
    middle = min(max(_WIDTH * first.count / whole, 3), _WIDTH - 3)  # so that what is there at all can be seen
    height = _SPLIT_BASE - _SPLIT_TOP
    drawn = (
        ("chart-part", _box(0, _SPLIT_TOP, middle - 1, height), first),
        ("chart-rest", _box(middle + 1, _SPLIT_TOP, _WIDTH - middle - 1, height), second),
    )
    labels = (f"{part.label} {share(part.count, whole)}" for part in parts)
    ends = (
        _label(x, 12, anchor, words) for x, anchor, words in zip((0, _WIDTH), ("start", "end"), labels, strict=True)
    )
    return _svg("chart-split", (_WIDTH, _SPLIT_BASE + 2), frame, _shapes(drawn), *ends)


def _heights(parts: Sequence[Part]) -> list[float]:
    """Return how high each part is; what is there at all can be seen."""
    most = max((part.count for part in parts), default=0) or 1
    return [max(1.0, part.count / most * (_BASE - _TOP)) if part.count else 0.0 for part in parts]


def _path(points: Sequence[str]) -> str:
    return f"M{' '.join(points)}" if points else ""


def _box(x: float, y: float, width: float, height: float) -> str:
    return f"M{x:.1f} {y:.1f}h{width:.1f}v{height:.1f}h-{width:.1f}z"


def _shapes(shapes: Iterable[tuple[str, str, Part]]) -> SafeString:
    """Return shapes that say what they are to who points at them."""
    said = (
        (name, path, f"{shortened(part.label, _LONGEST_TITLE)}: {number(part.count)}") for name, path, part in shapes
    )
    return format_html_join("", '<path class="{}" d="{}"><title>{}</title></path>', said)


def _around(frame: Frame) -> tuple[SafeString, ...]:
    """Return the note above a chart and the axis below it."""
    note = _label(0, 12, "start", frame.note) if frame.note else SafeString()
    if not frame.ends:
        return (note,)
    axis = format_html('<path class="chart-line" d="M0 {}h{}"/>', _BASE + 0.5, _WIDTH)
    first, last = frame.ends
    return note, axis, _label(0, _HEIGHT - 3, "start", first), _label(_WIDTH, _HEIGHT - 3, "end", last)


def _bar(top: int, name: str, part: Part, whole: int) -> SafeString:
    y = top + (_LINE - _BAR) / 2
    return format_html(
        '<g><title>{}: {}</title><path class="chart-whole" d="{}"/><path class="{}" d="{}"/>{}{}</g>',
        *(shortened(part.label, _LONGEST_TITLE), number(part.count), _box(_BAR_START, y, _BAR_WIDTH, _BAR)),
        *(name, _box(_BAR_START, y, max(_BAR_WIDTH * part.count / whole, 1), _BAR)),
        _label(0, top + 14, "start", _fitting(part.label)),
        _label(_WIDTH, top + 14, "end", share(part.count, whole)),
    )


def _fitting(label: str) -> str:
    """Return as much of a text as stands beside a bar."""
    wide = sum(east_asian_width(character) in "WF" for character in label[:_LONGEST_LABEL])
    return shortened(label, _LONGEST_LABEL - wide // 2)


def series(days: Sequence[date], values: Sequence[float | None], *, title: str, unit: str = "") -> SafeString:
    """Return the values of days as columns beside each other; None is a day that nothing is known of.

    `unit` stands behind the numbers, such as " %". Values are not negative. No days make a chart that says so.
    """
    size, frame = (_DAYS_WIDTH, _DAYS_HEIGHT), Frame(title=title)
    if not days:
        return _svg("chart-series", size, frame, _label(0, _LABEL_HEIGHT, "start", "no days yet"))
    most = max((value for value in values if value is not None), default=0.0)
    base = _DAYS_HEIGHT - _LABEL_HEIGHT
    width = _DAYS_WIDTH / len(days)
    labels = (
        _label(0, _LABEL_HEIGHT - 4, "start", f"{short_number(most)}{unit}"),
        _label(0, _DAYS_HEIGHT - 3, "start", days[0].isoformat()),
        _label(_DAYS_WIDTH, _DAYS_HEIGHT - 3, "end", days[-1].isoformat()) if len(days) > 1 else "",
    )
    drawn = format_html_join(
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
    axis = format_html('<path class="chart-line" d="M0 {}H{}"/>', base, _DAYS_WIDTH)
    return _svg("chart-series", size, frame, drawn, axis, *labels)


def _column_height(value: float | None, most: float, highest: float) -> float:
    """Return how high a day's column is: what is above 0 can be seen, and a gap reaches to the top."""
    if value is None:
        return highest
    return max(1.0, value / most * highest) if value > 0 else 0.0


def shortened(value: str, longest: int) -> str:
    """Return a text in one line of at most so many characters, nothing in it that cannot be seen."""
    seen = _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", value[: longest + 1].replace("\n", "↵"))
    return seen if len(seen) <= longest else f"{seen[: longest - 1]}…"


def short_number(number: float) -> str:
    """Return a number in a few characters: 12345 as 12.35k."""
    for least, unit, letter in _UNITS:
        if abs(number) >= least:
            return f"{number / unit:.4g}{letter}"
    return f"{number:,.6g}"


def _shown(length: float) -> str:
    return f"{length:.1f}"


def _label(x: int, y: int, anchor: str, words: str) -> SafeString:
    return format_html('<text class="chart-label" x="{}" y="{}" text-anchor="{}">{}</text>', x, y, anchor, words)


def _svg(kind: str, size: tuple[int, int], frame: Frame, *parts: str) -> SafeString:
    width, height = size
    top = _TOP - 1 if frame.ends and not frame.note else 0  # where nothing stands
    return format_html(
        '<svg class="chart {}" viewBox="0 {} {} {}" width="{}" height="{}" role="img"><title>{}</title>{}{}</svg>',
        *(kind, top, width, height - top, width, height - top, frame.title),
        format_html("<desc>{}</desc>", frame.told) if frame.told else "",
        format_html_join("", "{}", ((part,) for part in parts)),
    )
