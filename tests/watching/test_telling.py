"""What is told follows Prometheus's formats and conventions."""

import re
from typing import Any

import pytest
from prometheus_client.openmetrics import parser as openmetrics
from prometheus_client.parser import text_string_to_metric_families

from watching.counting import count
from watching.metrics import CACHE, GATHERED, READ, REQUEST_SECONDS, SCHEMAS, Kind
from watching.telling import tell

UNITS = ("_seconds", "_bytes", "_info", "_total")
PLAIN = {
    "dataset_requests_in_progress",
    "dataset_processes",
    "dataset_schemas",
    "dataset_jobs",
    "dataset_active_job_parts",
}
PLAIN |= {"dataset_webhooks_due", "dataset_database_up"}


def test_a_histogram_is_told_with_all_its_buckets_one_in_the_other() -> None:
    for seconds in (0.001, 0.04, 0.04, 100.0):
        count(*REQUEST_SECONDS.seen(seconds, "/", "GET"))
    (family,) = (
        family
        for family in text_string_to_metric_families(tell("", {})[0].decode())
        if family.name == REQUEST_SECONDS.name
    )
    buckets = [
        (sample.labels["le"], sample.value) for sample in family.samples if sample.name == REQUEST_SECONDS.bucket
    ]
    others = {sample.name: sample.value for sample in family.samples if sample.name != REQUEST_SECONDS.bucket}
    assert [value for _, value in buckets] == [1, 1, 1, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4]
    assert buckets[3:5] == [("0.05", 3), ("0.1", 3)]
    assert others == {f"{REQUEST_SECONDS.name}_count": 4, REQUEST_SECONDS.sum: pytest.approx(100.081, abs=1e-5)}


@pytest.mark.parametrize(
    ("accepted", "content_type", "parse"),
    [
        ("", "text/plain; version=0.0.4; charset=utf-8", text_string_to_metric_families),
        ("text/plain;version=nonsense", "text/plain; version=0.0.4; charset=utf-8", text_string_to_metric_families),
        (
            "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.3",
            "application/openmetrics-text; version=1.0.0; charset=utf-8",
            openmetrics.text_string_to_metric_families,
        ),
    ],
)
def test_it_is_told_in_the_format_that_is_accepted(accepted: str, content_type: str, parse: Any) -> None:
    count(CACHE.by(3, "hit"), *REQUEST_SECONDS.seen(1.0, "/", "GET"))
    told, told_type = tell(accepted, {SCHEMAS.key(): 7.0})
    samples = {
        (sample.name, *sample.labels.values()): sample.value
        for family in parse(told.decode())
        for sample in family.samples
    }
    assert told_type == content_type
    assert (samples["dataset_cache_requests_total", "hit"], samples["dataset_schemas",]) == (3, 7)


def test_every_name_has_its_unit_and_every_metric_its_meaning() -> None:
    wrong = [
        metric.name
        for metric in (*GATHERED, *READ)
        if not re.fullmatch(r"dataset(_[a-z]+)+", metric.name)
        or not (metric.name.endswith(UNITS) or metric.name in PLAIN)
        or metric.name.endswith("_total") != (metric.kind is Kind.COUNTER)
        or not metric.meaning
    ]
    assert wrong == []
