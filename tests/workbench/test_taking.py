"""A dataset is taken along by a file, and by lines that work as they stand."""

import ast
import html
import re
import shlex
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client, RequestFactory

from generation.engine import FORMATS, DatasetSchema, Options
from generation.obstacles import Kind
from generation.services import DatasetWish, SchemaWish, choose_recipe
from tests.page_dom import Dom
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
    found = {line.id: ast.parse(line.text).body[-1] for line in file.lines}
    assert {name: ast.unparse(line) for name, line in found.items()} == {
        "pandas": f"pd.read_csv({file.link!r})",
        "polars": f"pl.read_csv(urlopen({file.link!r}))",
        "duckdb": f'duckdb.sql("FROM read_csv({file.link!r})")',
    }


def test_links_name_the_server_that_was_asked(shown: ShownDataset, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["data.example.org"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    taken = take(shown, host="data.example.org:8443", x_forwarded_proto="https")
    assert [taken.file.link, taken.page] == [
        f"https://data.example.org:8443{shown.link}",
        f"https://data.example.org:8443{shown.address}",
    ]


def test_each_format_has_a_file(shown: ShownDataset) -> None:
    taken = take(shown)
    assert [file.path for file in (taken.file, *taken.others)] == [
        shown.link.replace(".csv?", f".{name}?") for name in FORMATS
    ]


def test_another_format_keeps_the_options_that_it_takes(shown: ShownDataset) -> None:
    recipe = replace(shown.recipe, options=Options(csv_safe=True, decimal_comma=True))
    paths = {file.name: file.path for file in take(ShownDataset.of(recipe)).others}
    assert (paths["tsv"].partition("revision=1")[2], paths["json"].partition("revision=1")[2]) == (
        "&csv_safe=true&decimal_comma=true",
        "",
    )


@pytest.mark.parametrize(("name", "options"), [("csv", ("csv_safe", "decimal_comma")), ("json", ())])
def test_options_are_offered_where_the_format_has_them(
    shown: ShownDataset, name: str, options: tuple[str, ...]
) -> None:
    assert take(ShownDataset.of(replace(shown.recipe, format=name))).options == options


@pytest.mark.parametrize("name", ["csv", "tsv", "json", "jsonl", "sql"])
def test_the_size_is_about_that_of_the_file(client: Client, shown: ShownDataset, name: str) -> None:
    other = ShownDataset.of(replace(shown.recipe, format=name))
    answer: Any = client.get(other.link)
    size = len(b"".join(answer.streaming_content))
    assert (abs(take(other).size - size) / size < 0.15, take(other).is_known) == (True, True)


def test_nobody_says_how_large_a_file_is_whose_size_is_not_known(client: Client, shown: ShownDataset) -> None:
    page = client.get(f"{shown.address}&format=parquet").content.decode()
    assert ('id="download"' in page, ">about " in page) == (True, False)


def test_the_page_shows_the_lines(client: Client, shown: ShownDataset) -> None:
    file = take(shown).file
    assert lines(client.get(shown.address).content.decode()) == {
        **{line.id: line.text for line in file.lines},
        "curl": file.curl,
        "link": file.link,
        "page": f"http://testserver{shown.address}",
    }


def test_the_page_leads_to_the_file(client: Client, shown: ShownDataset) -> None:
    dom = Dom.of(client.get(shown.address))
    assert [each["href"] for tag, each in dom.elements if tag == "a" and "download" in each][:1] == [shown.link]


def test_a_form_says_how_the_file_is_written(client: Client, shown: ShownDataset) -> None:
    page = client.get(f"{shown.address}&decimal_comma=true").content.decode()
    form = page.partition('<form id="options"')[2].partition("</form>")[0]
    boxes = re.findall(r'name="(\w+)" value="true"( checked)?', form)
    assert boxes == [("csv_safe", ""), ("decimal_comma", " checked")]
    assert f'href="{shown.link}&decimal_comma=true"'.replace("&", "&amp;") in page


def test_other_rows_are_written_in_the_same_way(client: Client, shown: ShownDataset) -> None:
    page = client.get(f"{shown.address}&decimal_comma=true").content.decode()
    form = page.partition('<form id="controls"')[2].partition("</form>")[0]
    assert '<input type="hidden" name="decimal_comma" value="true">' in form


def test_what_is_too_large_for_one_answer_is_made_as_a_file(client: Client, shown: ShownDataset, settings: Any) -> None:
    settings.MAX_ROWS = 1999
    large = ShownDataset.of(shown.recipe)
    page = client.get(shown.address).content.decode()
    action = html.escape(shown.address.replace("?", "/file?"))
    assert (large.is_large, large.obstacle, f'action="{action}"' in page, 'id="download"' in page) == (
        True,
        None,
        True,
        False,
    )
    assert lines(page) == {"page": f"http://testserver{shown.address}"}


def test_what_takes_too_long_for_one_answer_is_made_as_a_file(shown: ShownDataset, settings: Any) -> None:
    settings.MAX_SECONDS = 1e-9
    large = ShownDataset.of(shown.recipe)
    assert (large.is_large, large.obstacle) == (True, None)


def test_what_takes_too_long_for_a_job_is_not_made(shown: ShownDataset, settings: Any) -> None:
    settings.MAX_SECONDS = settings.JOB_MAX_SECONDS = 1e-9
    large = ShownDataset.of(shown.recipe)
    assert (large.is_large, large.obstacle and large.obstacle.kind) == (True, Kind.WORK)


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
