"""`manage.py tidy`."""

from typing import Any

from schemas_cache.management.reporting import Ending, ReportingCommand
from upkeep.chores import do_chores

_EXAMPLES = """
examples:
  manage.py tidy           every night, by a timer
  manage.py tidy --json    the same for a program

Nothing is dropped that anybody could still ask for: of schemas, none; `manage.py cleanup_schemas` is for these. It may
run at any time, and twice at a time.
"""


class Command(ReportingCommand):
    """Do the chores of the night."""

    help = "Drop what is over: sessions, allowances, leases, old jobs and stray files; and notice what was lost."
    examples = _EXAMPLES
    partly = "never: all is done, or one line says what could not be"

    def act(self, *_: Any, **__: Any) -> Ending:
        """Do one chore after the other."""
        self.report.begin("chores")
        for said, number in do_chores():
            self.report.item({"of": said, "number": number}, f"{number:>9,}  {said}")
        return Ending.DONE
