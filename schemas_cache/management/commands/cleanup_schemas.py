"""`manage.py cleanup_schemas`."""

from collections import Counter
from datetime import timedelta
from typing import Any

from django.core.management.base import CommandParser

from schemas_cache.cleaning import Criteria, Gone, clean, standing
from schemas_cache.entries import iso
from schemas_cache.management.reporting import Ending, ReportingCommand, count, duration, shortened, wrong_use

_EXAMPLES = """
examples:
  manage.py cleanup_schemas --unused-for 90d --dry-run    what nobody has used for 90 days
  manage.py cleanup_schemas --unused-for 1y --keep 200    of that, spare the 200 most used
  manage.py cleanup_schemas --max-entries 10000           the least recently used, until 10,000 are left
  manage.py cleanup_schemas --fallbacks --unused-for 7d   what rules designed and nobody asks for
  manage.py cleanup_schemas --max-entries 5000 --json     the same for a program

Curated schemas stay, whatever is asked for. A schema that was merged into another one stays as long as that one, and
its uses count as uses of that one. A schema that was never used counts as used when it was made; an edit counts as a
use. The permanent links of a schema that is dropped answer 404 from then on; its description is designed again when it
is asked for again. Schemas are dropped a few at a time: the service goes on meanwhile, and what is used, edited or
curated meanwhile stays. Ctrl-C or a crash leaves the rest as it is.
"""
_NOTHING_SAID = "say what may go: --unused-for, --max-entries, --keep or --fallbacks; --help has examples"


class Command(ReportingCommand):
    """Drop schemas that nobody needs any more."""

    help = "Drop schemas that nobody needs any more, and say which and why. Curated ones always stay."
    examples = _EXAMPLES
    changes = True

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what may go."""
        parser.add_argument(
            "--unused-for", type=duration, metavar="TIME", help="not used for so long: 90d, 12w, 6m (of 30 days), 1y"
        )
        parser.add_argument(
            "--max-entries",
            type=count,
            metavar="N",
            help="the least recently used, until N are left; curated ones count",
        )
        parser.add_argument(
            "--keep", type=count, metavar="N", help="never the N most used; alone: everything but these"
        )
        parser.add_argument(
            "--fallbacks", action="store_true", help="only what rules designed, which stands in for a language model's"
        )

    def act(self, *_: Any, dry_run: bool, **options: Any) -> Ending:
        """Drop, and report each schema as it goes."""
        criteria = _criteria(**options)
        counted = Counter[str]()
        self.report.begin("dropped")
        try:
            for gone in clean(criteria, dry_run=dry_run):
                self.report.item(_document(gone), _line(gone))
                counted.update(schemas=1, revisions=gone.revisions)
                self.report.progress(f"{counted['schemas']:,} schemas")
        finally:  # also of what Ctrl-C ends
            self._sum_up(counted, dry_run=dry_run)
        return Ending.DONE

    def _sum_up(self, counted: Counter[str], *, dry_run: bool) -> None:
        schemas, revisions = counted["schemas"], counted["revisions"]
        left, curated = standing().count(), standing().filter(curated=True).count()
        document = {"schemas": schemas, "revisions": revisions, "left": left, "curated": curated, "dry_run": dry_run}
        done = "would be dropped" if dry_run else "dropped"
        links = f"with {revisions:,} revisions, whose permanent links break"
        self.report.total(
            document, f"{schemas:,} schemas {done}, {links}; {left:,} are there, {curated:,} of them curated"
        )


def _criteria(
    *, unused_for: timedelta | None, max_entries: int | None, keep: int | None, fallbacks: bool, **_: Any
) -> Criteria:
    criteria = Criteria(unused_for=unused_for, most=max_entries, keep=keep, fallbacks=fallbacks)
    if criteria == Criteria():
        raise wrong_use(_NOTHING_SAID)
    return criteria


def _document(gone: Gone) -> dict[str, Any]:
    return {
        "hash": gone.hash,
        "description": gone.description,
        "reason": gone.reason,
        "usage_count": gone.usage_count,
        "last_used": gone.last_used and iso(gone.last_used),
        "revisions": gone.revisions,
    }


def _line(gone: Gone) -> str:
    counts = f"{gone.usage_count:>6,} uses {gone.revisions:>3,} revisions"
    return f"{gone.hash:.12}  {counts}  {gone.reason:<22}  {shortened(gone.description)}"
