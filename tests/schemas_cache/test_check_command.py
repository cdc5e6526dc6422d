import json
import os
import pty
import sqlite3
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.db.models import JSONField, Value

from schemas_cache.curating import mark_curated
from schemas_cache.management.commands.check_schemas import Command
from schemas_cache.models import Revision, Schema
from schemas_cache.services import find, obtain
from tests.schemas_cache.designs import by_model
from tests.servers import ROOT, environment, manage

OUTDATED = [{"name": "zzqx", "faker_method": "'x' + fake.post_of()"}, {"name": "name", "faker_method": "fake.name()"}]


def remember(description: str, columns: Any = None) -> str:
    """Remember a schema that runs, or these columns, and return its hash."""
    hash_ = obtain(description, None, design=by_model, wait=0, replace_offline=False)[0].hash
    if columns is not None:
        Revision.objects.filter(schema__hash=hash_).update(columns=Value(columns, JSONField()))
    return hash_


def check(*arguments: str) -> str:
    out = StringIO()
    call_command("check_schemas", *arguments, stdout=out)
    return out.getvalue()


def checked(*arguments: str) -> Any:
    return json.loads(check(*arguments, "--json"))


@pytest.mark.django_db
def test_people_read_what_does_not_run_where_and_what_would() -> None:
    hash_ = remember("People with a name", OUTDATED)
    remember("People who run")

    head, reason, *place, repair, total = check().splitlines()
    assert head == f"{hash_:.12}  revision 1  People with a name"
    assert reason.startswith("    zzqx: fake.post_of does not exist")
    assert place == ["        'x' + fake.post_of()", "              ^"]
    assert repair == "    repair: zzqx = fake.word()"
    assert total == "2 checked: 1 do not run"


@pytest.mark.django_db
def test_people_read_that_all_is_well() -> None:
    remember("People who run")

    assert check() == "1 checked: all of them run\n"


@pytest.mark.django_db
def test_machines_read_the_same() -> None:
    hash_ = remember("People with a name", OUTDATED)
    told = checked()
    (failing,) = told.pop("schemas")

    assert told == {"checked": 1, "failing": 1, "repaired": 0, "unreadable": 0, "earlier_engine": 0}
    assert (failing["hash"], failing["revision"], failing["curated"], failing["repaired"]) == (hash_, 1, False, False)
    assert [problem["column"] for problem in failing["problems"]] == ["zzqx"]
    assert failing["repair"]["columns"]["zzqx"]["faker_method"] == "fake.word()"


@pytest.mark.django_db
def test_a_long_expression_is_shown_about_the_place() -> None:
    remember("People", [{"name": "x", "faker_method": f"'{'a' * 300}' + fake.post_of() + '{'b' * 300}'"}])
    line, caret = check().splitlines()[2:4]

    assert (len(line) <= 108, line[len(caret) - 1 :].startswith("fake.post_of()")) == (True, True)


@pytest.mark.django_db
def test_what_cannot_be_read_is_listed() -> None:
    remember("People", {"a": 3})

    assert "    what is stored is no schema: column 'a': a column is an object" in check()
    assert (checked()["unreadable"], checked()["schemas"][0]["repair"]) == (1, None)


@pytest.mark.django_db
def test_repairs_become_revisions_on_request() -> None:
    hash_ = remember("People with a name", OUTDATED)

    assert (checked("--fix", "--dry-run")["repaired"], find(hash_).revision) == (0, 1)
    assert "    repaired: zzqx = fake.word()\n1 checked: 1 do not run, 1 of them repaired\n" in check("--fix")
    assert (check(), find(hash_).revision) == ("1 checked: all of them run\n", 2)


@pytest.mark.django_db
def test_curated_schemas_are_repaired_when_that_is_said() -> None:
    hash_ = remember("People with a name", OUTDATED)
    mark_curated([hash_], curated=True)

    assert [checked(*arguments)["repaired"] for arguments in (["--fix"], ["--fix", "--curated"])] == [0, 1]
    assert (find(hash_).revision, find(hash_).curated) == (2, True)


@pytest.mark.django_db
def test_curated_goes_with_fix() -> None:
    with pytest.raises(CommandError, match="--curated goes with --fix") as caught:
        check("--curated")
    assert caught.value.returncode == 2


