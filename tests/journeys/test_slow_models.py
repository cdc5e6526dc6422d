"""A model that takes its time takes no more than its deadline, and leaves nothing behind."""

import time
from pathlib import Path

import pytest

from tests.scripted_model import ScriptedModel
from tests.servers import serve

SLOW = ("hang", "drip", "drip_headers", "ten_megabytes", "rate_limited_briefly", "overloaded")
DEADLINE = 1


@pytest.mark.parametrize(("fallback", "statuses", "kept"), [("true", {200}, len(SLOW)), ("false", {429, 500}, 0)])
def test_an_answer_comes_within_the_deadline(data_dir: Path, fallback: str, statuses: set[int], kept: int) -> None:
    with (
        ScriptedModel("good") as model,
        serve(
            data_dir,
            OPENAI_API_KEY="sk-of-the-tests",
            OPENAI_BASE_URL=model.base_url,
            MODEL_DEADLINE=str(DEADLINE),
            OFFLINE_FALLBACK=fallback,
        ) as server,
    ):
        server.post("/schemas", {"description": "Orders of a shop, to warm the server up"})
        known = server.get("/schemas").json["total"]
        answered = set()
        for behaviour in SLOW:
            model.follow(behaviour)
            started = time.monotonic()
            answer = server.post("/generate", {"description": f"Students with name and age, {behaviour}", "rows": 2})
            assert time.monotonic() - started < DEADLINE + 20, behaviour
            answered.add(answer.status)
        assert answered <= statuses
        assert server.get("/schemas").json["total"] == known + kept
