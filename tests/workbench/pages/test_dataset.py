"""A dataset is made of a sentence, looked at, and changed in words."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from generation.engine import DatasetSchema
from schemas_cache.models import DailyUse, Revision, Schema
from schemas_cache.services import find, store
from tests.curation.remembered import remember
from tests.page_dom import CANARY, Dom
from tests.scripted_model import ScriptedModel
from workbench.showing import ShownDataset

pytestmark = pytest.mark.django_db

SENTENCE = "Animals of a zoo with name and age"
SCRIPTED = {"X-Requested-With": "fetch"}
QUERY = "rows=5&seed=7&as_of=2026-09-01&revision=1"


@pytest.fixture
def hash_() -> str:
    return remember("Animals of a zoo", "name", "city")


@pytest.fixture
def model(settings: Any) -> Iterator[ScriptedModel]:
    """Give the service a language model and no rules; it follows a script."""
    with ScriptedModel("good") as scripted:
        settings.OPENAI_API_KEY = "sk-of-the-tests"
        settings.OPENAI_BASE_URL = scripted.base_url
        settings.OFFLINE_FALLBACK = False
        settings.MODEL_DEADLINE = 30.0
        settings.MODEL_ATTEMPTS = 1
        yield scripted


def make(client: Client, headers: dict[str, str] | None = None, **typed: str) -> Any:
    return client.post("/datasets", {"description": SENTENCE, **typed}, headers=headers)


def refine(client: Client, hash_: str, instruction: str, headers: dict[str, str] | None = None) -> Any:
    return client.post(f"/datasets/{hash_}/refine?{QUERY}", {"instruction": instruction}, headers=headers)


def shown(response: Any) -> ShownDataset:
    seen: ShownDataset = response.context["shown"]
    return seen


def words(response: Any, id_: str) -> str:
    """Return what is to be read in the element with this id, in one line."""
    inside = response.content.decode().partition(f'id="{id_}"')[2].partition(">")[2]
    text = re.sub(r"<[^>]*>", " ", re.split(r"</section>|</ul>|</ol>", inside)[0])
    return " ".join(text.split())


# A sentence


def test_a_sentence_leads_to_the_page_of_its_dataset(client: Client) -> None:
    response = make(client, rows="5", seed="7")
    found = find(Schema.objects.get().hash)
    assert response.status_code == 302
    assert re.fullmatch(
        rf"/datasets/{found.hash}\?rows=5&seed=7&as_of=\d{{4}}-\d\d-\d\d&revision=1", response["Location"]
    )


def test_a_script_gets_the_page_at_once_and_its_address(client: Client) -> None:
    response = make(client, SCRIPTED, rows="5", seed="7")
    assert (response.status_code, response["Content-Location"]) == (200, shown(response).address)
    assert "X-Requested-With" in response["Vary"]


def test_only_who_just_asked_is_told_whether_it_was_known(client: Client) -> None:
    first, second = make(client, SCRIPTED), make(client, SCRIPTED)
    third = client.get(second["Content-Location"])
    assert [shown(response).cache for response in (first, second, third)] == ["miss", "hit", ""]
    assert "New: nobody asked for this before" in words(first, "truth")
    assert "Known: taken from the cache" in words(second, "truth")


def test_a_sentence_that_says_nothing_stays_in_its_field(client: Client) -> None:
    response = make(client, description="weather", rows="5")
    assert (response.status_code, response.templates[0].name) == (400, "workbench/home.html")
    assert 'id="id_description_error"' in response.content.decode()
    assert ">\nweather</textarea>" in response.content.decode()


def test_the_next_sentence_keeps_all_but_the_seed(client: Client) -> None:
    form = make(client, SCRIPTED, rows="5", seed="7", locale="de_AT").context["form"]
    assert form.initial == {"description": SENTENCE, "rows": 5, "format": "csv", "locale": "de_AT"}


@pytest.mark.parametrize(
    ("behaviour", "status", "title", "advice"),
    [
        ("rate_limited_long", 429, "The language model is asked too often just now", "Try again in 60 minutes."),
        ("unauthorized", 500, "The language model does not work for this service", "Only whoever runs the service"),
        ("server_error", 500, "The language model did not answer in time", "Try again in a moment."),
    ],
)
def test_a_sentence_outlives_a_model_that_fails(  # noqa: PLR0917 - a case
    client: Client, model: ScriptedModel, behaviour: str, status: int, title: str, advice: str
) -> None:
    model.follow(behaviour)
    response = make(client, rows="77")
    refused = response.context["refused"]
    assert (response.status_code, refused.title) == (status, title)
    assert advice in refused.advice
    assert f">\n{SENTENCE}</textarea>" in response.content.decode()
    assert 'name="rows" value="77"' in response.content.decode()
    assert response.get("Retry-After") == (str(refused.retry_after) if refused.retry_after else None)


# The page


def test_the_page_is_for_looking_and_counts_no_use(client: Client, hash_: str) -> None:
    client.get(f"/datasets/{hash_}?{QUERY}")
    assert (find(hash_).usage_count, DailyUse.objects.count()) == (0, 0)


def test_the_page_is_asked_for_again_and_in_no_index(client: Client, hash_: str) -> None:
    response = client.get(f"/datasets/{hash_}?{QUERY}")
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("no-cache", "noindex")


def test_a_head_is_answered_as_a_get_is(client: Client, hash_: str) -> None:
    response = client.head(f"/datasets/{hash_}?{QUERY}")
    assert (response.status_code, response["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_an_address_without_a_query_means_what_a_permanent_link_means(client: Client, hash_: str) -> None:
    recipe = shown(client.get(f"/datasets/{hash_}")).recipe
    assert (recipe.rows, recipe.seed, recipe.format, recipe.entry.revision) == (1000, 0, "csv", 1)


def test_what_others_put_into_an_address_is_nobodys_business(client: Client, hash_: str) -> None:
    assert client.get(f"/datasets/{hash_}?{QUERY}&utm_source=mail&fbclid=1").status_code == 200


@pytest.mark.parametrize("end", ["", "/"])
def test_an_address_may_end_in_a_slash(client: Client, hash_: str, end: str) -> None:
    assert client.get(f"/datasets/{hash_}{end}?{QUERY}").status_code == 200


@pytest.mark.parametrize("seed", ["new", "", "8&seed=new"])
def test_a_new_seed_is_drawn_and_stays(client: Client, hash_: str, seed: str) -> None:
    response = client.get(f"/datasets/{hash_}?{QUERY.replace('seed=7', f'seed={seed}')}")
    address = re.escape(f"/datasets/{hash_}?{QUERY}").replace("seed=7", r"seed=\d{1,10}")
    assert (response.status_code, response["Cache-Control"]) == (302, "no-store")
    assert re.fullmatch(address, response["Location"])


def test_what_is_wrong_in_an_address_is_said_beside_what_can_be_shown(client: Client, hash_: str) -> None:
    response = client.get(f"/datasets/{hash_}?rows=10000000000&seed=7")
    page = response.content.decode()
    assert (response.status_code, shown(response).recipe.rows, shown(response).recipe.seed) == (400, 1000, 7)
    assert "<li>From 1 to 1,000,000,000 rows can be made here.</li>" in page
    assert 'name="rows" value="10000000000"' in page


def test_what_cannot_be_typed_is_said_too(client: Client, hash_: str) -> None:
    response = client.get(f"/datasets/{hash_}?as_of=tomorrow")
    assert "The address names a day (as_of) that is none." in response.content.decode()
    assert f'name="as_of" value="{shown(response).recipe.as_of}"' in response.content.decode()


def test_there_is_no_page_of_what_is_not_remembered(client: Client) -> None:
    response = client.get(f"/datasets/{'0' * 64}?{QUERY}")
    assert response.status_code == 404
    assert words(response, "refused").startswith("There is no dataset at this address")


def test_there_is_no_page_of_a_revision_that_never_was(client: Client, hash_: str) -> None:
    response = client.get(f"/datasets/{hash_}?revision=7")
    assert response.status_code == 404
    assert words(response, "refused").startswith("This dataset has no such revision Leave the revision out")


def test_nothing_that_people_wrote_becomes_part_of_the_page(client: Client) -> None:
    entry, _ = store(DatasetSchema.from_json({CANARY: {"faker_method": repr(CANARY), "description": CANARY}}))
    dom = Dom.of(client.get(f"/datasets/{entry.hash}?{QUERY}"))
    assert (dom.faults(), CANARY in dom.text, CANARY in dom.loose) == ([], True, False)


def test_more_rows_than_there_can_be_are_said_before_anybody_downloads(client: Client) -> None:
    unique = {"faker_method": "random.randint(1, 50)", "data_type": "integer", "unique": True}
    entry, _ = store(DatasetSchema.from_json({"a": unique}))
    response = client.get(f"/datasets/{entry.hash}?rows=80&seed=7&as_of=2026-09-01&revision=1")
    page = response.content.decode()
    assert "80 rows cannot be made: a must not repeat, and there are 50 values for it." in words(response, "obstacle")
    assert f'href="/datasets/{entry.hash}?rows=50&amp;seed=7&amp;as_of=2026-09-01&amp;revision=1"' in page
    assert 'id="download"' not in page


# A change in words


def test_a_change_leads_to_another_dataset_of_the_same_rows(client: Client, hash_: str) -> None:
    response = refine(client, hash_, "drop city")
    child = Schema.objects.get(parent=hash_).hash
    assert (response.status_code, response["Location"]) == (302, f"/datasets/{child}?{QUERY}")


def test_a_change_shows_what_it_changed_and_the_way_back(client: Client, hash_: str) -> None:
    response = refine(client, hash_, "drop city", SCRIPTED)
    assert words(response, "steps") == "Animals of a zoo drop city"
    assert (
        f'<a href="/datasets/{hash_}?rows=5&amp;seed=7&amp;as_of=2026-09-01&amp;revision=1"'
        in response.content.decode()
    )
    assert "city removed" in words(response, "difference")


def test_what_is_not_understood_changes_nothing_and_stays_in_its_field(client: Client, hash_: str) -> None:
    response = refine(client, hash_, "frobnicate the wibble", SCRIPTED)
    assert (response.status_code, response["Content-Location"]) == (200, f"/datasets/{hash_}?{QUERY}")
    assert words(response, "unheard").startswith("Nothing changed. This was not understood: frobnicate the wibble")
    assert 'name="instruction" value="frobnicate the wibble"' in response.content.decode()


def test_what_is_so_already_changes_nothing_either(client: Client, hash_: str) -> None:
    response = refine(client, hash_, "0% missing city")
    assert (response.status_code, words(response, "unheard").startswith("Nothing changed.")) == (200, True)


def test_an_instruction_that_says_nothing_stays_in_its_field(client: Client, hash_: str) -> None:
    response = refine(client, hash_, "a")
    assert (response.status_code, shown(response).address) == (400, f"/datasets/{hash_}?{QUERY}")
    assert 'name="instruction" value="a"' in response.content.decode()


def test_an_instruction_outlives_a_model_that_fails(client: Client, hash_: str, model: ScriptedModel) -> None:
    model.follow("rate_limited_long")
    response = refine(client, hash_, "frobnicate the wibble")
    assert (response.status_code, response["Retry-After"]) == (429, "3600")
    assert words(response, "refused").startswith("The language model is asked too often just now")
    assert 'name="instruction" value="frobnicate the wibble"' in response.content.decode()
    assert shown(response).address == f"/datasets/{hash_}?{QUERY}"


def test_who_comes_back_to_where_a_change_was_sent_is_led_to_the_dataset(client: Client, hash_: str) -> None:
    response = client.get(f"/datasets/{hash_}/refine?{QUERY}")
    assert (response.status_code, response["Location"]) == (302, f"/datasets/{hash_}?{QUERY}")


# What an upgrade may leave behind


def test_a_column_that_runs_no_more_is_named_and_the_others_are_shown(client: Client) -> None:
    columns = {"a": {"faker_method": "random.randnt(1, 6)"}, "b": {"faker_method": "fake.city()"}}
    entry, _ = store(DatasetSchema.from_json(columns))
    response = client.get(f"/datasets/{entry.hash}?{QUERY}")
    assert [column.name for column in shown(response).preview.columns] == ["b"]
    assert "The column a cannot be made , so there is nothing to take along." in words(response, "obstacle")
    assert 'id="download"' not in response.content.decode()


def test_what_is_stored_and_is_no_schema_any_more_says_what_to_do(client: Client, hash_: str) -> None:
    Revision.objects.filter(schema__hash=hash_).update(columns="no columns")
    response = client.get(f"/datasets/{hash_}?{QUERY}")
    assert (response.status_code, words(response, "refused").partition(" It was")[0]) == (
        500,
        "This dataset cannot be made any more",
    )
