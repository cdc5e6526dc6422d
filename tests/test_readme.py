"""What the README promises is so."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from dotenv import dotenv_values

from tests.curation.accounts import TOKEN, give_token
from tests.servers import Server, environment, serve

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def posts() -> list[tuple[str, str]]:
    """Return the addresses and JSON bodies of the README's curl lines, as a shell would hand them over."""
    return re.findall(r"localhost:8000(/\w+) [^$]*?-d '(\{.*?\})'\n", README, flags=re.DOTALL)


def test_the_table_of_settings_has_every_setting() -> None:
    table = README.partition("## Settings")[2].partition("## How it works")[0]
    rows = re.findall(r"^\| ((?:`[A-Z_]+`(?:, )?)+) \|", table, flags=re.MULTILINE)
    assert [name for row in rows for name in re.findall(r"[A-Z_]+", row)] == list(dotenv_values(ROOT / ".env.example"))


def test_the_curl_lines_work(server: Server) -> None:
    answers = [server.post(address, json.loads(body)) for address, body in posts()]
    rows = [answer.headers.get("x-row-count") or answer.json["rows"] for answer in answers]
    assert (rows, [answer.status for answer in answers]) == (["1000", "500", 10_000_000], [200, 200, 202])


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl here")
def test_the_curl_lines_for_instructors_work(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    give_token(data_dir)
    block = next(block for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL) if "$TOKEN" in block)
    with serve(data_dir) as server:
        hash_ = server.post("/schemas", {"description": "Animals of a small zoo"}).json["description_hash"]
        lines = block.replace("localhost:8000", f"127.0.0.1:{server.port}").replace(
            "$ curl", "curl -sS --fail-with-body"
        )
        folder = tmp_path_factory.mktemp("instructor")
        settings = environment(HASH=hash_, TOKEN=TOKEN)
        done = subprocess.run(["bash", "-ec", lines], cwd=folder, env=settings, capture_output=True, check=False)
        assert done.returncode == 0, (done.stdout, done.stderr)
        schema = server.get(f"/schemas/{hash_}").json
    assert (schema["domain"], schema["curated"], schema["revision"]) == ("shops", True, 2)
    assert list(json.loads((folder / "export").read_bytes())["schemas"]) == [hash_]
    assert b'"unchanged":["' in done.stdout or b'"kept":["' in done.stdout


def test_the_rows_of_the_first_example_are_those_shown(server: Server) -> None:
    answer = server.post("/generate", json.loads(posts()[0][1]))
    assert "".join(answer.body.decode().splitlines(keepends=True)[:4]) in README


def test_the_map_of_the_code_names_what_is_there() -> None:
    named = re.findall(
        r"(?:generation|schemas_cache|curation|engine|config)(?:/[a-z_.]+)*",
        README.partition("## How it works")[2].partition("|")[0],
    )
    assert [name for name in named if not ((ROOT / name).exists() or (ROOT / "generation" / name).exists())] == []


def test_relative_links_lead_somewhere() -> None:
    assert [link for link in re.findall(r"\]\(([^)h][^)]*)\)", README) if not (ROOT / link).exists()] == []


def test_the_table_of_commands_has_every_command_and_no_option_that_there_is_not() -> None:
    table = README.partition("## Commands")[2].partition("## ")[0]
    rows = dict(re.findall(r"^\| `(\w+)[^|]*\|(.*)$", table, flags=re.MULTILINE))
    assert rows.keys() == {
        name
        for name, app in get_commands().items()
        if app in {"access", "curation", "generation", "jobs", "schemas_cache", "upkeep"}
    } - {"migrate"}  # Django's own, with little added
    for name, said in rows.items():
        options = load_command_class(get_commands()[name], name).create_parser("manage.py", name).format_help()
        assert [option for option in re.findall(r"--[a-z-]+", said) if option not in options] == []
