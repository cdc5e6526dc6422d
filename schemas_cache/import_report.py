"""What became of a file of schemas: what went in, what did not, and what was read otherwise than it was written."""

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from schemas_cache.schemas_json.stream import Place

MOST_KINDS_OF_NOTES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An entry that cannot be taken in, or not as a whole: where, and why in a sentence."""

    place: Place
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"

    def to_json(self) -> dict[str, Any]:
        """Return the place key by key, without what is not known, and the reason."""
        return {key: value for key, value in asdict(self.place).items() if value is not None} | {"reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something worth knowing about entries that were read: how many times it was so, and where first."""

    text: str
    times: int
    place: Place

    def __str__(self) -> str:
        return f"{self.text} ({self.place}{f', and {self.times - 1:,} more' if self.times > 1 else ''})"

    def to_json(self) -> dict[str, Any]:
        """Return the note, how many times, and the entry where it was so first."""
        return {"note": self.text, "times": self.times, "entry": self.place.entry, "key": self.place.key}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of a file's entries, by their hashes.

    `added` are new, `replaced` have what the file says on top of what they had, `kept` were there and stayed otherwise
    than the file says, `unchanged` say the same. `refused` were bad; where all or nothing was asked for and there are
    any, nothing went in. With `dry_run` it is what would become of them.
    """

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()
    notes: tuple[Note, ...] = ()
    dry_run: bool = False

    @property
    def total(self) -> int:
        """Return how many entries were taken, whether or not anything came of them."""
        return len(self.added) + len(self.replaced) + len(self.kept) + len(self.unchanged)

    def to_json(self) -> dict[str, Any]:
        """Return all of it as a JSON document."""
        return {
            "dry_run": self.dry_run,
            "added": list(self.added),
            "replaced": list(self.replaced),
            "kept": list(self.kept),
            "unchanged": list(self.unchanged),
            "refused": [refused.to_json() for refused in self.refused],
            "notes": [note.to_json() for note in self.notes],
        }


class Notes:
    """Collects notes: the same one about many entries is one, and there is an end to how many there are."""

    def __init__(self) -> None:
        self._times: Counter[str] = Counter()
        self._places: dict[str, Place] = {}

    def add(self, text: str, place: Place) -> None:
        """Note something about the entry at this place."""
        if text not in self._places and len(self._places) >= MOST_KINDS_OF_NOTES:
            text = "there are more kinds of notes than are shown"
        self._places.setdefault(text, place)
        self._times[text] += 1

    def all(self) -> tuple[Note, ...]:
        """Return the notes, in the order in which each came up first."""
        return tuple(Note(text=text, times=self._times[text], place=place) for text, place in self._places.items())
