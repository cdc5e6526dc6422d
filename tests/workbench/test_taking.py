"""A dataset is taken along by a file, and by lines that work as they stand."""

import ast
import html
import re
import shlex
from types import MappingProxyType
from typing import Any

import pytest
from django.test import Client, RequestFactory

from generation.engine import FORMATS, DatasetSchema
from generation.services import DatasetWish, SchemaWish, choose_recipe
from tests.page_dom import Dom
from workbench import taking
from workbench.showing import ShownDataset
from workbench.taking import Taking
from workbench.templatetags.waiting import waiting

pytestmark = pytest.mark.django_db

COLUMNS = {
    "name": {"faker_method": "fake.name()"},
    "note": {"faker_method": "fake.sentence() + chr(10) + fake.word()"},
    "price": {"faker_method": "round(random.uniform(1, 900), 2)", "null_rate": 0.2},
}


@pytest.fixture
def shown() -> ShownDataset:
    """Make a dataset."""
    return make(COLUMNS, rows=2000)


def make(columns: dict[str, Any], rows: int) -> ShownDataset:
    """Make a dataset of these columns."""
    schema = DatasetSchema.from_json(columns, locale=None)
    recipe, _ = choose_recipe(DatasetWish(schema=SchemaWish(schema=schema), rows=rows, format="csv", seed=7))
    return ShownDataset.of(recipe)


def take(shown: ShownDataset, **headers: str) -> Taking:
    """Ask a server how a dataset is taken along."""
    return Taking.of(RequestFactory().get("/", headers=headers), shown)


def lines(page: str) -> dict[str, str]:
    """Return the lines that a page offers to be copied."""
    return {name: html.unescape(text) for name, text in re.findall(r'<code id="(\w+)">([^<]*)</code>', page)}


def test_a_shell_reads_the_link_as_it_is(shown: ShownDataset) -> None:
    file = take(shown).file
    assert shlex.split(file.curl) == ["curl", "-fOJ", f"http://testserver{shown.link}"]


def test_python_reads_the_link_as_it_is(shown: ShownDataset) -> None:
    file = take(shown).file
    call = ast.parse(file.pandas, mode="eval").body
    assert isinstance(call, ast.Call)
    assert [ast.unparse(call.func), *map(ast.literal_eval, call.args)] == ["pd.read_csv", file.link]


def test_links_name_the_server_that_was_asked(shown: ShownDataset, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["data.example.org"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    taken = take(shown, host="data.example.org:8443", x_forwarded_proto="https")
    assert [taken.file.link, taken.page] == [
        f"https://data.example.org:8443{shown.link}",
        f"https://data.example.org:8443{shown.address}",
    ]


def test_each_format_has_a_file(shown: ShownDataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "FORMATS", MappingProxyType({"jsonl": FORMATS["csv"], **FORMATS}))
    taken = take(shown)
    assert [(file.label, file.pandas, file.path) for file in taken.others] == [
        ("JSONL", "", shown.link.replace(".csv?", ".jsonl?"))
    ]


def test_the_size_is_about_that_of_the_file(client: Client, shown: ShownDataset) -> None:
    answer: Any = client.get(shown.link)
    size = len(b"".join(answer.streaming_content))
    assert abs(take(shown).size - size) / size < 0.15


def test_the_page_shows_the_lines(client: Client, shown: ShownDataset) -> None:
    file = take(shown).file
    assert lines(client.get(shown.address).content.decode()) == {
        "pandas": file.pandas,
        "curl": file.curl,
        "link": file.link,
        "page": f"http://testserver{shown.address}",
    }


def test_the_page_leads_to_the_file(client: Client, shown: ShownDataset) -> None:
    dom = Dom.of(client.get(shown.address))
    assert [each["href"] for tag, each in dom.elements if tag == "a" and "download" in each] == [shown.link]


def test_what_cannot_be_made_is_not_offered(client: Client) -> None:
    few = make({"flag": {"faker_method": "fake.boolean()", "unique": True}}, rows=5)
    page = client.get(few.address).content.decode()
    assert (lines(page), 'id="download"' in page, 'href="#obstacle"' in page) == (
        {"page": f"http://testserver{few.address}"},
        False,
        True,
    )


@pytest.mark.parametrize(("key", "seconds"), [(None, 0), ("sk-of-the-tests", 13)])
def test_how_long_a_model_may_take_is_known_where_there_is_one(settings: Any, key: str | None, seconds: int) -> None:
    settings.OPENAI_API_KEY, settings.MODEL_DEADLINE = key, 12.5
    assert waiting() == {"model_seconds": seconds}
