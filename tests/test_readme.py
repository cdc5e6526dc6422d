"""What the README promises is so."""

import json
import re
from pathlib import Path

from dotenv import dotenv_values

from tests.servers import Server

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def bodies() -> list[str]:
    """Return the JSON bodies of the README's curl lines, as a shell would hand them over."""
    return re.findall(r"-d '(\{.*?\})'\n", README, flags=re.DOTALL)


def test_the_table_of_settings_has_every_setting() -> None:
    table = README.partition("## Settings")[2].partition("## How it works")[0]
    rows = re.findall(r"^\| ((?:`[A-Z_]+`(?:, )?)+) \|", table, flags=re.MULTILINE)
    assert [name for row in rows for name in re.findall(r"[A-Z_]+", row)] == list(dotenv_values(ROOT / ".env.example"))


def test_the_curl_lines_work(server: Server) -> None:
    asked = [json.loads(body) for body in bodies()]
    answers = [server.post("/generate", body) for body in asked]
    assert [(answer.status, answer.headers["x-row-count"]) for answer in answers] == [(200, "1000"), (200, "500")]


def test_the_rows_of_the_first_example_are_those_shown(server: Server) -> None:
    answer = server.post("/generate", json.loads(bodies()[0]))
    assert "".join(answer.body.decode().splitlines(keepends=True)[:4]) in README


def test_the_map_of_the_code_names_what_is_there() -> None:
    named = re.findall(
        r"(?:generation|schemas_cache|curation|engine|config)(?:/[a-z_.]+)*",
        README.partition("## How it works")[2].partition("|")[0],
    )
    assert [name for name in named if not ((ROOT / name).exists() or (ROOT / "generation" / name).exists())] == []


def test_relative_links_lead_somewhere() -> None:
    assert [link for link in re.findall(r"\]\(([^)h][^)]*)\)", README) if not (ROOT / link).exists()] == []
