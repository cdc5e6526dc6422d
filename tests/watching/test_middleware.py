"""Requests are counted by routes, of which there are few, whatever is asked for."""

import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from watching.counting import gathered
from watching.metrics import IN_PROGRESS, REQUEST_SECONDS, REQUESTS

HASH = "a" * 64
JOB = "00000000-0000-4000-8000-000000000000"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path", "counted"),
    [
        ("GET", "/health/live", ("/health/live", "GET", "200")),
        ("HEAD", "/health", ("/health", "HEAD", "200")),
        ("GET", "/", ("/", "GET", "200")),
        ("GET", f"/datasets/{HASH}.csv?rows=1&seed=1", ("/datasets/<hash>.<extension>", "GET", "404")),
        ("GET", f"/datasets/{HASH}", ("/datasets/<hash>", "GET", "404")),
        ("GET", f"/datasets/{HASH}/", ("/datasets/<hash>", "GET", "404")),
        ("GET", "/datasets", ("/datasets", "GET", "200")),
        ("GET", f"/jobs/{JOB}/parts/7", ("/jobs/<job>/parts/<number>", "GET", "404")),
        ("GET", f"/admin/schemas_cache/schema/{HASH}/change/", ("/admin/", "GET", "302")),
        ("GET", "/static/nothing.css", ("/static/", "GET", "404")),
        ("GET", "/anything/somebody?invents=1", ("nowhere", "GET", "404")),
        ("INVENTED", "/health", ("/health", "other", "405")),
        ("POST", "/generate", ("/generate", "POST", "400")),
    ],
)
def test_a_request_counts_by_its_route(client: Client, method: str, path: str, counted: tuple[str, ...]) -> None:
    client.generic(method, path).close()
    assert gathered((REQUESTS, IN_PROGRESS)) == {REQUESTS.key(*counted): 1, IN_PROGRESS.key(): 0}


@pytest.mark.django_db
def test_it_counts_before_the_answer_is_sent_and_its_time_after(client: Client) -> None:
    price = {"faker_method": "random.random()", "data_type": "float"}
    wish = {"schema": {"price": price}, "rows": 3}
    answer: HttpResponseBase = client.post("/generate", wish, content_type="application/json")
    labels = "/generate", "POST"
    before = gathered((REQUESTS, IN_PROGRESS, REQUEST_SECONDS))
    answer.close()
    after = gathered((REQUESTS, IN_PROGRESS, REQUEST_SECONDS))
    counts = [key for key in after if key[0] == REQUEST_SECONDS.bucket]
    assert before == {REQUESTS.key(*labels, "200"): 1, IN_PROGRESS.key(): 1}
    assert (after[IN_PROGRESS.key()], [after[key] for key in counts], counts[0][1][:2]) == (0, [1], labels)
