"""The routes, through Django's own client: what is answered, with which headers."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from generation import __version__
from generation.designer import OFFLINE_DESIGNER
from schemas_cache.models import DailyUse, Schema, Spending
from schemas_cache.services import description_hash
from tests.scripted_model import ScriptedModel
from tests.servers import ROOT

pytestmark = pytest.mark.django_db

STUDENTS = "Generate student records with name, age and grade"
COLUMNS = {
    "id": {"faker_method": "row_number + 1", "data_type": "integer"},
    "name": {"faker_method": "fake.name()", "data_type": "string"},
}
HASH = re.compile(r"[0-9a-f]{64}")


def post(client: Client, path: str, **body: Any) -> Any:
    return client.post(path, body, content_type="application/json")


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


@pytest.fixture
def model(settings: Any) -> Iterator[ScriptedModel]:
    """Give the service a language model, which follows a script."""
    with ScriptedModel("good") as scripted:
        settings.OPENAI_API_KEY = "sk-of-the-tests"
        settings.OPENAI_BASE_URL = scripted.base_url
        settings.MODEL_DEADLINE = 60.0
        yield scripted


def test_a_description_becomes_a_file(client: Client) -> None:
    answer = post(client, "/generate", description=STUDENTS, rows=5, seed=7, as_of="2026-11-21")
    hash_ = description_hash(STUDENTS)
    told = {name: answer[name] for name in ("Content-Type", "Content-Disposition", "Content-Location", "Cache-Control")}
    assert (answer.status_code, told) == (
        200,
        {
            "Content-Type": "text/csv; charset=utf-8",
            "Content-Disposition": 'attachment; filename="student_records.csv"',
            "Content-Location": f"/datasets/{hash_}.csv?rows=5&seed=7&as_of=2026-11-21&revision=1",
            "Cache-Control": "no-store",
        },
    )
    names = ("X-Row-Count", "X-Seed", "X-As-Of", "X-Schema-Hash", "X-Schema-Revision", "X-Designed-By", "X-Cache")
    assert [answer[name] for name in names] == ["5", "7", "2026-11-21", hash_, "1", "offline/2", "miss"]
    assert float(answer["X-Generation-Time"]) >= 0
    assert len(content(answer).splitlines()) == 6


def test_the_second_time_it_is_in_the_cache(client: Client) -> None:
    asked = [post(client, "/generate", description=f"  {STUDENTS}\n") for _ in range(2)]
    assert [answer["X-Cache"] for answer in asked] == ["miss", "hit"]
    assert Schema.objects.get().usage_count == 2


def test_a_seed_that_is_not_given_is_drawn(client: Client) -> None:
    seeds = {post(client, "/generate", description=STUDENTS, rows=1)["X-Seed"] for _ in range(3)}
    assert len(seeds) == 3


def test_a_dataset_that_would_take_too_long_is_refused_with_the_numbers(client: Client, settings: Any) -> None:
    settings.MAX_SECONDS = 0.1
    columns = {f"c{i}": {"faker_method": "random.random()", "data_type": "float"} for i in range(200)}
    answer = post(client, "/generate", schema=columns, rows=10_000)
    body = answer.json()
    assert (answer.status_code, body["error_type"], body["message"]) == (
        400,
        "validation",
        "10000 rows are about 200 milliseconds of work, 100 milliseconds are allowed (5000 rows would do)",
    )
    assert body["details"] == {"field": "schema", "hint": "5000 rows would do"}


def test_the_link_gives_the_same_bytes(client: Client) -> None:
    first = post(client, "/generate", description=STUDENTS, rows=50)
    again = client.get(first["Content-Location"])
    assert content(again) == content(first)
    assert again["Content-Location"] == first["Content-Location"]


def test_a_given_schema_is_made_as_it_is(client: Client) -> None:
    answer = post(client, "/generate", schema=COLUMNS, rows=2, seed=1)
    lines = content(answer).splitlines()
    assert (answer["X-Designed-By"], answer["X-Cache"], lines[0], lines[1][:2]) == ("user", "miss", b"id,name", b"1,")
    assert answer["Content-Disposition"] == f'attachment; filename="dataset_{answer["X-Schema-Hash"][:8]}.csv"'


def test_a_schema_that_is_refused_is_not_remembered(client: Client) -> None:
    answer = post(client, "/generate", schema={"a": {"faker_method": "fake.nme()"}})
    body = json.loads(answer.content)
    assert (answer.status_code, body["error_type"], body["details"]["column"]) == (400, "validation", "a")
    assert not Schema.objects.exists()


def test_more_distinct_values_than_there_are_is_a_refusal(client: Client) -> None:
    schema = {"a": {"faker_method": "fake.random_element(['x', 'y'])", "unique": True}}
    answer = post(client, "/generate", schema=schema, rows=3)
    assert (answer.status_code, json.loads(answer.content)["error_type"]) == (400, "validation")


def test_an_offset_gives_the_rows_of_the_whole(client: Client) -> None:
    hash_ = post(client, "/schemas", schema=COLUMNS).json()["description_hash"]
    whole = content(client.get(f"/datasets/{hash_}.csv?rows=10&seed=3")).splitlines()
    part = content(client.get(f"/datasets/{hash_}.csv?rows=4&seed=3&offset=6")).splitlines()
    assert part == [whole[0], *whole[7:]]


def test_a_link_that_says_everything_may_be_kept_for_a_day(client: Client) -> None:
    post(client, "/generate", description=STUDENTS)
    path = f"/datasets/{description_hash(STUDENTS)}.csv"
    kept = {
        query: client.get(path + query)["Cache-Control"]
        for query in ("?revision=1&as_of=2026-01-01", "", "?revision=1")
    }
    assert kept == {
        "?revision=1&as_of=2026-01-01": "public, max-age=86400",
        "": "no-cache",
        "?revision=1": "no-cache",
    }


def test_who_has_the_bytes_already_gets_none(client: Client) -> None:
    link = post(client, "/generate", description=STUDENTS)["Content-Location"]
    etag = client.get(link)["ETag"]
    answer = client.get(link, headers={"if-none-match": etag})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)


def test_other_bytes_have_another_etag(client: Client) -> None:
    post(client, "/generate", description=STUDENTS)
    path = f"/datasets/{description_hash(STUDENTS)}.csv?as_of=2026-01-01"
    queries = ("", "&rows=5", "&seed=1", "&offset=1")
    assert len({client.get(path + query)["ETag"] for query in queries}) == 4


def test_head_says_what_get_says_and_counts_nothing(client: Client) -> None:
    link = post(client, "/generate", description=STUDENTS)["Content-Location"]
    answers = [client.get(link), client.head(link)]
    get, head = (
        {name: value for name, value in answer.items() if name not in {"X-Generation-Time", "X-Request-ID"}}
        for answer in answers
    )
    assert (head, Schema.objects.get().usage_count) == (get, 2)


@pytest.mark.parametrize("path", [f"/schemas/{'0' * 64}", f"/datasets/{'0' * 64}.csv"])
def test_a_schema_that_there_is_not(client: Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["error_type"], answer.json()["details"]) == (
        404,
        "not_found",
        {"hash": "0" * 64},
    )


def test_a_revision_that_there_is_not(client: Client) -> None:
    hash_ = post(client, "/schemas", schema=COLUMNS).json()["description_hash"]
    answer = client.get(f"/schemas/{hash_}?revision=2")
    assert (answer.status_code, answer.json()["details"]) == (404, {"hash": hash_, "revision": 2})


def test_a_schema_is_designed_without_rows(client: Client) -> None:
    first, second = (post(client, "/schemas", description=STUDENTS) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first["Location"] == f"/schemas/{description_hash(STUDENTS)}"
    assert client.get(first["Location"]).json() == first.json() == second.json()


def test_a_designed_schema_tells_what_it_is(client: Client) -> None:
    schema = post(client, "/schemas", description=STUDENTS).json()
    assert {
        name: schema[name]
        for name in ("description_hash", "original_description", "revision", "usage_count", "last_used")
    } == {
        "description_hash": description_hash(STUDENTS),
        "original_description": STUDENTS,
        "revision": 1,
        "usage_count": 0,
        "last_used": None,
    }


def test_schemas_are_listed_by_page(client: Client) -> None:
    for number in range(3):
        post(client, "/schemas", description=f"{STUDENTS} of class {number}")
    page = client.get("/schemas?limit=2&offset=2&q=CLASS").json()
    assert {name: page[name] for name in ("total", "limit", "offset")} == {"total": 3, "limit": 2, "offset": 2}
    assert len(page["schemas"]) == 1


def test_a_locale_is_part_of_what_is_asked(client: Client) -> None:
    hashes = {
        post(client, "/schemas", description=STUDENTS, **locale).json()["description_hash"]
        for locale in ({}, {"locale": "de_DE"})
    }
    assert len(hashes) == 2


def test_a_model_designs_when_there_is_a_key(client: Client, model: ScriptedModel) -> None:
    answer = post(client, "/generate", description=STUDENTS, rows=2)
    assert (answer.status_code, answer["X-Designed-By"], model.calls) == (200, "gpt-4o-mini", 1)
    assert content(answer).splitlines()[0] == b"name,age,grade,order_id,product,quantity,unit_price,total,ordered_on"


def test_a_schema_says_why_each_column_is_there(client: Client) -> None:
    document = post(client, "/schemas", description="Orders with product and price").json()
    assert {name: document["origins"][name] for name in ("product", "price")} == {
        "product": "stated",
        "price": "stated",
    }
    assert document["origins"].keys() == document["schema"].keys()


def test_a_schema_says_what_the_model_took(client: Client, model: ScriptedModel) -> None:
    document = post(client, "/schemas", description=STUDENTS).json()
    spent = Spending.objects.get()
    assert (document["spent"]["requests"], model.calls, spent.designs) == (1, 1, 1)
    assert document["spent"]["prompt_tokens"] + document["spent"]["completion_tokens"] == spent.tokens > 0


def test_when_the_budget_is_spent_rules_design_and_say_so(client: Client, settings: Any, model: ScriptedModel) -> None:
    settings.MODEL_DAILY_DESIGNS = 0
    document = post(client, "/schemas", description=STUDENTS).json()
    said = "The language model has used up what it may cost a day, so rules designed this schema."
    assert (document["designed_by"], document["assumptions"][0], model.calls) == (OFFLINE_DESIGNER, said, 0)


def test_the_day_counts_what_the_model_designed_what_a_hit_saved_and_what_rules_stood_in_for(
    client: Client, settings: Any, model: ScriptedModel
) -> None:
    documents = [post(client, "/schemas", description=STUDENTS).json() for _ in range(2)]
    settings.MODEL_DAILY_DESIGNS = 0
    post(client, "/schemas", description=f"{STUDENTS} and city")
    day = DailyUse.objects.get()
    spent = documents[0]["spent"]
    assert (day.requests, day.hits, day.saved_designs, model.calls) == (3, 1, 1, 1)
    assert (day.model_designs, day.offline_designs, day.fallbacks) == (1, 1, 1)
    assert day.saved_tokens == spent["prompt_tokens"] + spent["completion_tokens"] > 0


def test_without_fallback_a_spent_budget_is_told(client: Client, settings: Any, model: ScriptedModel) -> None:
    settings.MODEL_DAILY_DESIGNS, settings.OFFLINE_FALLBACK = 0, False
    answer = post(client, "/schemas", description=STUDENTS)
    wait = int(answer["Retry-After"])
    said = f"The language model's budget of the day is spent. Please try again in {wait} seconds"
    assert (answer.status_code, answer.json()["error_type"], answer.json()["message"]) == (429, "rate_limit", said)
    assert model.calls == 0


def test_when_the_model_fails_the_offline_designer_answers(client: Client, model: ScriptedModel) -> None:
    model.follow("unauthorized")
    answer = post(client, "/generate", description=STUDENTS, rows=2)
    assert (answer.status_code, answer["X-Designed-By"]) == (200, "offline/2")


def test_without_fallback_a_rate_limit_is_passed_on(client: Client, settings: Any, model: ScriptedModel) -> None:
    settings.OFFLINE_FALLBACK = False
    model.follow("rate_limited_long")
    answer = post(client, "/generate", description=STUDENTS)
    body = json.loads(answer.content)
    wait = int(answer["Retry-After"])
    assert (answer.status_code, body["error_type"], body["details"]["retry_after"]) == (429, "rate_limit", wait)
    assert body["message"] == f"OpenAI API rate limit exceeded. Please try again in {wait} seconds"
    assert not Schema.objects.exists()


@pytest.mark.parametrize(
    ("behaviour", "error_type"),
    [
        ("unauthorized", "api_failure"),
        ("quota", "api_failure"),
        ("prose", "generation_failure"),
        ("reset", "generation_failure"),
    ],
)
def test_without_fallback_a_failure_is_told(
    client: Client, settings: Any, model: ScriptedModel, behaviour: str, error_type: str
) -> None:
    settings.OFFLINE_FALLBACK = False
    model.follow(behaviour)
    answer = post(client, "/generate", description=STUDENTS)
    body = json.loads(answer.content)
    assert (answer.status_code, body["error_type"], body["details"]["fallback_used"]) == (500, error_type, False)
    assert "sk-of-the-tests" not in answer.content.decode()
    assert STUDENTS not in answer.content.decode()


def test_without_key_and_fallback_nothing_can_be_designed(client: Client, settings: Any) -> None:
    settings.OFFLINE_FALLBACK = False
    answer = post(client, "/generate", description=STUDENTS)
    assert (answer.status_code, json.loads(answer.content)["error_type"]) == (500, "api_failure")


def health(client: Client) -> tuple[int, str, str, str]:
    answer = client.get("/health")
    body = answer.json()
    assert (body["version"], answer["Cache-Control"]) == (__version__, "no-store")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", body["timestamp"])
    dependencies = body["dependencies"]
    return answer.status_code, body["status"], dependencies["openai_api"], dependencies["schema_cache"]


def test_without_a_key_the_service_is_healthy(client: Client) -> None:
    assert health(client) == (200, "healthy", "unavailable", "accessible")


def test_without_key_and_fallback_it_is_not(client: Client, settings: Any) -> None:
    settings.OFFLINE_FALLBACK = False
    assert health(client) == (503, "unhealthy", "unavailable", "accessible")


def test_a_model_whose_last_call_failed_is_degraded(client: Client, model: ScriptedModel) -> None:
    states: list[tuple[int, str, str, str]] = []
    for behaviour in ("good", "reset", "good"):
        model.follow(behaviour)
        post(client, "/schemas", description=f"{STUDENTS}, as {behaviour} as {len(states)}")
        states.append(health(client))
    assert states == [
        (200, "healthy", "available", "accessible"),
        (200, "degraded", "degraded", "accessible"),
        (200, "healthy", "available", "accessible"),
    ]


def test_the_version_is_that_of_the_package(client: Client) -> None:
    assert f'version = "{__version__}"\n' in (ROOT / "pyproject.toml").read_text("utf-8")
    assert client.get("/openapi.json").json()["info"]["version"] == __version__


@pytest.mark.parametrize("path", ["/", "/docs", "/redoc", "/admin/login/"])
def test_a_page_loads_nothing_from_elsewhere(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer["Content-Security-Policy"].startswith("default-src 'self'; ")
    assert re.findall(rb'(?:src|href)="(?:https?:)?//[^"]*', answer.content) == []


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/admin/login/"])
def test_the_files_of_a_page_are_served(client: Client, path: str) -> None:
    links = re.findall(r'(?:src|href)="(/static/[^"]*)"', client.get(path).content.decode())
    assert links
    for link in links:
        file = client.get(link)
        assert (link, file.status_code) == (link, 200)
        file.close()


def test_other_origins_may_call_and_read_the_headers(client: Client) -> None:
    answer = client.get("/health", headers={"origin": "https://example.org"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    told = {"X-Seed", "X-CSV-Safe", "Content-Range", "Repr-Digest", "ETag"}
    assert told <= set(answer["Access-Control-Expose-Headers"].split(", "))


def test_other_origins_may_read_refusals(client: Client) -> None:
    assert client.get("/nothing", headers={"origin": "https://example.org"})["Access-Control-Allow-Origin"] == "*"


def test_what_other_origins_may_do_is_told_beforehand(client: Client) -> None:
    headers = {"origin": "https://example.org", "access-control-request-method": "POST"}
    answer = client.options("/generate", headers=headers)
    assert (answer.status_code, answer["Access-Control-Allow-Methods"]) == (
        200,
        "GET, HEAD, POST, PATCH, DELETE, OPTIONS",
    )


def test_the_admin_is_not_for_other_origins(client: Client) -> None:
    assert "Access-Control-Allow-Origin" not in client.get("/admin/login/", headers={"origin": "https://example.org"})


# Refinements


@pytest.fixture
def parent(client: Client) -> str:
    """Remember a schema and return its hash."""
    columns = {
        "price": {"faker_method": "round(random.uniform(1, 99), 2)", "data_type": "decimal"},
        "brand": {"faker_method": "fake.company()", "data_type": "string"},
        "rating": {"faker_method": "random.randint(1, 5)", "data_type": "integer"},
    }
    return str(post(client, "/schemas", schema=columns).json()["description_hash"])


def test_a_schema_is_refined_in_words(client: Client, parent: str) -> None:
    answer = post(client, f"/schemas/{parent}/refine", instruction="drop brand, 8% missing ratings, add a city column")
    document = answer.json()
    rating = {"name": "rating", "faker_method": "random.randint(1, 5)", "data_type": "integer"}
    assert (answer.status_code, list(document["schema"])) == (201, ["price", "rating", "city"])
    assert document["difference"] == {
        "added": {"city": document["schema"]["city"]},
        "removed": {"brand": {"faker_method": "fake.company()", "data_type": "string"}},
        "changed": {"rating": {"before": rating, "after": rating | {"null_rate": 0.08}}},
        "moved": [],
    }
    assert document["refined_from"]["description_hash"] == parent
    assert client.get(answer["Location"]).json()["schema"] == document["schema"]


def test_the_same_instruction_is_answered_from_the_cache(client: Client, parent: str) -> None:
    first, second = (post(client, f"/schemas/{parent}/refine", instruction="drop brand") for _ in range(2))
    assert (second.status_code, second.json()) == (200, first.json())


def test_a_refined_schema_has_a_permanent_link(client: Client, parent: str) -> None:
    refined = post(client, f"/schemas/{parent}/refine", instruction="drop brand").json()["description_hash"]
    rows = content(client.get(f"/datasets/{refined}.csv?rows=3&seed=1")).splitlines()
    assert (rows[0], len(rows)) == (b"price,rating", 4)


def test_what_is_not_understood_is_said(client: Client, parent: str) -> None:
    document = post(client, f"/schemas/{parent}/refine", instruction="make it sparkle").json()
    assert document["not_understood"] == ["make it sparkle"]
    assert document["difference"] == {"added": {}, "removed": {}, "changed": {}, "moved": []}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "Instruction field is required and cannot be empty"),
        ({"instruction": "  "}, "Instruction field is required and cannot be empty"),
        ({"instruction": "a"}, "Instruction must have 3 to 2000 characters"),
        ({"instruction": "x" * 2001}, "Instruction must have 3 to 2000 characters"),
        ({"instruction": 5}, "Instruction must be a text"),
    ],
)
def test_an_unfit_instruction_is_refused(client: Client, parent: str, body: dict[str, Any], message: str) -> None:
    answer = post(client, f"/schemas/{parent}/refine", **body)
    assert (answer.status_code, answer.json()["message"]) == (400, message)


def test_nothing_is_refined_from_what_is_not_there(client: Client) -> None:
    assert post(client, f"/schemas/{'0' * 64}/refine", instruction="drop brand").status_code == 404


def test_an_instruction_that_rules_understand_costs_nothing(client: Client, parent: str, model: ScriptedModel) -> None:
    post(client, f"/schemas/{parent}/refine", instruction="drop brand")
    assert (model.calls, Spending.objects.exists()) == (0, False)
