"""`manage.py check_schemas`."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, ClassVar

from django.core.management.base import CommandParser

from generation.designer import Repair
from generation.engine import ENGINE_VERSION
from schemas_cache.checking import Checked, Problem, check, fix, number_of_revisions
from schemas_cache.management.reporting import Ending, ReportingCommand, shortened, wrong_use

_WIDE = 100  # characters of an expression about the place that is shown

_EXAMPLES = """
examples:
  manage.py check_schemas                    after an upgrade: what no longer runs, and what would repair it
  manage.py check_schemas --fix --dry-run    what --fix would repair
  manage.py check_schemas --fix              repair what is not curated
  manage.py check_schemas --fix --curated    repair curated schemas as well
  manage.py check_schemas --all-revisions    also what old permanent links rely on
  manage.py check_schemas --json | jq '.schemas[].hash'

The current revision of each schema is compiled, which makes no rows. A repair has the field catalog make the columns
that do not run, by the description and their names, and leaves the others as they are. --fix makes it a new revision by
"check_schemas", which the admin shows and can take back; earlier revisions never change. A schema whose stored columns
cannot be read is listed as well: restore one of its earlier revisions in the admin, or drop it.

Revisions that another version of the engine made are counted: they run, and their old links may answer other bytes,
which the answers say in X-Earlier-Engine. That is no failure.
"""


class Command(ReportingCommand):
    """Find the schemas that this version does not run, and repair them."""

    help = "Compile every remembered schema with this version, and list what does not run with the repair for it."
    examples = _EXAMPLES
    partly: ClassVar[str] = "there are schemas that do not run; all of them are listed"
    changes = True

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what is looked at, and what is done about it."""
        parser.add_argument(
            "--all-revisions", action="store_true", help="also earlier ones and those of merged schemas, for old links"
        )
        parser.add_argument("--fix", action="store_true", help="make each repair the current revision of its schema")
        parser.add_argument("--curated", action="store_true", help="with --fix: repair curated schemas as well")

    def act(self, *_: Any, all_revisions: bool, curated: bool, dry_run: bool, **options: Any) -> Ending:
        """Check one after the other, and report what does not run."""
        if curated and not options["fix"]:
            raise wrong_use("--curated goes with --fix")
        fixing, counted = options["fix"] and not dry_run, Counter[str]()
        number = number_of_revisions(all_revisions=all_revisions)
        self.report.begin("schemas")
        for checked in check(all_revisions=all_revisions):
            counted.update(checked=1, earlier_engine=int(bool(checked.earlier_engine)))
            if checked.problems:
                is_fixed = fixing and fix(checked, though_curated=curated)
                counted.update(failing=1, repaired=int(is_fixed), unreadable=int(checked.entry is None))
                self.report.item(_document(checked, is_fixed=is_fixed), *_lines(checked, is_fixed=is_fixed))
            self.report.progress(f"{counted['checked']:,} of {number:,} checked, {counted['failing']:,} do not run")
        self._sum_up(counted)
        return Ending.PARTLY if counted["failing"] > counted["repaired"] else Ending.DONE

    def _sum_up(self, counted: Counter[str]) -> None:
        names = ("checked", "failing", "repaired", "unreadable", "earlier_engine")
        failing = f"{counted['failing']:,} do not run" if counted["failing"] else "all of them run"
        repaired = f", {counted['repaired']:,} of them repaired" if counted["repaired"] else ""
        document = {name: counted[name] for name in names}
        self.report.total(document, f"{counted['checked']:,} checked: {failing}{repaired}", *_of_engines(counted))


def _of_engines(counted: Counter[str]) -> Iterator[str]:
    """Yield what is to be known of revisions that another version of the engine made."""
    if counted["earlier_engine"]:
        yield (
            f"{counted['earlier_engine']:,} were made with another version of the engine: links as old as they are may "
            f"answer other bytes now, and say so (X-Earlier-Engine; this is version {ENGINE_VERSION})"
        )


def _document(checked: Checked, *, is_fixed: bool) -> dict[str, Any]:
    return {
        "hash": checked.hash,
        "description": checked.description,
        "revision": checked.revision,
        "curated": checked.curated,
        "problems": [asdict(problem) for problem in checked.problems],
        "repair": checked.repair and _repair_document(checked.repair),
        "repaired": is_fixed,
    }


def _repair_document(repair: Repair) -> dict[str, Any]:
    return {"columns": {column.name: column.to_json() for column in repair.columns}, "said": repair.repairs}


def _lines(checked: Checked, *, is_fixed: bool) -> Iterator[str]:
    """Yield what people read: what does not run, where, and what would."""
    curated = "  curated" if checked.curated else ""
    yield f"{checked.hash:.12}  revision {checked.revision}{curated}  {shortened(checked.description)}"
    for problem in checked.problems:
        hint = f" ({problem.hint})" if problem.hint else ""
        where = "" if problem.column is None else f"{shortened(problem.column)}: "
        yield f"    {where}{problem.message}{hint}"
        yield from (f"        {line}" for line in _excerpt(problem))
    for column in checked.repair.columns if checked.repair else ():
        yield f"    {'repaired' if is_fixed else 'repair'}: {shortened(column.name)} = {column.expression}"


def _excerpt(problem: Problem) -> Iterator[str]:
    """Yield the part of a long line that the caret is in, and the caret."""
    line, _, caret = problem.excerpt.partition("\n")
    start = max(len(caret) - _WIDE // 2, 0)
    if caret:
        yield line[start : start + _WIDE]
        yield caret[start:]
