"""The command does what POST /generate and POST /jobs do: data on standard output, words on standard error."""

import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import ROOT, environment, manage

STUDENTS = "Students with name and age"


def generate(data_dir: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[bytes]:
    return manage("generate", *arguments, DATA_DIR=str(data_dir), SECRET_KEY="of the tests", **settings)


def test_a_dataset_goes_to_standard_output_and_has_the_same_bytes_when_it_is_made_as_a_job(data_dir: Path) -> None:
    asked = (STUDENTS, "--rows", "300", "--seed", "7", "--as-of", "2026-11-21")
    runs = [generate(data_dir, *asked), generate(data_dir, *asked, "--parts", "2", MAX_ROWS="299")]
    assert [run.returncode for run in runs] == [0, 0]
    assert runs[0].stdout == runs[1].stdout
    assert len(runs[0].stdout.splitlines()) == 301
    said = rb"300 rows, seed 7, as of 2026-11-21, schema [0-9a-f]{64}\n"
    assert [bool(re.fullmatch(said, run.stderr)) for run in runs] == [True, True]
    assert list((data_dir / "jobs" / "files").iterdir()) == []


def test_a_file_is_written_whole_and_nothing_else(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("out")
    to = ("--no-header", "--delimiter", "|", "--output", str(folder / "students.csv"))
    run = generate(data_dir, STUDENTS, "--rows", "5", *to)
    assert (run.returncode, run.stdout, [path.name for path in folder.iterdir()]) == (0, b"", ["students.csv"])
    assert ["|" in line for line in (folder / "students.csv").read_text().splitlines()] == [True] * 5


def test_a_terminal_shows_how_far_a_job_is_and_ctrl_c_leaves_nothing_behind(data_dir: Path) -> None:
    master, slave = pty.openpty()
    command = (sys.executable, "manage.py", "generate", STUDENTS, "--rows", "100000000", "--processes", "1")
    given = environment(DATA_DIR=str(data_dir), SECRET_KEY="of the tests")
    with subprocess.Popen(command, cwd=ROOT, env=given, stdout=subprocess.PIPE, stderr=slave) as process:
        shown = b""
        while b"rows/s" not in shown:
            shown += os.read(master, 1000)
        process.send_signal(signal.SIGINT)
        assert (process.wait(60), process.stdout and process.stdout.read()) == (130, b"")
    os.close(slave)
    os.close(master)
    assert b" of 100,000,000 rows" in shown
    assert list((data_dir / "jobs" / "files").iterdir()) == []


def test_without_a_number_of_rows_there_are_as_many_as_are_allowed(data_dir: Path) -> None:
    run = generate(data_dir, STUDENTS, MAX_ROWS="500")
    assert (run.returncode, len(run.stdout.splitlines())) == (0, 501)


def test_the_schema_is_shown_on_standard_error(data_dir: Path) -> None:
    run = generate(data_dir, STUDENTS, "--rows", "1", "--show-schema")
    shown = run.stderr.decode().splitlines()
    names = run.stdout.decode().splitlines()[0].split(",")
    assert [line.split()[0] for line in shown[: len(names)]] == names


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["short"], "Description must have 10 to 4000 characters"),
        ([STUDENTS, "--rows", "0"], "Row count must be between 1 and 1000000000"),
        ([STUDENTS, "--as-of", "today"], "Date must be a day from 1900-01-01 to 2199-12-31, written as YYYY-MM-DD"),
        ([STUDENTS, "--format", "doc"], "Format must be one that there is, such as csv, tsv, json, jsonl, sql"),
        (
            [STUDENTS, "--output", "/no/such/folder/x.csv"],
            "/no/such/folder/x.csv cannot be written: No such file or directory",
        ),
    ],
)
def test_what_is_wrong_is_one_line(data_dir: Path, arguments: list[str], said: str) -> None:
    run = generate(data_dir, *arguments)
    assert (run.returncode, run.stdout, run.stderr.decode()) == (1, b"", f"CommandError: {said}\n")


def test_a_model_that_fails_without_fallback_is_one_line(data_dir: Path) -> None:
    run = generate(data_dir, STUDENTS, OFFLINE_FALLBACK="false")
    assert (run.returncode, run.stderr.decode().splitlines()[-1]) == (1, "CommandError: there is no key for it")


def test_tables_that_are_missing_are_told(tmp_path: Path) -> None:
    run = generate(tmp_path, STUDENTS)
    said = "CommandError: the database cannot be used; `manage.py migrate` makes its tables\n"
    assert (run.returncode, run.stderr.decode()) == (1, said)


def test_a_reader_that_has_enough_is_no_error(data_dir: Path) -> None:
    command = [sys.executable, "manage.py", "generate", STUDENTS, "--rows", "1000000"]
    given = environment(DATA_DIR=str(data_dir), SECRET_KEY="of the tests", MAX_ROWS="1000000")
    with subprocess.Popen(command, cwd=ROOT, env=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read().decode()
        assert (process.wait(60), said.count("\n")) == (0, 1)
