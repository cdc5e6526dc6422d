"""`manage.py make_admin`, as whoever runs the service meets it."""

import json
import re
from pathlib import Path

import pytest

from tests.servers import ROOT, manage

PASSWORD = re.compile(r"^    ([a-z0-9]{4}(-[a-z0-9]{4}){4})$", re.MULTILINE)


def make_admin(data_dir: Path, *arguments: str) -> tuple[int, str, str]:
    done = manage("make_admin", *arguments, DATA_DIR=str(data_dir), SECRET_KEY="of the tests")
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_it_prints_the_password_and_what_to_do_with_it(data_dir: Path) -> None:
    code, out, err = make_admin(data_dir)
    assert (code, err) == (0, "")
    assert out.startswith("The account 'admin' (superuser) can sign in at /admin/ once, with this password, until ")
    assert PASSWORD.search(out)


def test_it_tells_programs_the_same(data_dir: Path) -> None:
    code, out, _ = make_admin(data_dir, "--username", "ada", "--instructor", "--json")
    told = json.loads(out)
    assert (code, told["username"], told["role"]) == (0, "ada", "instructor")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", told["expires_at"])
    assert PASSWORD.search(f"    {told['password']}")


def test_an_account_that_is_there_stays_as_it_is_unless_it_is_reset(data_dir: Path) -> None:
    codes = [make_admin(data_dir, *arguments) for arguments in ((), (), ("--reset",))]
    assert [code for code, _, _ in codes] == [0, 1, 0]
    assert codes[1][1:] == (
        "",
        "CommandError: There is an account 'admin' already; --reset gives it a new one-time password\n",
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--username", "a b"), "CommandError: Enter a valid username."),
        (("--username", "ben", "--reset"), "CommandError: There is no account 'ben'\n"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(data_dir: Path, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = make_admin(data_dir, *arguments)
    assert (code, out, err[: len(said)]) == (1, "", said)


def test_a_reset_changes_no_role(data_dir: Path) -> None:
    code, out, err = make_admin(data_dir, "--reset", "--instructor")
    assert (code, out) == (2, "")
    assert "argument --instructor: not allowed with argument --reset" in err


def test_without_tables_it_says_how_to_make_them(tmp_path: Path) -> None:
    assert make_admin(tmp_path) == (
        1,
        "",
        "CommandError: The database cannot be used; `manage.py migrate` makes its tables, as `make admin` does\n",
    )


def test_its_help_explains_it(data_dir: Path) -> None:
    code, out, _ = make_admin(data_dir, "--help")
    assert code == 0
    assert "Its password is printed once" in out


def test_make_admin_migrates_first() -> None:
    recipe = (ROOT / "Makefile").read_text("utf-8").partition("\nadmin:")[2].partition("\n\n")[0]
    assert [line.split("manage.py ")[1] for line in recipe.splitlines()[1:]] == [
        "migrate --verbosity 0",
        "make_admin $(ADMIN)",
    ]
