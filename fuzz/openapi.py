"""A search for answers that the openapi document does not tell of: `python -m fuzz.openapi [CASES] [SEED]`.

A server of its own, its worker and an instructor's token; schemathesis asks with all of its checks, also along the
links of the document, with other seeds until so many requests were answered. The database is SQLite, or the one that
DATABASE_URL names, which should be an empty one. A crash in the log is a finding as well. The last line counts; the
exit status is 1 if there are any findings.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import SystemRandom
from secrets import token_hex
from tempfile import TemporaryDirectory

from bench.programs import ROOT, environment, manage, serve

_EXAMPLES = 40  # of each operation in a run
_MOST_RUNS = 50
_INSTRUCTOR = """
from django.contrib.auth.models import Group, User
from rest_framework.authtoken.models import Token
user = User.objects.create_user("fuzz", is_staff=True)
user.groups.set(Group.objects.all())
Token.objects.create(user=user, key="{token}")
"""
# A document cannot say which texts are expressions, so a request may be as it says and yet be refused.
UNSUITABLE = "positive_data_acceptance"
# 414 is the server's own refusal of an address that is too long, whatever else is wrong with it. A job that was
# cancelled, which is what DELETE does, can still be looked at: it says that it was.
SETTINGS = """[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 406, 409, 410, 414, 415, 422, 428, 429, "5xx"]

[[operations]]
include-operation-id = ["readJob", "followJob"]
checks.use_after_free.enabled = false
"""
# The tool reads each stream of events to its end, which may come in a minute. Nothing is refused for being too much.
_OWN = {
    "JOB_EVENT_STREAMS": "0",
    "CLIENT_REQUESTS_PER_MINUTE": "0",
    "CLIENT_CELLS_PER_MINUTE": "0",
    "CLIENT_JOB_CELLS_PER_DAY": "0",
    "CLIENT_JOBS_WAITING": "0",
    "JOB_MAX_WAITING": "1000000",
    "JOB_MAX_ROWS": "20000",
    "JOB_SPARE_BYTES": "0",
    "DATABASE_URL": os.environ.get("DATABASE_URL", ""),
    "SECRET_KEY": "only-for-the-fuzz-0123456789",
    "WORKERS": "2",
}


@dataclass(frozen=True, slots=True)
class Fuzz:
    """A server at `port`, whose log is in `folder`, as are the tool's files; `token` is an instructor's."""

    folder: Path
    port: int
    token: str

    def run(self, seed: int, *arguments: str) -> str:
        """Ask once with each phase; return what the tool found, blank for nothing."""
        (self.folder / "schemathesis.toml").write_text(SETTINGS, "utf-8")
        document = f"http://127.0.0.1:{self.port}/openapi.json"
        options = ("--seed", str(seed), "--max-examples", str(_EXAMPLES), "--exclude-checks", UNSUITABLE, "--no-color")
        run = subprocess.run(  # noqa: S603 - the tool of this environment
            [sys.executable, "-m", "schemathesis.cli", "run", document, *options, "--continue-on-failure", *arguments],
            cwd=self.folder,
            env=environment(HOME=str(self.folder)),
            capture_output=True,
            text=True,
            check=False,
        )
        return f"seed {seed}:\n{run.stdout}{run.stderr}" if run.returncode else ""

    def answered(self) -> Counter[int]:
        """Return how many requests were answered with which status."""
        return Counter(int(line["status"]) for line in self._lines() if line["message"] == "request")

    def crashes(self) -> list[str]:
        """Return what crashed."""
        return [f"{line['message']}: {json.dumps(line)[:2000]}" for line in self._lines() if line["level"] == "ERROR"]

    def _lines(self) -> Iterator[dict[str, str | int]]:
        with (self.folder / "server.log").open("rb") as log:
            yield from map(json.loads, log)


@contextmanager
def begun() -> Iterator[Fuzz]:
    """Start a server and its worker."""
    with TemporaryDirectory() as name:
        folder, token = Path(name), token_hex(20)
        own = _OWN | {"DATA_DIR": name}
        manage("migrate", "--verbosity", "0", **own)
        manage("shell", "--verbosity", "0", "--command", _INSTRUCTOR.format(token=token), **own)
        command = [sys.executable, "manage.py", "worker", "--with-parent"]
        with (
            serve(folder / "server.log", **own) as server,
            (folder / "worker.log").open("w") as log,
            subprocess.Popen(command, cwd=ROOT, env=environment(**own), stdout=log, stderr=log) as worker,  # noqa: S603 - our own program
        ):
            try:
                yield Fuzz(folder, server.port, token)
            finally:
                worker.terminate()


def main(cases: int, seed: int) -> int:
    """Ask until so many requests were answered; return how many findings there are."""
    findings: list[str] = []
    with begun() as fuzz:
        for turn in range(_MOST_RUNS):
            signed_in = ("--header", f"Authorization: Token {fuzz.token}") if turn % 2 else ()
            if found := fuzz.run(seed + turn, *signed_in):
                findings.append(found)
                sys.stdout.write(found + "\n")
            if fuzz.answered().total() >= cases:
                break
        answered, crashes = fuzz.answered(), fuzz.crashes()
    sys.stdout.write("".join(f"{line}\n" for line in crashes))
    told = ", ".join(f"{count} x {status}" for status, count in sorted(answered.items()))
    count = len(findings) + len(crashes)
    sys.stdout.write(f"{answered.total()} answers from seed {seed} ({told}), {count} findings\n")
    return count


if __name__ == "__main__":
    given = sys.argv[1:]
    drawn = int(given[1]) if len(given) > 1 else SystemRandom().randrange(10**6)
    sys.exit(1 if main(int(given[0]) if given else 10_000, drawn) else 0)
