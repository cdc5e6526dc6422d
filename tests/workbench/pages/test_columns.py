import re
from collections.abc import Mapping
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from generation.engine import DatasetSchema
from schemas_cache.curating import mark_curated
from schemas_cache.models import Revision, Schema
from schemas_cache.services import find, store
from tests.page_dom import CANARY, Dom

pytestmark = pytest.mark.django_db

COLUMNS = {
    "price": {"faker_method": "round(random.uniform(1, 9), 2)", "data_type": "decimal", "description": "In EUR"},
    "amount": {"faker_method": "random.randint(1, 3)", "data_type": "integer"},
    "total": {"faker_method": "price * amount", "data_type": "decimal"},
}
QUERY = "?rows=20&seed=7&as_of=2026-01-01&revision=1"


@pytest.fixture
def address() -> str:
    """Return the address of a dataset's page, without what stands after the question mark."""
    return address_of(COLUMNS)


def address_of(columns: Mapping[str, Mapping[str, Any]]) -> str:
    entry, _ = store(DatasetSchema.from_json(columns))
    return f"/datasets/{entry.hash}"


def fields(columns: Any = COLUMNS, **changed: str) -> dict[str, str]:
    """Return what a browser sends of the cards, but for some fields, such as name_2."""
    said = {"columns-TOTAL_FORMS": str(len(columns) + 1)}
    for number, (name, column) in enumerate(columns.items()):
        said |= {
            f"columns-{number}-name": name,
            f"columns-{number}-expression": column["faker_method"],
            f"columns-{number}-data_type": column.get("data_type", "string"),
            f"columns-{number}-description": column.get("description", ""),
            f"columns-{number}-missing": "0",
            f"columns-{number}-ORDER": str(10 * number + 10),
        }
    keys = {name: f"columns-{name[-1]}-{name[:-2]}" if name[-1].isdecimal() else name for name in changed}
    return said | {keys[name]: text for name, text in changed.items()}


def change(client: Client, address: str, **changed: str) -> Any:
    return client.post(f"{address}/columns{QUERY}", fields(**changed))


def cards(answer: Any) -> list[str]:
    """Return the names that the cards of a page say."""
    return re.findall(r'<bdi class="card-name">(.*?)</bdi>', answer.content.decode())


def typed(answer: Any) -> list[str]:
    """Return the expressions in the fields of a page."""
    found = re.findall(r'-expression" rows=.*?>\n(.*?)</textarea>', answer.content.decode(), re.DOTALL)
    return [unescape(text) for text in found]


def expressions(answer: Any) -> list[str]:
    """Return the expressions of the schema that an answer leads to."""
    parts = urlsplit(answer["Location"])
    return [column.expression for column in find(parts.path.rpartition("/")[2]).schema.columns]


def problems(answer: Any) -> list[str]:
    """Return the ids of what says that something is wrong, where fields are marked with the same ids."""
    page = Dom()
    page.feed(answer.content.decode())
    marked = [given["aria-describedby"] for _, given in page.elements if given.get("aria-invalid") == "true"]
    assert marked == [given["id"] for _, given in page.elements if given.get("class") == "problem"]
    return marked


def test_a_page_has_a_card_for_each_column_with_its_meaning_and_how_it_is_made(client: Client, address: str) -> None:
    page = client.get(address + QUERY)
    assert (cards(page), typed(page)[:3]) == (list(COLUMNS), [one["faker_method"] for one in COLUMNS.values()])
    assert "In EUR" in Dom.of(page).text


def test_an_edit_makes_a_schema_of_its_own_and_leads_to_the_same_rows_of_it(client: Client, address: str) -> None:
    answer = change(client, address, expression_1="5")
    assert (answer.status_code, expressions(answer)[1]) == (302, "5")
    assert parse_qs(urlsplit(answer["Location"]).query) == parse_qs(QUERY[1:])
    assert [column.expression for column in find(address.rpartition("/")[2]).schema.columns][
        1
    ] == "random.randint(1, 3)"


def test_a_form_that_nobody_touched_leads_to_the_same_page(client: Client, address: str) -> None:
    assert change(client, address)["Location"] == address + QUERY


def test_a_script_gets_the_page_at_once(client: Client, address: str) -> None:
    form = fields(name_2="sum")
    answer = client.post(f"{address}/columns{QUERY}", form, headers={"X-Requested-With": "fetch"})
    assert (answer.status_code, cards(answer)) == (200, ["price", "amount", "sum"])
    assert re.fullmatch(r"/datasets/[0-9a-f]{64}\?.*", answer["Content-Location"])


def test_a_schema_that_is_curated_stays_as_it_is(client: Client, address: str) -> None:
    mark_curated([address.rpartition("/")[2]], curated=True)
    change(client, address, expression_1="5")
    assert [(one.curated, one.current) for one in Schema.objects.order_by("pk")] == [(True, 1), (False, 1)]


