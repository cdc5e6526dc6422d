import json
import os
import subprocess
import sys
from io import BytesIO, StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from generation.designer import OFFLINE_DESIGNER
from generation.management.commands import warm_schemas
from generation.services import design_schema
from schemas_cache.models import Schema
from schemas_cache.services import description_hash, find
from tests.scripted_model import ScriptedModel
from tests.servers import ROOT, environment, manage

STUDENTS, SHOPS = "Students with name and age", "Shops with name and city"


def warm(file: Path, *arguments: str) -> str:
    out = StringIO()
    call_command("warm_schemas", str(file), *arguments, stdout=out)
    return out.getvalue()


def warmed(content: str | bytes, folder: Path, *arguments: str) -> Any:
    """Return the report on a file of this content."""
    file = folder / "class.txt"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return json.loads(warm(file, "--json", *arguments))


def refusals(content: str | bytes, folder: Path) -> list[tuple[int, str]]:
    return [(line["line"], line["reason"]) for line in warmed(content, folder)["lines"]]


@pytest.mark.django_db
def test_people_read_what_became_of_each_line(tmp_path: Path) -> None:
    file = tmp_path / "class.txt"
    file.write_text(f"# the class of 2026\n\n{STUDENTS}\nshort\n  Students with  name and age \n")

    assert warm(file).splitlines() == [
        f"line 3: designed by {OFFLINE_DESIGNER}  {STUDENTS}",
        "line 4: failed: Description must have 10 to 4000 characters  short",
        "line 5: cached  Students with  name and age",
        "3 descriptions: 1 cached already, 1 designed, 1 failed",
    ]


@pytest.mark.django_db
def test_machines_read_the_same(tmp_path: Path) -> None:
    assert warmed(f"{STUDENTS}\nshort", tmp_path) == {
        "lines": [
            {
                "line": 1,
                "description": STUDENTS,
                "outcome": "designed",
                "hash": description_hash(STUDENTS),
                "designed_by": OFFLINE_DESIGNER,
            },
            {
                "line": 2,
                "description": "short",
                "outcome": "failed",
                "reason": "Description must have 10 to 4000 characters",
            },
        ],
        "cached": 0,
        "designed": 1,
        "failed": 1,
        "dry_run": False,
    }


@pytest.mark.django_db
def test_a_line_may_name_its_locale_and_an_option_names_that_of_the_others(tmp_path: Path) -> None:
    french = json.dumps({"description": STUDENTS, "locale": "fr_FR"})
    lines = warmed(f"{french}\n{STUDENTS}\n", tmp_path, "--locale", "de_DE")["lines"]

    assert [find(line["hash"]).schema.locale for line in lines] == ["fr_FR", "de_DE"]
    assert [line["hash"] for line in lines] == [
        description_hash(STUDENTS, "fr_FR"),
        description_hash(STUDENTS, "de_DE"),
    ]


@pytest.mark.django_db
def test_a_dry_run_designs_nothing(tmp_path: Path) -> None:
    warmed(STUDENTS, tmp_path)
    told = warmed(f"{STUDENTS}\n{SHOPS}\n", tmp_path, "--dry-run")

    assert [line["outcome"] for line in told["lines"]] == ["cached", "missing"]
    assert (told["missing"], told["dry_run"], Schema.objects.count()) == (1, True, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"\xff\xfeS\x00t\x00", "the line is not UTF-8"),
        (b"Students \x00 with a NUL", "the text holds a NUL character or half a surrogate pair"),
        (b'{"description": "Students with \\ud800"}', "the text holds a NUL character or half a surrogate pair"),
        (b'{"description": 3}', "Description must be a text"),
        (
            b'{"description": "Students with name", "rows": 3}',
            "There is no field 'rows'; there are description, schema, locale",
        ),
        (b'{"description": "Students with name", "locale": "xx"}', "Locale must be one that there is, such as "),
        (b'{"schema": {"x": {"faker_method": "1"}}}', "A line has a description, not a schema"),
        (b"{}", "Description field is required"),
        (b"{", "the line begins with a brace and is no JSON: Expecting property name"),
        (b'{"a":' * 20_000, "the line has 100,000 bytes or more"),
        (b'{"a":' * 19_000, "the line begins with a brace and is no JSON: "),
        (b"x" * 1_000_000, "the line has 100,000 bytes or more"),
        (b"{" + b" " * 4001 + b"}", "Description field is required"),
        (b"x" * 4001, "Description must have 10 to 4000 characters"),
    ],
)
def test_a_line_that_cannot_be_designed_is_told_and_does_not_stop_the_others(
    tmp_path: Path, line: bytes, reason: str
) -> None:
    told = warmed(b"\n" + line + b"\r\n" + STUDENTS.encode(), tmp_path)["lines"]

    assert [(one["line"], one["outcome"]) for one in told] == [(2, "failed"), (3, "designed")]
    assert told[0]["reason"].startswith(reason)
    assert len(told[0]["description"]) <= 200


