"""The commands that take schemas out and in, as programs with a database of their own."""

import json
import subprocess
import sys
from pathlib import Path

from tests.schemas_cache.files import document
from tests.schemas_cache.test_commands import SEED, written
from tests.servers import ROOT, environment, manage


def test_the_exit_codes_tell_how_it_ended(data_dir: Path, tmp_path: Path) -> None:
    partly = written(tmp_path, {"schemas": document()["schemas"] | {"a": 7}})
    commands = {
        ("import_schemas", partly): 3,
        ("import_schemas", str(SEED)): 0,
        ("import_schemas", str(tmp_path / "nothing")): 1,
        ("import_schemas", partly, "--on-conflict", "merge"): 2,
        ("export_schemas", "--json"): 2,
        ("export_schemas", "--since", "yesterday"): 2,
        ("export_schemas", "--curated"): 0,
    }
    assert {command: manage(*command, DATA_DIR=str(data_dir)).returncode for command in commands} == commands


def test_schemas_pass_through_pipes(data_dir: Path) -> None:
    imported = subprocess.run(
        [sys.executable, "manage.py", "import_schemas", "-"],
        cwd=ROOT,
        env=environment(DATA_DIR=str(data_dir)),
        input=SEED.read_bytes(),
        capture_output=True,
        check=True,
    )
    exported = manage("export_schemas", DATA_DIR=str(data_dir))
    assert imported.stdout.startswith(b"1 added")
    assert json.loads(exported.stdout)["schemas"] == json.loads(SEED.read_text())["schemas"]


def test_a_reader_who_has_enough_ends_the_export_quietly(data_dir: Path) -> None:
    manage("import_schemas", str(SEED), DATA_DIR=str(data_dir))
    command = f"{sys.executable} manage.py export_schemas | true"
    done = subprocess.run(
        command, shell=True, cwd=ROOT, env=environment(DATA_DIR=str(data_dir)), capture_output=True, check=True
    )
    assert (done.stdout, done.stderr) == (b"", b"")


def test_a_full_disk_is_said_in_one_line(data_dir: Path, tmp_path: Path) -> None:
    entry = next(iter(document()["schemas"].values()))
    many = {
        f"{number:064x}": entry | {"description_hash": f"{number:064x}", "original_description": f"{number} cats"}
        for number in range(1500)
    }
    manage("import_schemas", written(tmp_path, {"schemas": many}), DATA_DIR=str(data_dir))
    done = manage("export_schemas", "/dev/full", DATA_DIR=str(data_dir))
    assert (done.returncode, done.stderr) == (1, b"CommandError: /dev/full: No space left on device\n")
