"""Whether what is remembered still runs: every schema, compiled by this version, and repaired where it does not."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db.models import Max, QuerySet
from django.utils import timezone

from generation.designer import Repair, repaired
from generation.engine import EngineError, compile_plan
from schemas_cache.entries import Entry, earlier_engine
from schemas_cache.errors import SchemaOutdated
from schemas_cache.models import Revision
from schemas_cache.tables import current_revisions, read_entry, revise, revisions

CHECKER = "check_schemas"  # the author of revisions that repair a schema

_PAGE = 200  # revisions read at once; no reader stays open while others write


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why something does not run: a column, or where that is None, the whole schema or what is stored of it.

    `excerpt` is the expression's line with a caret in the line below it, under the place, or empty.
    """

    column: str | None
    message: str
    hint: str = ""
    excerpt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A revision that was looked at; it runs if it has no problems.

    `entry` is None where what is stored is no schema. `earlier_engine` is the engine's version that it was made with,
    where another one runs now, which may make other bytes of it. There may be a `repair` of a current revision alone,
    because the others stay as they are.
    """

    hash: str
    description: str
    revision: int
    curated: bool
    earlier_engine: str = ""
    problems: tuple[Problem, ...] = ()
    entry: Entry | None = None
    repair: Repair | None = None


def number_of_revisions(*, all_revisions: bool) -> int:
    """Return how many `check` looks at."""
    return _rows(all_revisions=all_revisions).count()


def check(*, all_revisions: bool = False) -> Iterator[Checked]:
    """Compile the current revision of each schema, or all revisions, on which permanent links rely."""
    rows = _rows(all_revisions=all_revisions).order_by("pk")
    last, top = 0, Revision.objects.aggregate(top=Max("pk"))["top"] or 0  # what is repaired is not looked at again
    while page := list(rows.filter(pk__gt=last, pk__lte=top)[:_PAGE]):
        yield from map(_checked, page)
        last = page[-1].pk


def fix(checked: Checked, *, though_curated: bool = False) -> bool:
    """Make the repair the current revision, and tell whether it is.

    It is not if there is none, if somebody revised the schema meanwhile, or if it is curated, unless that is meant.
    """
    entry, repair = checked.entry, checked.repair
    if entry is None or repair is None:
        return False
    design = replace(entry.design(), schema=repair.schema, assumptions=(*entry.assumptions, *repair.repairs))
    return revise(entry.revised(design, at=timezone.now(), author=CHECKER), though_curated=though_curated)


def _rows(*, all_revisions: bool) -> QuerySet[Revision]:
    return revisions() if all_revisions else current_revisions()


def _checked(row: Revision) -> Checked:
    checked = Checked(
        hash=row.schema.hash,
        description=row.schema.description,
        revision=row.number,
        curated=row.schema.curated,
        earlier_engine=earlier_engine(row.engine_version),
    )
    try:
        entry = read_entry(row)
    except SchemaOutdated as error:
        return replace(checked, problems=(Problem(column=None, message=_unreadable(error)),))
    if problems := _problems(entry):
        is_current = row.number == row.schema.current and not entry.merged_into
        return replace(checked, problems=problems, entry=entry, repair=_repair(entry) if is_current else None)
    return replace(checked, entry=entry)


def _unreadable(error: SchemaOutdated) -> str:
    return f"what is stored is no schema: {error.__cause__}"


def _problems(entry: Entry) -> tuple[Problem, ...]:
    errors: list[EngineError] = []
    compile_plan(entry.schema, on_error=errors.append)
    return tuple(
        Problem(column=error.column, message=error.message, hint=error.hint or "", excerpt=error.excerpt or "")
        for error in errors
    )


def _repair(entry: Entry) -> Repair | None:
    try:
        return repaired(entry.schema, entry.description)
    except EngineError:
        return None
