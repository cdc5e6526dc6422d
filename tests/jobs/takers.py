"""Many who want the same part at the same moment: `python -m tests.jobs.takers THREADS`.

All are let wait for the part's row, so that each has seen it free; prints how many got it then. A process of its own, for
threads need a database that is a file or a server.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep
from typing import Any

import django
from django.db import connection, transaction

_UNTIL_ALL_WAIT = 0.3  # seconds; were it too short, nothing would be proved and nothing fail


def main(threads: int) -> None:
    django.setup()
    from jobs.claims import take  # noqa: PLC0415 - they know models
    from jobs.models import Part  # noqa: PLC0415
    from tests.jobs.wished import submitted  # noqa: PLC0415

    submitted(parts=1)
    part = Part.objects.get().pk
    ready = Barrier(threads + 1)

    def announced(execute: Any, *query: Any) -> Any:
        if query[0].startswith("UPDATE") and "owner" in query[0]:
            ready.wait()
        return execute(*query)

    def want(thread: int) -> bool:
        with connection.execute_wrapper(announced):
            got = take(part, f"thread {thread}") is not None
        connection.close()
        return got

    with ThreadPoolExecutor(threads) as pool:
        with transaction.atomic():
            Part.objects.filter(pk=part).update(failures=0)
            all_got = pool.map(want, range(threads))
            ready.wait()
            sleep(_UNTIL_ALL_WAIT)
        sys.stdout.write(str(sum(all_got)))


if __name__ == "__main__":
    main(int(sys.argv[1]))
