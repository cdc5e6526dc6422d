"""Of many who ask a running server for the same new description at once, each is answered, and one design is made."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from generation.designer import OFFLINE_DESIGNER
from tests.scripted_model import ScriptedModel
from tests.servers import Answer, serve

CLIENTS = 200
ORDERS = {"description": "Orders of a web shop with product, quantity and price", "rows": 20, "seed": 7}


def test_one_model_call_serves_all(migrated_url: str, tmp_path: Path) -> None:
    with (
        ScriptedModel("slow") as model,
        serve(
            tmp_path,
            DATABASE_URL=migrated_url,
            OPENAI_API_KEY="sk-of-the-tests",
            OPENAI_BASE_URL=model.base_url,
            WORKERS="2",
            THREADS="16",
        ) as server,
        ThreadPoolExecutor(CLIENTS) as threads,
    ):

        def ask(_: int) -> Answer:
            return server.post("/generate", ORDERS)

        answers = list(threads.map(ask, range(CLIENTS)))
        (entry,) = server.get("/schemas").json["schemas"]
    assert [answer.status for answer in answers] == [200] * CLIENTS
    assert len({answer.body for answer in answers}) == 1
    assert sorted(answer.headers["x-cache"] for answer in answers) == ["hit"] * (CLIENTS - 1) + ["miss"]
    assert (model.calls, entry["usage_count"], entry["designed_by"]) == (1, CLIENTS, "gpt-4o-mini")


def test_the_budget_of_the_day_holds_over_all_processes(migrated_url: str, tmp_path: Path) -> None:
    with (
        ScriptedModel("good") as model,
        serve(
            tmp_path,
            DATABASE_URL=migrated_url,
            OPENAI_API_KEY="sk-of-the-tests",
            OPENAI_BASE_URL=model.base_url,
            MODEL_DAILY_DESIGNS="5",
            WORKERS="2",
        ) as server,
        ThreadPoolExecutor(20) as threads,
    ):

        def ask(number: int) -> str:
            answer = server.post("/schemas", {"description": f"Orders of shop number {number} with product and price"})
            return str(answer.json["designed_by"])

        designers = list(threads.map(ask, range(20)))
    assert (designers.count("gpt-4o-mini"), designers.count(OFFLINE_DESIGNER), model.calls) == (5, 15, 5)