def test_what_does_not_run_is_shown_again_as_it_was_typed(client: Client, address: str) -> None:
    answer = change(client, address, expression_1="random.randnt(1)", missing_0="many")
    assert (answer.status_code, typed(answer)[1]) == (400, "random.randnt(1)")
    assert problems(answer) == [
        "columns-0-missing-problem",
        "columns-1-expression-problem",
        "columns-2-expression-problem",
    ]
    assert '<pre dir="auto" tabindex="0">random.randnt(1)\n^</pre>' in answer.content.decode()
    assert Schema.objects.count() == 1


def test_cards_of_what_does_not_run_are_open(client: Client, address: str) -> None:
    page = Dom()
    page.feed(change(client, address, expression_2="price *").content.decode())
    edits = [given for tag, given in page.elements if (tag, given.get("class")) == ("details", "card-edit")]
    assert ["open" in given for given in edits] == [False, False, True, False]


def test_a_column_that_others_use_is_removed_with_them_or_not_at_all(client: Client, address: str) -> None:
    answer = change(client, address, DELETE_0="on")
    assert (answer.status_code, cards(answer), problems(answer)) == (
        400,
        list(COLUMNS),
        ["columns-2-expression-problem"],
    )
    assert 'name="without" value="0,2"' in answer.content.decode()
    assert expressions(change(client, address, without="0,2")) == ["random.randint(1, 3)"]


def test_a_button_moves_a_column(client: Client, address: str) -> None:
    assert expressions(change(client, address, move="2:up"))[1] == "price * amount"


def test_a_column_is_added_by_hand(client: Client, address: str) -> None:
    new = {"name_3": "note", "expression_3": "fake.word()", "data_type_3": "string"}
    assert expressions(change(client, address, **new))[3] == "fake.word()"


def test_a_draft_says_what_columns_would_be_like_and_keeps_nothing(client: Client, address: str) -> None:
    answer = client.post(f"{address}/draft{QUERY}", fields(expression_1="random.randnt(1)", expression_0="4.5"))
    page = Dom.of(answer)
    rows = [given["data-row"] for _, given in page.elements if "data-row" in given]
    said = [given["data-said"] for _, given in page.elements if "data-said" in given]
    assert (rows, said) == (["0", "1", "2"], ["2 columns have a mistake."])
    assert ("4.5" in page.text, "did you mean" in page.text, "did not run" in page.text) == (True, True, False)
    assert (answer["Cache-Control"], Schema.objects.count(), Revision.objects.count()) == ("no-store", 1, 1)
    assert Schema.objects.get().usage_count == 0


def test_a_draft_that_is_too_large_is_refused_in_words(client: Client, address: str) -> None:
    answer = client.post(f"{address}/draft{QUERY}", fields(expression_0="1" * 1_000_001))
    assert answer.status_code == 413
    assert "There is too much text in the columns" in answer.content.decode()


def test_a_form_of_too_many_fields_is_refused_in_words(client: Client, address: str) -> None:
    answer = client.post(f"{address}/columns{QUERY}", {f"columns-{number}-name": "x" for number in range(4001)})
    assert (answer.status_code, answer["Content-Type"]) == (413, "text/html; charset=utf-8")


def test_a_form_without_columns_is_refused_in_words(client: Client, address: str) -> None:
    answer = client.post(f"{address}/columns{QUERY}", {})
    assert answer.status_code == 400
    assert "A dataset has one column at least." in answer.content.decode()


def test_who_opens_the_address_of_the_form_gets_the_page(client: Client, address: str) -> None:
    assert client.get(f"{address}/columns{QUERY}")["Location"] == address + QUERY


def test_nothing_is_there_at_the_address_of_no_schema(client: Client) -> None:
    assert client.post(f"/datasets/{'0' * 64}/columns{QUERY}", fields()).status_code == 404


def test_what_people_wrote_stays_text(client: Client) -> None:
    columns = {CANARY: {"faker_method": repr(CANARY), "description": CANARY}}
    address = address_of(columns)
    page = client.post(f"{address}/columns{QUERY}", fields(columns, expression_0=f"fake.nothing({CANARY!r})"))
    found = Dom()
    found.feed(page.content.decode())
    assert (found.faults(), CANARY in found.loose, typed(page)[0]) == ([], False, f"fake.nothing({CANARY!r})")


def test_two_hundred_columns_are_edited_on_a_page_that_a_browser_can_bear(client: Client) -> None:
    columns = {f"c{number}": {"faker_method": f"random.random() + {number}"} for number in range(200)}
    address = address_of(columns)
    said = fields(columns) | {"columns-100-expression": "5"}
    answer = client.post(f"{address}/columns{QUERY}", said, headers={"X-Requested-With": "fetch"})
    form = answer.content.decode().partition('<form id="columns"')[2].partition("</form>")[0]
    assert (typed(answer)[99:102], len(cards(answer))) == (["random.random() + 99", "5", "random.random() + 101"], 200)
    assert len(re.findall("<[a-z]", form)) < 200 * 75
