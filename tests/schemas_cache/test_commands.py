"""The commands that take schemas out and in, as Django calls them."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from schemas_cache.management.commands.export_schemas import Command
from schemas_cache.models import Revision, Schema
from schemas_cache.services import find
from tests.schemas_cache.files import SEED_HASH, document

pytestmark = pytest.mark.django_db
SEED = Path(__file__).parent / "seed_schemas.json"


def output_of(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out, stderr=StringIO())
    return out.getvalue()


def written(folder: Path, content: Any) -> str:
    path = folder / "schemas.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return str(path)


def test_a_file_goes_in_and_is_counted() -> None:
    added = "1 added, 0 replaced, 0 kept as they are, 0 the same already, 0 refused.\n"
    kept = "0 added, 0 replaced, 1 kept as they are, 0 the same already, 0 refused.\n"
    assert [output_of("import_schemas", str(SEED)) for _ in range(2)] == [added, kept]


def test_a_file_comes_out_as_it_went_in(tmp_path: Path) -> None:
    output_of("import_schemas", str(SEED))

    said = output_of("export_schemas", str(tmp_path / "schemas.json"))

    text = (tmp_path / "schemas.json").read_text()
    assert json.loads(text)["schemas"] == json.loads(SEED.read_text())["schemas"]
    assert output_of("export_schemas") == output_of("export_schemas", "-") == text
    assert said == f"1 schemas written to {tmp_path / 'schemas.json'}, {len(text):,} bytes.\n"


def test_some_schemas_are_chosen() -> None:
    output_of("import_schemas", str(SEED))
    choices = [
        ("--curated",),
        ("--domain", "e-commerce"),
        ("--since", "2025-09-05"),
        ("--since", "2025-09-06T00:00:00+02:00"),
    ]
    assert [len(json.loads(output_of("export_schemas", *choice))["schemas"]) for choice in choices] == [0, 1, 1, 0]


def test_what_is_written_is_reported_to_machines(tmp_path: Path) -> None:
    path = tmp_path / "schemas.json"
    report = json.loads(output_of("export_schemas", str(path), "--json"))
    assert report == {"file": str(path), "schemas": 0, "bytes": path.stat().st_size, "left_out": []}


@pytest.mark.parametrize("to_file", [True, False])
def test_what_cannot_be_read_is_left_out_and_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, to_file: bool
) -> None:
    monkeypatch.setattr(connections, "close_all", lambda: None)  # as a program does at its end
    output_of("import_schemas", str(SEED))
    Revision.objects.update(columns=[])
    out, err = StringIO(), StringIO()
    arguments = [str(tmp_path / "schemas.json")] if to_file else []

    with pytest.raises(SystemExit) as ended:
        Command(stdout=out, stderr=err).run_from_argv(["manage.py", "export_schemas", *arguments])

    assert err.getvalue() == f"left out: {SEED_HASH} cannot be read with this version; see check_schemas\n"
    text = (tmp_path / "schemas.json").read_text() if to_file else out.getvalue()
    assert (json.loads(text)["schemas"], ended.value.code) == ({}, 3)


def test_a_report_beside_the_schemas_on_standard_output_is_refused() -> None:
    with pytest.raises(CommandError, match="name one") as caught:
        output_of("export_schemas", "--json")
    assert caught.value.returncode == 2


def test_bad_entries_are_listed_and_the_others_go_in(tmp_path: Path) -> None:
    bad = {"a": {"faker_method": "fake.nothing_such()"}}
    content = {
        "schemas": document()["schemas"]
        | {"bad": document(schema=bad, description_hash="ab" * 32)["schemas"][SEED_HASH]}
    }
    said = output_of("import_schemas", written(tmp_path, content)).splitlines()
    assert said[0].startswith(
        "refused: entry 2 'bad', line 1, column 'a', character 1: fake.nothing_such does not exist"
    )
    assert said[1:] == ["1 added, 0 replaced, 0 kept as they are, 0 the same already, 1 refused."]


def test_what_became_of_a_file_is_reported_to_machines(tmp_path: Path) -> None:
    content = {"schemas": document(usage=3)["schemas"] | {"bad": 7}}
    assert json.loads(output_of("import_schemas", "--json", written(tmp_path, content))) == {
        "dry_run": False,
        "added": [SEED_HASH],
        "replaced": [],
        "kept": [],
        "unchanged": [],
        "refused": [{"entry": 2, "key": "bad", "line": 1, "reason": "an entry is an object"}],
        "notes": [{"note": "an entry has no key 'usage': it is left out", "times": 1, "entry": 1, "key": SEED_HASH}],
    }


def test_a_dry_run_says_so_and_changes_nothing() -> None:
    assert output_of("import_schemas", "--dry-run", str(SEED)).startswith("It would be: 1 added")
    assert not Schema.objects.exists()


def test_what_is_there_is_replaced_when_asked(tmp_path: Path) -> None:
    output_of("import_schemas", str(SEED))
    other = written(tmp_path, document(schema={"a": {"faker_method": "1"}}, curated=True))
    assert output_of("import_schemas", other, "--on-conflict", "newer").startswith("0 added, 0 replaced, 1 kept")
    assert output_of("import_schemas", other, "--on-conflict", "replace").startswith("0 added, 1 replaced")
    assert output_of("import_schemas", str(SEED), "--on-conflict", "replace").startswith("note: it is curated here")
    assert output_of("import_schemas", str(SEED), "--on-conflict", "replace", "--overwrite-curated").startswith(
        "0 added, 1 replaced"
    )
    assert find(SEED_HASH).revision == 3


@pytest.mark.parametrize(
    ("content", "options", "reason"),
    [
        ({"schemas": {"a": 7}}, (), "nothing went in: every entry is bad"),
        (
            {"schemas": document()["schemas"] | {"a": 7}},
            ("--all-or-nothing",),
            "nothing went in: not every entry is good",
        ),
        ("{", (), "line 1: the file ends in the middle of the document"),
        ("[" * 100_000, (), 'line 1: a document is an object with the key "schemas", an object of entries'),
    ],
)
def test_when_nothing_goes_in_that_is_an_error(
    tmp_path: Path, content: Any, options: tuple[str, ...], reason: str
) -> None:
    with pytest.raises(CommandError) as caught:
        output_of("import_schemas", written(tmp_path, content), *options)
    assert (str(caught.value), caught.value.returncode, Schema.objects.exists()) == (reason, 1, False)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="nothing: No such file"):
        output_of("import_schemas", str(tmp_path / "nothing"))


def test_a_file_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Is a directory"):
        output_of("export_schemas", str(tmp_path))
