"""Exports and imports that are killed in the middle: `python -m fuzz.kills [EXPORTS] [IMPORTS] [SEED]`.

Each one is a process of its own that gets SIGKILL at a moment that is drawn. After each export the file is the one
before or the new one, whole; after each import all of its schemas are there or none, and the database is intact. What
the killed ones left is gone after the next export. The last line counts; the exit status is 1 if anything was torn.
"""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

ROOT = Path(__file__).parents[1]
SCHEMAS = 400  # in a file: enough that writing takes longer than starting to
_EXPRESSIONS = ("fake.name()", "fake.city()", "row_number + 1", "random.randint(1, 5)")


@dataclass(slots=True)
class Trial:
    """A database and a file in a folder, and what was seen: `torn` is what must never be."""

    folder: Path
    draw: random.Random
    seen: Counter[str] = field(default_factory=Counter)
    torn: list[str] = field(default_factory=list)
    longest: float = 0.0

    def manage(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """Start a command of manage.py on the database."""
        own = {"DATA_DIR": str(self.folder / "data"), "SECRET_KEY": "of the trial", "DATABASE_URL": ""}
        environment = os.environ | own | {"DJANGO_SETTINGS_MODULE": "config.settings"}  # whoever runs the trial
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.Popen(  # noqa: S603 - our own program
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def run(self, *arguments: str) -> float:
        """Run a command to its end; return the seconds that it took."""
        started = monotonic()
        if self.manage(*arguments).wait():
            self.torn.append(f"{arguments[0]} failed")
        return monotonic() - started

    def kill(self, *arguments: str) -> bool:
        """Start a command and kill it, before or in the middle of its work; tell whether it was still at it."""
        process = self.manage(*arguments)
        sleep(self.draw.uniform(0.3, 1) * self.longest)
        process.send_signal(signal.SIGKILL)
        killed = process.wait() == -signal.SIGKILL
        if not killed:  # the machine has become faster
            self.longest *= 0.97
        return killed

    def intact(self) -> None:
        """Note whether the database holds what no transaction left behind, and all of a file or none."""
        database = self.folder / "data" / "db.sqlite3"
        with closing(sqlite3.connect(database)) as connection:
            (told,) = connection.execute("PRAGMA integrity_check").fetchone()
            counts = connection.execute(_COUNTS).fetchone()
        if told != "ok":
            self.torn.append(f"the database is damaged: {told}")
        if counts not in {(0, 0), (SCHEMAS, SCHEMAS)}:
            self.torn.append(f"half an import: {counts[0]} schemas, {counts[1]} revisions")
        self.seen["all in" if counts[0] else "none in"] += 1

    def empty(self) -> None:
        """Take everything out of the database."""
        with closing(sqlite3.connect(self.folder / "data" / "db.sqlite3")) as connection, connection:
            connection.execute("DELETE FROM schemas_cache_revision")
            connection.execute("DELETE FROM schemas_cache_schema")

    def mark(self, number: int) -> None:
        """Change the database, so that the next export is another."""
        with closing(sqlite3.connect(self.folder / "data" / "db.sqlite3")) as connection, connection:
            connection.execute("UPDATE schemas_cache_schema SET usage_count = ?", (number,))


_COUNTS = "SELECT (SELECT count(*) FROM schemas_cache_schema), (SELECT count(*) FROM schemas_cache_revision)"


def kill_exports(trial: Trial, times: int) -> None:
    """Kill exports: the file is the one before or the new one, and what was left is swept by the next."""
    file = trial.folder / "out" / "schemas.json"
    trial.longest = trial.run("export_schemas", str(file))
    number = 0
    while trial.seen["exports killed"] < times:
        number += 1
        trial.mark(number)
        trial.seen["exports killed"] += trial.kill("export_schemas", str(file))
        trial.seen["left-overs"] += len(list(file.parent.iterdir())) - 1
        trial.torn += _torn(file, number)
    trial.run("export_schemas", str(file))
    if left := [path.name for path in file.parent.iterdir() if path != file]:
        trial.torn.append(f"left-overs were not swept: {left}")


def _torn(file: Path, newest: int) -> list[str]:
    """Return what is wrong with a file: all of its schemas say the same, and no more than was marked last."""
    try:
        schemas = json.loads(file.read_bytes())["schemas"].values()
    except (OSError, ValueError) as error:
        return [f"a torn file: {error}"]
    marks = {schema["usage_count"] for schema in schemas}
    return [] if len(schemas) == SCHEMAS and len(marks) == 1 and marks <= set(range(newest + 1)) else ["a mixed file"]


def kill_imports(trial: Trial, times: int) -> None:
    """Kill imports into an empty database: all of the schemas go in or none."""
    file = _written(trial.folder / "in.json")
    trial.empty()
    trial.longest = trial.run("import_schemas", str(file))
    trial.intact()
    while trial.seen["imports killed"] < times:
        trial.empty()
        trial.seen["imports killed"] += trial.kill("import_schemas", str(file))
        trial.intact()


def _written(file: Path) -> Path:
    """Write a file of schemas."""
    schemas = {
        f"{number:064x}": {
            "original_description": f"Things number {number}",
            "schema": {
                f"column {place}": {"faker_method": expression, "data_type": "string"}
                for place, expression in enumerate(_EXPRESSIONS)
            },
        }
        for number in range(SCHEMAS)
    }
    file.write_text(json.dumps({"schemas": schemas}))
    return file


def main(exports: int = 200, imports: int = 100, seed: int = 7) -> int:
    """Kill so many exports and imports; say what was seen; return how many things were torn."""
    with TemporaryDirectory() as folder:
        trial = Trial(Path(folder), random.Random(seed))  # noqa: S311 - moments, not secrets
        (trial.folder / "out").mkdir()
        trial.run("migrate", "--verbosity", "0")
        trial.run("import_schemas", str(_written(trial.folder / "in.json")))
        kill_exports(trial, exports)
        kill_imports(trial, imports)
    for fault in trial.torn:
        sys.stdout.write(f"{fault}\n")
    seen = ", ".join(f"{count} {what}" for what, count in sorted(trial.seen.items()))
    sys.stdout.write(f"{exports} exports and {imports} imports: {seen}; {len(trial.torn)} things torn\n")
    return len(trial.torn)


if __name__ == "__main__":
    raise SystemExit(min(main(*map(int, sys.argv[1:])), 1))
