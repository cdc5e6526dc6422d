"""No log holds a key, a description or generated data, whatever goes wrong."""

import json
from pathlib import Path

import pytest

from tests.scripted_model import BEHAVIOURS, ScriptedModel
from tests.servers import Server, serve

CANARY = "Zanzibarian Quokkas"
KEY = "sk-canary-0123456789"
TELLING = {"cell": {"faker_method": f"'{CANARY} in a cell'"}}
QUICK = sorted(BEHAVIOURS.keys() - {"hang", "drip", "drip_headers", "slow"})


def assert_private(server: Server) -> None:
    text = server.log.read_text("utf-8")
    assert [json.loads(line)["level"] for line in text.splitlines()]
    assert (CANARY in text, KEY in text) == (False, False)


@pytest.mark.parametrize("fallback", ["true", "false"])
def test_whatever_the_model_does(data_dir: Path, fallback: str) -> None:
    with (
        ScriptedModel("good") as model,
        serve(
            data_dir,
            LOG_LEVEL="DEBUG",
            OPENAI_API_KEY=KEY,
            OPENAI_BASE_URL=model.base_url,
            OFFLINE_FALLBACK=fallback,
            MODEL_ATTEMPTS="1",
        ) as server,
    ):
        for number, behaviour in enumerate(QUICK):
            model.follow(behaviour)
            answer = server.post("/generate", {"description": f"{CANARY} with name and age, {number}", "rows": 2})
            assert answer.status in ({200} if fallback == "true" else {200, 429, 500}), behaviour
            assert KEY.encode() not in answer.body
        assert_private(server)


def test_whatever_is_refused(data_dir: Path) -> None:
    with serve(data_dir, LOG_LEVEL="DEBUG") as server:
        for body in (
            {"description": CANARY * 1000},
            {"description": CANARY, "rows": CANARY},
            {CANARY: 1},
            {"schema": {CANARY: {"faker_method": CANARY}}},
            {"schema": TELLING, "rows": 3},
        ):
            server.post("/generate", body)
        server.get(f"/schemas?q={CANARY.replace(' ', '%20')}")
        server.ask("POST", "/generate", f'{{"description": "{CANARY}'.encode(), {"Content-Type": "application/json"})
        assert_private(server)


def test_whatever_crashes(data_dir: Path) -> None:
    with serve(data_dir, "tests.config.crashing_site", LOG_LEVEL="DEBUG") as server:
        for path in ("/crash", "/rest", "/database"):
            server.post(f"{path}?q={KEY}", {"description": CANARY})
        crashes = [line for line in server.log_lines() if line["message"] == "crash"]
        assert len(crashes) == 2
        assert_private(server)


def test_a_database_that_is_broken(data_dir: Path) -> None:
    (data_dir / "db.sqlite3").write_bytes(b"no database at all" * 1000)
    with serve(data_dir, LOG_LEVEL="DEBUG") as server:
        answers = [server.post("/generate", {"description": CANARY, "rows": 2}), server.get("/health"), server.get("/")]
        assert [answer.status for answer in answers] == [500, 503, 200]
        assert answers[1].json["dependencies"]["schema_cache"] == "inaccessible"
        assert_private(server)
