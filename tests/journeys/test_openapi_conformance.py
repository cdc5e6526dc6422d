"""What the server answers is what its openapi document says, whatever it is asked."""

import subprocess
import sys
from pathlib import Path

import pytest

from fuzz.openapi import SETTINGS, UNSUITABLE
from tests.curation.accounts import TOKEN, give_token
from tests.servers import Server, environment, serve

NO_STREAMS = {"JOB_EVENT_STREAMS": "0"}  # the tool would read each to its end, which may come in a minute
FOR_INSTRUCTORS = "exportSchemas|importSchemas|reviseSchema|dropSchema"


def assert_conforms(server: Server, folder: Path, selected: str, *arguments: str) -> None:
    document = f"http://127.0.0.1:{server.port}/openapi.json"
    assert server.get("/openapi.json").status == 200  # the first time may take longer than the tool waits
    (folder / "schemathesis.toml").write_text(SETTINGS, "utf-8")
    options = ["--max-examples", "2", "--generation-deterministic", "--exclude-checks", UNSUITABLE, "--no-color"]
    run = subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", "run", document, *options, *arguments],
        cwd=folder,
        env=environment(HOME=str(folder)),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert f"Selected: {selected}" in run.stdout
    assert [line for line in server.log_lines() if line["level"] == "ERROR"] == []


def test_no_answer_is_outside_the_document(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    with serve(data_dir, **NO_STREAMS) as server:
        assert_conforms(server, tmp_path_factory.mktemp("run"), "18/18")


def test_neither_is_one_to_an_instructor(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Only what is for instructors: of the rest nobody is asked who they are."""
    give_token(data_dir)
    arguments = ["--header", f"Authorization: Token {TOKEN}", "--include-operation-id-regex", f"^({FOR_INSTRUCTORS})$"]
    with serve(data_dir, **NO_STREAMS) as server:
        assert_conforms(server, tmp_path_factory.mktemp("run"), "4/18", *arguments)
