import json
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from schemas_cache.curating import mark_curated
from schemas_cache.models import Schema
from schemas_cache.services import obtain
from tests.schemas_cache.designs import by_model, by_rules
from tests.servers import ROOT, environment, manage

OLD = datetime.now(UTC) - timedelta(days=200)


def remember(*descriptions: str, rules: bool = False) -> None:
    for description in descriptions:
        obtain(description, None, design=by_rules if rules else by_model, wait=0, replace_offline=False)
    Schema.objects.filter(description__in=descriptions).update(created_at=OLD)


def cleanup(*arguments: str) -> str:
    out = StringIO()
    call_command("cleanup_schemas", *arguments, stdout=out)
    return out.getvalue()


def cleaned(*arguments: str) -> Any:
    return json.loads(cleanup(*arguments, "--json"))


def run(data_dir: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return manage("cleanup_schemas", *arguments, DATA_DIR=str(data_dir), SECRET_KEY="of the tests")


@pytest.mark.django_db
def test_people_read_what_is_gone_and_why() -> None:
    remember("People with a name", rules=True)
    mark_curated([Schema.objects.get().hash], curated=True)
    remember("Shops with a name")
    hash_ = Schema.objects.get(curated=False).hash

    assert cleanup("--unused-for", "90d").splitlines() == [
        f"{hash_:.12}       0 uses   1 revisions  never used              Shops with a name",
        "1 schemas dropped, with 1 revisions, whose permanent links break; 1 are there, 1 of them curated",
    ]


@pytest.mark.django_db
def test_machines_read_the_same() -> None:
    remember("People with a name")

    assert cleaned("--unused-for", "12w", "--dry-run") == {
        "dropped": [
            {
                "hash": Schema.objects.get().hash,
                "description": "People with a name",
                "reason": "never used",
                "usage_count": 0,
                "last_used": None,
                "revisions": 1,
            }
        ],
        "schemas": 1,
        "revisions": 1,
        "left": 1,
        "curated": 0,
        "dry_run": True,
    }


@pytest.mark.django_db
def test_what_may_go_can_be_said_in_each_way() -> None:
    remember("one by a model", "two by a model")
    remember("one by rules", rules=True)

    asked = (["--unused-for", "1y"], ["--max-entries", "2"], ["--keep", "1"], ["--fallbacks"])
    assert [cleaned(*arguments, "--dry-run")["schemas"] for arguments in asked] == [0, 1, 2, 1]


@pytest.mark.django_db
def test_nothing_goes_unless_it_is_said_what() -> None:
    remember("People with a name")
    with pytest.raises(
        CommandError, match="say what may go: --unused-for, --max-entries, --keep or --fallbacks"
    ) as caught:
        cleanup()

    assert (caught.value.returncode, Schema.objects.count()) == (2, 1)


@pytest.mark.django_db
def test_what_ctrl_c_ends_says_what_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    remember("one", "two")
    monkeypatch.setattr("schemas_cache.cleaning.BATCH", 1)
    monkeypatch.setattr("schemas_cache.cleaning.sleep", lambda _: _interrupt())
    out = StringIO()
    with pytest.raises(CommandError, match="interrupted"):
        call_command("cleanup_schemas", "--max-entries", "0", "--json", stdout=out)

    told = json.loads(out.getvalue())
    assert (len(told["dropped"]), told["schemas"], told["left"], told["error"]) == (1, 1, 1, "interrupted")


def _interrupt() -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    "arguments", [["--unused-for", "soon"], ["--max-entries", "-1"], ["--keep", "many"], ["extra"]]
)
def test_what_cannot_be_meant_is_refused(arguments: list[str]) -> None:
    with pytest.raises(CommandError, match="Error: "):
        cleanup(*arguments)


def test_a_program_ends_with_what_became_of_it(data_dir: Path) -> None:
    assert [run(data_dir, *arguments).returncode for arguments in (("--keep", "5"), ())] == [0, 2]


def test_a_database_without_tables_is_told_in_a_line(tmp_path: Path) -> None:
    done = run(tmp_path, "--fallbacks", "--json")

    said = "the database cannot be used; `manage.py migrate` makes its tables"
    assert (done.returncode, done.stderr.decode()) == (1, f"CommandError: {said}\n")
    assert json.loads(done.stdout) == {"dropped": [], "error": said}


def test_a_database_that_is_none_is_told_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "db.sqlite3").write_bytes(b"none at all" * 1000)
    done = run(tmp_path, "--fallbacks")

    said = "CommandError: the database cannot be used: file is not a database\n"
    assert (done.returncode, done.stdout, done.stderr.decode()) == (1, b"", said)


def test_a_kill_leaves_whole_schemas(data_dir: Path) -> None:
    """What is dropped goes with its revisions: there is no moment at which half of it is there."""
    database = sqlite3.connect(data_dir / "db.sqlite3")
    _fill(database, 3000)
    command = ["cleanup_schemas", "--max-entries", "0"]
    with _started(data_dir, *command) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.kill()
    (schemas,) = database.execute("SELECT count(*) FROM schemas_cache_schema").fetchone()
    (revisions,) = database.execute("SELECT count(*) FROM schemas_cache_revision").fetchone()

    assert 0 < schemas < 3000
    assert revisions == schemas


def _started(data_dir: Path, *arguments: str) -> subprocess.Popen[bytes]:
    given = environment(DATA_DIR=str(data_dir), SECRET_KEY="of the tests")
    return subprocess.Popen([sys.executable, "manage.py", *arguments], cwd=ROOT, env=given, stdout=subprocess.PIPE)


def _fill(database: sqlite3.Connection, number: int) -> None:
    """Put in schemas of one revision each."""
    hashes = [f"{place:064x}" for place in range(number)]
    database.executemany(
        "INSERT INTO schemas_cache_schema (id, hash, description_key, description, domain, curated, usage_count,"
        " created_at, current, parent, instruction, searchable)"
        " VALUES (?, ?, ?, 'people', '', 0, 0, '2026-01-01', 1, '', '', '')",
        [(place + 1, hash_, hash_) for place, hash_ in enumerate(hashes)],
    )
    database.executemany(
        "INSERT INTO schemas_cache_revision (schema_id, number, columns, locale, designed_by, author, origins,"
        " assumptions, not_understood, requests, prompt_tokens, completion_tokens, engine_version, created_at)"
        " VALUES (?, 1, '[]', 'en_US', '', '', '{}', '[]', '[]', 0, 0, 0, '', '2026-01-01')",
        [(place + 1,) for place in range(number)],
    )
    database.commit()


def test_the_help_names_each_option(data_dir: Path) -> None:
    text = run(data_dir, "--help").stdout.decode()

    options = (
        "--unused-for",
        "--max-entries",
        "--keep",
        "--fallbacks",
        "--dry-run",
        "--json",
        "examples:",
        "exit codes:",
    )
    assert [option for option in options if option not in text] == []