@pytest.mark.django_db
def test_the_exit_code_tells_whether_something_is_left_that_does_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "close_all", lambda: None)  # as a program does at its end
    codes = [_code()]
    remember("People with a name", OUTDATED)
    codes += [_code(), _code("--fix", "--dry-run"), _code("--fix"), _code()]

    assert codes == [0, 3, 3, 0, 0]


def _code(*arguments: str) -> int:
    try:
        Command(stdout=StringIO(), stderr=StringIO()).run_from_argv(["manage.py", "check_schemas", *arguments])
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


@pytest.fixture
def filled(data_dir: Path) -> Path:
    """Return a folder with a database of a hundred schemas that cannot be read."""
    database = sqlite3.connect(data_dir / "db.sqlite3")
    for place in range(1, 101):
        database.execute(
            "INSERT INTO schemas_cache_schema (id, hash, description_key, description, domain, curated, usage_count,"
            " created_at, current, parent, instruction, searchable)"
            " VALUES (?, ?, ?, 'people', '', 0, 0, '2026-01-01', 1, '', '', '')",
            (place, f"{place:064x}", f"{place:064x}"),
        )
        database.execute(
            "INSERT INTO schemas_cache_revision (schema_id, number, columns, locale, designed_by, author, origins,"
            " assumptions, not_understood, requests, prompt_tokens, completion_tokens, engine_version, created_at)"
            " VALUES (?, 1, '{}', 'en_US', '', '', '{}', '[]', '[]', 0, 0, 0, '', '2026-01-01')",
            (place,),
        )
    database.commit()
    return data_dir


def test_a_terminal_shows_how_far_it_is(filled: Path) -> None:
    ours, theirs = pty.openpty()
    given = environment(DATA_DIR=str(filled), SECRET_KEY="of the tests")
    command = [sys.executable, "manage.py", "check_schemas", "--json"]
    done = subprocess.run(command, cwd=ROOT, env=given, stdout=subprocess.PIPE, stderr=theirs, timeout=60, check=False)
    os.close(theirs)
    shown = os.read(ours, 10_000).decode()
    os.close(ours)

    assert (done.returncode, len(json.loads(done.stdout)["schemas"])) == (3, 100)
    assert shown.startswith("\r\x1b[K1 of 100 checked, 1 do not run")
    assert shown.endswith("\r\x1b[K")


def test_a_reader_that_has_enough_is_no_error(filled: Path) -> None:
    line = f"{sys.executable} manage.py check_schemas --all-revisions | head -1"
    given = environment(DATA_DIR=str(filled), SECRET_KEY="of the tests")
    done = subprocess.run(["bash", "-c", line], cwd=ROOT, env=given, capture_output=True, timeout=60, check=False)

    assert (done.stdout.decode(), done.stderr.decode()) == (f"{1:064x}"[:12] + "  revision 1  people\n", "")


def test_the_help_names_each_option(data_dir: Path) -> None:
    text = manage("help", "check_schemas", DATA_DIR=str(data_dir), SECRET_KEY="of the tests").stdout.decode()

    options = ("--all-revisions", "--fix", "--curated", "--dry-run", "--json", "examples:", "exit codes:")
    assert [option for option in options if option not in text] == []


@pytest.mark.django_db
def test_a_terminal_is_not_steered_by_what_is_stored() -> None:
    remember("People \x1b[31m\x07", [{"name": "x\u202e", "faker_method": "fake.post_of()\x1b[2J"}])

    assert Schema.objects.get().description == "People \x1b[31m\x07"
    assert [sign for sign in check() if not sign.isprintable() and sign != "\n"] == []


@pytest.mark.django_db
def test_what_another_version_of_the_engine_made_is_counted_and_is_no_failure() -> None:
    remember("People who run")
    Revision.objects.update(engine_version="1")

    assert (checked()["earlier_engine"], checked()["failing"]) == (1, 0)
    ended, of_engines = check().splitlines()
    assert ended == "1 checked: all of them run"
    assert of_engines.startswith("1 were made with another version of the engine: links as old as they are may answer")