@pytest.mark.django_db
def test_a_mark_at_the_begin_of_a_file_is_no_part_of_its_first_line(tmp_path: Path) -> None:
    assert warmed(b"\xef\xbb\xbf# class\n", tmp_path)["lines"] == []


@pytest.mark.django_db
def test_a_model_designs_within_the_budget_of_the_day(tmp_path: Path, settings: Settings) -> None:
    settings.OPENAI_API_KEY, settings.MODEL_DAILY_DESIGNS = "any", 1
    with ScriptedModel("good") as model:
        settings.OPENAI_BASE_URL = model.base_url
        lines = warmed(f"{STUDENTS}\n{SHOPS}\n", tmp_path)["lines"]

    assert ([line["designed_by"] for line in lines], model.calls) == ([settings.OPENAI_MODEL, OFFLINE_DESIGNER], 1)


@pytest.mark.django_db
def test_a_model_that_fails_is_told_for_each_line(tmp_path: Path, settings: Settings) -> None:
    settings.OFFLINE_FALLBACK = False

    assert refusals(f"{STUDENTS}\n{SHOPS}\n", tmp_path) == [
        (1, "there is no key for it"),
        (2, "there is no key for it"),
    ]


@pytest.mark.django_db
def test_what_ctrl_c_ends_says_what_was_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, out = tmp_path / "class.txt", StringIO()
    file.write_text(f"{STUDENTS}\n{SHOPS}\n")

    def design_first_alone(wish: Any, **rest: Any) -> Any:
        if wish.description == SHOPS:
            raise KeyboardInterrupt
        return design_schema(wish, **rest)

    monkeypatch.setattr(warm_schemas, "design_schema", design_first_alone)
    with pytest.raises(CommandError, match="interrupted") as caught:
        call_command("warm_schemas", str(file), stdout=out)

    assert caught.value.returncode == 130
    assert out.getvalue().splitlines()[-1] == "1 descriptions: 0 cached already, 1 designed, 0 failed"


@pytest.mark.django_db
def test_standard_input_is_a_file_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=BytesIO(STUDENTS.encode())))

    assert warm(Path("-")).startswith("line 1: designed by ")


@pytest.mark.django_db
@pytest.mark.parametrize(("file", "reason"), [("nothing", "No such file or directory"), (".", "Is a directory")])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, file: str, reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        warm(tmp_path / file)


@pytest.mark.django_db
def test_a_locale_that_there_is_not_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="there is no locale 'xx'"):
        warm(tmp_path, "--locale", "xx")


def test_a_program_ends_with_what_became_of_it(data_dir: Path) -> None:
    given = environment(DATA_DIR=str(data_dir), SECRET_KEY="of the tests")
    command = [sys.executable, "manage.py", "warm_schemas", "-"]
    text = f"{STUDENTS}\nshort\n".encode()
    done = subprocess.run(command, cwd=ROOT, env=given, input=text, capture_output=True, timeout=60, check=False)

    assert (done.returncode, done.stdout.count(b"\n"), done.stderr) == (3, 3, b"")


def test_the_help_names_each_option(data_dir: Path) -> None:
    text = manage("help", "warm_schemas", DATA_DIR=str(data_dir), SECRET_KEY="of the tests").stdout.decode()

    options = ("file", "--locale", "--dry-run", "--json", "examples:", "exit codes:")
    assert [option for option in options if option not in text] == []


def test_a_reader_that_has_enough_does_not_stop_the_work(data_dir: Path) -> None:
    (data_dir / "class.txt").write_text("".join(f"{SHOPS} {number}\n" for number in range(9)))
    given = environment(DATA_DIR=str(data_dir), SECRET_KEY="of the tests")
    ours, theirs = os.pipe()
    os.close(ours)
    command = [sys.executable, "manage.py", "warm_schemas", str(data_dir / "class.txt")]
    done = subprocess.run(command, cwd=ROOT, env=given, stdout=theirs, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(theirs)

    assert (done.returncode, done.stderr) == (0, b"")
    assert b"9 cached already" in manage(*command[2:], DATA_DIR=str(data_dir), SECRET_KEY="of the tests").stdout
