"""What differs between two designs of a schema, as rows for a page."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from generation.designer import Change, Design, difference
from generation.engine import Column

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_MOST_TOKENS = 80  # of a text between what both have at its ends: matching takes their product, and more
_MOST_PAIRS = 100_000  # of tokens, in all texts of a comparison together
_LABELS = {
    "name": gettext_lazy("name"),
    "expression": gettext_lazy("expression"),
    "data_type": gettext_lazy("data type"),
    "description": gettext_lazy("description"),
    "null_rate": gettext_lazy("missing"),
    "unique": gettext_lazy("unique"),
}


class Fate(StrEnum):
    """What became of a column."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    CHANGED = "changed"
    MOVED = "moved"


_FATES = {
    Fate.ADDED: gettext_lazy("added"),
    Fate.REMOVED: gettext_lazy("removed"),
    Fate.RENAMED: gettext_lazy("renamed"),
    Fate.CHANGED: gettext_lazy("changed"),
    Fate.MOVED: gettext_lazy("moved"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; one that `differs` is not in the other text."""

    text: str
    differs: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDifference:
    """A field of a column before and after; of a column that was added or removed, one side has no pieces."""

    label: "StrOrPromise"
    before: tuple[Piece, ...] = ()
    after: tuple[Piece, ...] = ()
    is_code: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnDifference:
    """A column that is not what it was, or not where it was; one that was removed has its old name."""

    name: str
    fate: Fate
    moved: bool = False
    fields: tuple[FieldDifference, ...] = ()

    @property
    def said(self) -> str:
        """Return what became of it in words."""
        fate = str(_FATES[self.fate])
        return f"{fate}, {_FATES[Fate.MOVED]}" if self.moved and self.fate is not Fate.MOVED else fate

    @property
    def is_whole(self) -> bool:
        """Tell whether all of it came or went, so that there is nothing to compare."""
        return self.fate in {Fate.ADDED, Fate.REMOVED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """What only one of two lists of remarks says, and what both say."""

    title: str
    gone: tuple[str, ...]
    come: tuple[str, ...]
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What differs between two designs: the columns in the later one's order, those removed last."""

    columns: tuple[ColumnDifference, ...]
    whole: tuple[FieldDifference, ...]
    notes: tuple[Notes, ...]


class Matching:
    """Finds what two texts have in common, and for so many pairs of tokens alone what that is between their ends."""

    def __init__(self, pairs: int = _MOST_PAIRS) -> None:
        self._left = pairs

    def marked(self, before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
        """Return both texts in pieces, of which those that differ are marked."""
        old, new = _TOKEN.findall(before), _TOKEN.findall(after)
        head = _common(old, new)
        tail = _common(old[head:][::-1], new[head:][::-1])
        middle = self._matched(old[head : len(old) - tail], new[head : len(new) - tail])
        ends = "".join(old[:head]), "".join(old[len(old) - tail :])
        return _enclosed(ends, (old for old, _ in middle)), _enclosed(ends, (new for _, new in middle))

    def _matched(self, old: list[str], new: list[str]) -> list[tuple[Piece, Piece]]:
        """Return what stands for what in two lists of tokens; all for all when they are long, or others were."""
        pairs = len(old) * len(new)
        if max(len(old), len(new)) > _MOST_TOKENS or pairs > self._left:
            return [(Piece("".join(old), differs=True), Piece("".join(new), differs=True))]
        self._left -= pairs
        return [
            (Piece("".join(old[a:b]), differs=tag != "equal"), Piece("".join(new[c:d]), differs=tag != "equal"))
            for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        ]


def compare(before: Design, after: Design) -> Comparison:
    """Return what became of a design."""
    matching = Matching()
    return Comparison(
        whole=tuple(_whole(before, after, matching)),
        columns=tuple(_columns(before, after, matching)),
        notes=(
            _notes(_("Assumptions"), before.assumptions, after.assumptions),
            _notes(_("Not understood"), before.not_understood, after.not_understood),
        ),
    )


def _columns(before: Design, after: Design, matching: Matching) -> Iterator[ColumnDifference]:
    changes = difference(before.schema, after.schema)
    old = {column.name: column for column in before.schema.columns}
    changed = {change.column: change for change in changes.changed}
    for column in after.schema.columns:
        if column.name in changes.added:
            yield ColumnDifference(name=column.name, fate=Fate.ADDED, fields=_told(column, is_new=True))
        elif column.name in changed:
            yield _changed(changed[column.name], matching, moved=column.name in changes.moved)
        elif column.name in changes.moved:
            yield ColumnDifference(name=column.name, fate=Fate.MOVED, moved=True)
    for name in changes.removed:
        yield ColumnDifference(name=name, fate=Fate.REMOVED, fields=_told(old[name], is_new=False))


def _changed(change: Change, matching: Matching, *, moved: bool) -> ColumnDifference:
    return ColumnDifference(
        name=change.column,
        fate=Fate.RENAMED if "name" in change.before else Fate.CHANGED,
        moved=moved,
        fields=tuple(
            _field(label, change.before[key], change.after[key], matching) for key, label in _present(change.after)
        ),
    )


def _told(column: Column, *, is_new: bool) -> tuple[FieldDifference, ...]:
    """Return what a column that only one of the schemas has says, but for its name."""
    said = {key: getattr(column, key) for key in _LABELS if key != "name" and getattr(column, key)}
    return tuple(
        FieldDifference(
            label=label, is_code=key == "expression", **{"after" if is_new else "before": _pieces(said[key])}
        )
        for key, label in _present(said)
    )


def _present(values: Mapping[str, Any]) -> Iterator[tuple[str, "StrOrPromise"]]:
    return ((key, label) for key, label in _LABELS.items() if key in values)


def _whole(before: Design, after: Design, matching: Matching) -> Iterator[FieldDifference]:
    pairs = {
        _("locale"): (before.schema.locale, after.schema.locale),
        _("domain"): (before.domain, after.domain),
        _("designed by"): (before.designed_by, after.designed_by),
    }
    return (_field(label, old, new, matching) for label, (old, new) in pairs.items() if old != new)


def _field(label: "StrOrPromise", before: Any, after: Any, matching: Matching) -> FieldDifference:
    old, new = matching.marked(_shown(before), _shown(after))
    return FieldDifference(label=label, before=old, after=new, is_code=label == _LABELS["expression"])


def _pieces(value: Any) -> tuple[Piece, ...]:
    return (Piece(_shown(value)),)


def _shown(value: Any) -> str:
    """Return a field's value as people read it; one that is empty differs from one that is there all the same."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):  # a share, of missing cells
        return f"{(Decimal(repr(value)) * 100).normalize():f} %"
    return str(value)


def _notes(title: str, before: tuple[str, ...], after: tuple[str, ...]) -> Notes:
    return Notes(
        title=title,
        gone=tuple(text for text in before if text not in after),
        come=tuple(text for text in after if text not in before),
        kept=tuple(text for text in after if text in before),
    )


def _common(old: list[str], new: list[str]) -> int:
    """Return how many tokens both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _enclosed(ends: tuple[str, str], middle: Iterator[Piece]) -> tuple[Piece, ...]:
    return tuple(piece for piece in (Piece(ends[0]), *middle, Piece(ends[1])) if piece.text)
