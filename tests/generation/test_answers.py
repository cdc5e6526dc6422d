"""A dataset over HTTP: its format, its options, its coding, and what tells that all of it has come."""

import csv
import gzip
import io
import json
from base64 import b64encode
from hashlib import sha256
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.test import Client

from generation.engine import FORMATS

pytestmark = pytest.mark.django_db

COLUMNS = {
    "n": {"faker_method": "row_number", "data_type": "integer"},
    "price": {"faker_method": "row_number + 0.5", "data_type": "decimal"},
    "said": {"faker_method": "'=1+1'", "null_rate": 0.5},
}


def generate(client: Client, headers: dict[str, str] | None = None, **body: Any) -> Any:
    asked = {"schema": COLUMNS, "rows": 4, "seed": 1} | body
    return client.post("/generate", asked, content_type="application/json", headers=headers or {})


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def digest(data: bytes) -> str:
    return f"sha-256=:{b64encode(sha256(data).digest()).decode()}:"


@pytest.fixture
def link(client: Client) -> str:
    """Return a permanent link without its query."""
    return str(generate(client)["Content-Location"]).partition("?")[0]


def test_each_format_is_answered_by_name_with_its_type_and_file_name(client: Client) -> None:
    answers = {name: generate(client, format=name) for name in FORMATS}
    told = {name: (answer["Content-Type"], answer["Content-Disposition"][-12:]) for name, answer in answers.items()}
    assert told == {
        name: (of.content_type, f'{answers[name]["X-Schema-Hash"][:8]}.{of.extension}"'[-12:])
        for name, of in FORMATS.items()
    }
    assert all(content(answer) for answer in answers.values())


def test_a_format_is_asked_for_by_accept(client: Client) -> None:
    answer = generate(client, {"accept": "application/json"})
    assert (answer["Content-Type"], answer["Vary"]) == ("application/json", "Accept-Encoding, Accept, origin")
    assert [record["n"] for record in json.loads(content(answer))] == [0, 1, 2, 3]
    assert ".json?" in answer["Content-Location"]


def test_the_format_that_is_named_goes_before_the_one_that_is_preferred(client: Client) -> None:
    answer = generate(client, {"accept": "application/json"}, format="csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"


def test_nothing_that_is_acceptable_is_csv(client: Client) -> None:
    answer = generate(client, {"accept": "image/png"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")


def test_every_format_is_had_by_its_link(client: Client, link: str) -> None:
    answer = client.get(f"{link.removesuffix('csv')}parquet?rows=3")
    table = pq.read_table(io.BytesIO(content(answer)))
    assert (table.column("n").to_pylist(), answer["Accept-Ranges"]) == ([0, 1, 2], "none")


def test_options_shape_the_file_and_stand_in_its_link(client: Client) -> None:
    answer = generate(client, csv_safe=True, missing="NA", decimal_comma=True, header=False, rows=30)
    rows = list(csv.reader(io.StringIO(content(answer).decode()), delimiter=";"))
    assert ([row[1] for row in rows[:2]], {row[2] for row in rows}) == (["0,5", "1,5"], {"'=1+1", "NA"})
    assert answer["X-CSV-Safe"] == "true"
    assert content(client.get(answer["Content-Location"])) == content(
        generate(client, csv_safe=True, missing="NA", decimal_comma=True, header=False, rows=30)
    )


def test_whether_cells_are_safe_is_said_only_where_they_can_be(client: Client) -> None:
    told = {name: generate(client, format=name).get("X-CSV-Safe") for name in ("csv", "tsv", "json", "parquet")}
    assert told == {"csv": "false", "tsv": "false", "json": None, "parquet": None}


def test_an_option_that_a_format_does_not_take_is_refused_by_name(client: Client) -> None:
    body = generate(client, format="jsonl", csv_safe=True).json()
    assert (body["error_type"], body["message"], body["details"]["field"]) == (
        "validation",
        "jsonl has no option csv_safe (it has none)",
        "csv_safe",
    )


def test_an_option_of_no_use_is_refused_by_name(client: Client, link: str) -> None:
    answers = [generate(client, delimiter="x"), client.get(f"{link}?delimiter=x")]
    assert [(answer.status_code, answer.json()["details"]["field"]) for answer in answers] == [(400, "delimiter")] * 2


def test_what_no_file_can_be_is_refused_before_a_schema_is_designed(client: Client) -> None:
    body = {"description": "Students with name and age", "format": "json", "header": False}
    answer = client.post("/generate", body, content_type="application/json")
    assert (answer.status_code, client.get("/schemas").json()["total"]) == (400, 0)


@pytest.mark.parametrize(("coding", "plain"), [("gzip", gzip.decompress), ("zstd", None)])
def test_text_is_compressed_for_who_takes_it(client: Client, link: str, coding: str, plain: Any) -> None:
    whole = content(client.get(link))
    answer = client.get(link, headers={"accept-encoding": f"br, {coding}"})
    body = content(answer)
    read = plain(body) if plain else pa.CompressedInputStream(io.BytesIO(body), coding).read()
    assert (answer["Content-Encoding"], answer["Vary"], read) == (coding, "Accept-Encoding, origin", whole)
    assert (answer["Content-Length"], answer["Repr-Digest"], answer["Unencoded-Digest"]) == (
        str(len(body)),
        digest(body),
        digest(whole),
    )


def test_what_is_compressed_itself_is_not_compressed_again(client: Client, link: str) -> None:
    answer = client.get(f"{link.removesuffix('csv')}parquet", headers={"accept-encoding": "gzip, zstd"})
    assert ("Content-Encoding" in answer, answer["Vary"]) == (False, "origin")


def test_of_what_is_all_there_length_and_digest_come_first(client: Client, link: str) -> None:
    answer = client.get(link)
    body = content(answer)
    assert (answer["Content-Length"], answer["Repr-Digest"]) == (str(len(body)), digest(body))


def test_asking_for_the_head_tells_the_same(client: Client, link: str) -> None:
    head, whole = (method(f"{link}?as_of=2026-09-01") for method in (client.head, client.get))
    names = (
        "Content-Type",
        "Content-Length",
        "Repr-Digest",
        "ETag",
        "Last-Modified",
        "Content-Location",
        "X-Row-Count",
    )
    assert [head[name] for name in names] == [whole[name] for name in names]
    assert content(head) == b""


def test_of_what_is_made_while_it_is_sent_nothing_is_known_beforehand(client: Client) -> None:
    answer = generate(client, schema={"a": {"faker_method": "'x' * 1000"}}, rows=10_000)
    assert [name for name in ("Content-Length", "Repr-Digest", "Trailer") if name in answer] == []
    assert len(content(answer)) == 2 + 10_000 * 1001
