"""Schemas taken in from a file: the good ones go in together, the bad ones are listed with place and reason.

The file may be of any size and from anyone. It is read and compiled outside any transaction; then one transaction, as
short as can be, puts all in, so that a process that is killed leaves all or nothing. SQLite lets nobody else write
meanwhile: there, what is more than TOGETHER goes in by many transactions, unless all or nothing is asked for. Then a
process that is killed leaves some of it, whole schemas, and the same file puts in the rest.
"""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from time import sleep
from typing import IO

from django.db import connection, transaction
from django.utils import timezone

from generation.engine import EngineError, compile_plan
from schemas_cache.arrivals import Arrivals, Manner, OnConflict
from schemas_cache.errors import DocumentMalformed, EntryMalformed
from schemas_cache.import_report import Note, Notes, Refused, Report
from schemas_cache.schemas_json.reading import ReadEntry, read_entry
from schemas_cache.schemas_json.stream import DocumentStream, Place, RawEntry
from schemas_cache.staging import Stage, Staged

__all__ = ["Manner", "Note", "OnConflict", "Refused", "Report", "import_file"]

MOST_REFUSED = 10_000
TOGETHER = 5_000  # schemas, which take about a second
READING, PUTTING_IN = "reading", "putting in"  # what there is progress of: bytes, and schemas
_BATCH = 500
_PAUSE = 0.02  # seconds between two transactions, in which writers that wait get their turn

Progress = Callable[[str, int], None]  # told which of the two, and how far


def import_file(file: IO[bytes], manner: Manner, *, progress: Progress = lambda _doing, _count: None) -> Report:
    """Take in a file in the format of schemas.json, read once; return what became of its entries.

    Entries that are malformed or do not compile are refused. What is there already stays, unless the manner says
    otherwise: then the file's columns become a new revision on top, its domain and curated mark are taken over, and of
    the counts the larger.

    Raises DocumentMalformed, which names the line, for what is no such file or has more than MOST_REFUSED bad entries;
    then nothing went in.
    """
    with Stage() as stage:
        reading = _Reading(stage, may_curate=manner.may_curate)
        reading.read(file, progress)
        arrivals = Arrivals(manner, reading.notes)
        if not (manner.all_or_nothing and reading.refused):
            _take(stage, arrivals, manner, progress)
    return Report(
        added=tuple(arrivals.added),
        replaced=tuple(arrivals.replaced),
        kept=tuple(arrivals.kept),
        unchanged=tuple(arrivals.unchanged),
        refused=tuple(reading.refused),
        notes=reading.notes.all(),
        dry_run=manner.dry_run,
    )


def _take(stage: Stage, arrivals: Arrivals, manner: Manner, progress: Progress) -> None:
    if _in_pieces(stage, manner):
        _take_in_pieces(stage, arrivals, progress)
        return
    done = 0
    with nullcontext() if manner.dry_run else transaction.atomic():
        for batch in stage.batches(_BATCH):
            arrivals.take(batch)
            done += len(batch)
            progress(PUTTING_IN, done)
        arrivals.link_merged()


def _in_pieces(stage: Stage, manner: Manner) -> bool:
    is_whole = manner.all_or_nothing or manner.dry_run
    return connection.vendor == "sqlite" and stage.count > TOGETHER and not is_whole


def _take_in_pieces(stage: Stage, arrivals: Arrivals, progress: Progress) -> None:
    """Put in what stands for itself by many transactions, and then what was merged into others by a last one."""
    merged: list[Staged] = []
    done = 0
    for batch in stage.batches(_BATCH):
        alone = [staged for staged in batch if not staged.merged_into]
        merged += [staged for staged in batch if staged.merged_into]
        with transaction.atomic():
            arrivals.take(alone)
        done += len(alone)
        progress(PUTTING_IN, done)
        sleep(_PAUSE)
    with transaction.atomic():
        for start in range(0, len(merged), _BATCH):
            arrivals.take(merged[start : start + _BATCH])
        arrivals.link_merged()
    progress(PUTTING_IN, done + len(merged))


@dataclass(slots=True)
class _Reading:
    """Reads a file: what is good goes to the stage, what is bad to `refused`."""

    stage: Stage
    may_curate: bool
    refused: list[Refused] = field(default_factory=list)
    notes: Notes = field(default_factory=Notes)
    _hashes: dict[bytes, int] = field(default_factory=dict)
    _keys: dict[bytes, int] = field(default_factory=dict)

    def read(self, file: IO[bytes], progress: Progress) -> None:
        """Read it to its end. Raises DocumentMalformed."""
        now = timezone.now()
        document = DocumentStream(file)
        for raw in document:
            try:
                self._stage(raw.place, read_entry(raw, now=now))
            except EntryMalformed as error:
                self._refuse(raw, error)
            progress(READING, document.read)
        for key in document.strange_keys:
            self.notes.add(f"a document has no key {key!r}: it is left out", Place(entry=0, key="", line=1))

    def _stage(self, place: Place, entry: ReadEntry) -> None:
        self._compile(place, entry)
        self._check_alone(place, entry)
        for note in entry.notes:
            self.notes.add(note, place)
        self.stage.put(place, self._permitted(place, entry))

    def _permitted(self, place: Place, entry: ReadEntry) -> ReadEntry:
        """Return the entry without a mark that its author may not give."""
        if self.may_curate or not entry.current.curated:
            return entry
        self.notes.add("its curated mark is left out: to give it needs a permission of its own", place)
        return replace(entry, revisions=tuple(replace(revision, curated=False) for revision in entry.revisions))

    def _compile(self, place: Place, entry: ReadEntry) -> None:
        *earlier, current = entry.revisions
        try:
            compile_plan(current.schema)
        except EngineError as error:
            reason = f"{error.message} ({error.hint})" if error.hint else error.message
            raise EntryMalformed(reason, column=error.column, position=error.position) from error
        for revision in earlier:
            try:
                compile_plan(revision.schema)
            except EngineError:
                self.notes.add("an earlier revision does not run with this version: its permanent links fail", place)

    def _check_alone(self, place: Place, entry: ReadEntry) -> None:
        """Refuse an entry for what an earlier one of the file is for."""
        hash_, key = bytes.fromhex(entry.current.hash), bytes.fromhex(entry.key)
        if (other := self._hashes.get(hash_) or self._keys.get(key)) is not None:
            raise EntryMalformed(f"entry {other} has the same hash or description")
        self._hashes[hash_] = self._keys[key] = place.entry

    def _refuse(self, raw: RawEntry, error: EntryMalformed) -> None:
        place = replace(raw.place, column=error.column, position=error.position)
        self.refused.append(Refused(place=place, reason=str(error)))
        if len(self.refused) > MOST_REFUSED:
            raise DocumentMalformed(f"more than {MOST_REFUSED} entries are bad, the first of them {self.refused[0]}")
