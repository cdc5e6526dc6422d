"""The examples of the API's description, over real HTTP, as a learner uses them."""

import io
import re
from typing import Any

import pandas as pd
import pytest

from tests.servers import Answer, Server

EXAMPLES = {
    "ecommerce_product_data.csv": {
        "description": "Generate e-commerce product data including product names, prices, categories, brands, and customer "
        "ratings for online store analysis",
        "rows": 1000,
    },
    "healthcare_patient_records.csv": {
        "description": "Create healthcare patient records with demographics, medical conditions, treatment dates, and "
        "billing information for analysis",
        "rows": 500,
    },
    "financial_transaction_data.csv": {
        "description": "Generate financial transaction data with account numbers, transaction types, amounts, dates, and "
        "merchant information",
        "rows": 2000,
    },
}


@pytest.fixture(scope="module", params=EXAMPLES)
def example(request: pytest.FixtureRequest, server: Server) -> tuple[str, dict[str, Any], Answer]:
    body = EXAMPLES[request.param]
    return request.param, body, server.post("/generate", body)


def test_it_becomes_a_table(example: tuple[str, dict[str, Any], Answer]) -> None:
    name, body, answer = example
    table = pd.read_csv(io.BytesIO(answer.body))
    assert (answer.status, len(table), answer.headers["x-row-count"]) == (200, body["rows"], str(body["rows"]))
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert len(table.columns) >= 4


def test_its_link_gives_the_same_bytes(server: Server, example: tuple[str, dict[str, Any], Answer]) -> None:
    answer = example[-1]
    assert server.get(answer.headers["content-location"]).body == answer.body


def test_pandas_reads_its_link(server: Server, example: tuple[str, dict[str, Any], Answer]) -> None:
    answer = example[-1]
    read = pd.read_csv(f"http://127.0.0.1:{server.port}{answer.headers['content-location']}")
    pd.testing.assert_frame_equal(read, pd.read_csv(io.BytesIO(answer.body)))


def test_who_has_it_already_is_told_so(server: Server, example: tuple[str, dict[str, Any], Answer]) -> None:
    link = example[-1].headers["content-location"]
    etag = server.get(link).headers["etag"]
    again = server.get(link, **{"If-None-Match": etag})
    assert (again.status, again.body) == (304, b"")


def test_head_has_the_headers_alone(server: Server, example: tuple[str, dict[str, Any], Answer]) -> None:
    link = example[-1].headers["content-location"]
    own = {"date", "x-request-id", "x-generation-time", "transfer-encoding"}
    get, head = server.get(link), server.ask("HEAD", link)
    assert (head.status, head.body) == (200, b"")
    assert {name: head.headers[name] for name in head.headers.keys() - own} == {
        name: get.headers[name] for name in get.headers.keys() - own
    }


def test_it_is_in_the_cache_now(server: Server, example: tuple[str, dict[str, Any], Answer]) -> None:
    _, body, answer = example
    assert (answer.headers["x-cache"], server.post("/generate", body).headers["x-cache"]) == ("miss", "hit")


@pytest.mark.parametrize("path", ["/", "/docs", "/redoc", "/openapi.json", "/health", "/schemas", "/admin/login/"])
def test_every_page_is_there(server: Server, path: str) -> None:
    assert server.get(path).status == 200


def test_a_static_file_is_served_without_being_collected(server: Server) -> None:
    script = re.search(rb'src="(/static/[^"]*swagger-ui-bundle[^"]*)"', server.get("/docs").body)
    assert script is not None
    assert server.get(script[1].decode()).headers["content-type"].startswith("text/javascript")
