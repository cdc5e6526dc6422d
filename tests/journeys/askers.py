"""Many threads that ask the cache for one description at once: a process of its own, as a server's worker is.

    python -m tests.journeys.askers --designer URL --threads 50 --wait 60 --lease 40

Says "ready", starts at a line on standard input, says "arrived" when every thread has seen that the schema is missing,
and at last a JSON list with an answer a thread.
"""

import argparse
import json
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import django
from django.db import connection

from generation.designer import Design, ModelError, ModelRateLimited
from generation.engine import DatasetSchema

DESCRIPTION = "Orders of a web shop with id and price"


class _Gate:
    """Says "arrived" once when all threads have passed it."""

    def __init__(self, threads: int) -> None:
        self._left = threads
        self._lock = threading.Lock()

    def watch(self) -> Callable[..., Any]:
        """Return a wrapper of a thread's queries that passes the gate after its first look at a lease."""
        passed = False

        def run(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's
            nonlocal passed
            result = execute(sql, params, many, context)
            if not passed and sql.startswith("SELECT") and "schemas_cache_designlease" in sql:
                passed = True
                self._pass()
            return result

        return run

    def _pass(self) -> None:
        with self._lock:
            self._left -= 1
            if self._left == 0:
                _say("arrived")


def design_at(url: str) -> Design:
    """Ask the designer on loopback: a 429 is a rate limit, a 503 lets rules design, an answer is a model's design."""
    with closing(HTTPConnection(urlsplit(url).netloc, timeout=60)) as designer:
        designer.request("POST", "/")
        response = designer.getresponse()
        body = json.loads(response.read())
    if response.status == 429:
        raise ModelRateLimited("The model is busy", retry_after=7, limit="3 requests per minute")
    designer_name = "offline/2" if response.status == 503 else "scripted"
    return Design(schema=DatasetSchema.from_json(body), domain="e-commerce", designed_by=designer_name)


def ask(arguments: argparse.Namespace, gate: _Gate) -> dict[str, Any]:
    """Obtain the schema and count the use, as a request does, and say what came of it."""
    from schemas_cache.daily_use import count_request  # noqa: PLC0415 - models exist only after django.setup()
    from schemas_cache.services import count_use, obtain  # noqa: PLC0415 - as above

    with closing(connection), connection.execute_wrapper(gate.watch()):
        try:
            entry, cached = obtain(
                DESCRIPTION,
                None,
                design=lambda: design_at(arguments.designer),
                wait=arguments.wait,
                replace_offline=True,
                lease=arguments.lease,
            )
        except ModelError as error:
            return {"error": type(error).__name__, "message": str(error), **vars(error)}
        count_request(entry, hit=cached)
        count_use(entry.hash)
    return {"hash": entry.hash, "cached": cached, **entry.revision_json()}


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--designer", required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--wait", type=float, default=60)
    parser.add_argument("--lease", type=float, default=40)
    arguments = parser.parse_args()
    django.setup()
    gate = _Gate(arguments.threads)
    with ThreadPoolExecutor(arguments.threads) as threads:
        _say("ready")
        sys.stdin.readline()
        answers = list(threads.map(lambda _: ask(arguments, gate), range(arguments.threads)))
    _say(json.dumps(answers))


if __name__ == "__main__":
    main()
