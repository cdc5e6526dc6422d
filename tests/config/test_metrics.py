"""Figures are told to who may read them, also when the database is gone."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from generation import __version__

pytestmark = pytest.mark.django_db


def told(client: Client) -> dict[str, float]:
    answer = client.get("/metrics")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    families = text_string_to_metric_families(answer.content.decode())
    return {sample.name: sample.value for family in families for sample in family.samples}


def test_what_the_database_knows_is_told(client: Client) -> None:
    figures = told(client)
    assert (figures["dataset_database_up"], figures["dataset_schemas"], figures["dataset_webhooks_due"]) == (1, 0, 0)


def test_without_a_database_the_rest_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> dict[Any, float]:
        raise OperationalError("gone")

    monkeypatch.setattr("config.metrics.job_figures", gone)
    figures = told(client)
    assert (figures["dataset_database_up"], "dataset_schemas" in figures, "dataset_jobs" in figures) == (
        0,
        False,
        False,
    )
    assert figures["dataset_disk_free_bytes"] > 0


def test_the_version_is_told(client: Client) -> None:
    assert f'dataset_build_info{{engine="2",version="{__version__}"}} 1.0\n' in client.get("/metrics").content.decode()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("Bearer päss", 200),
        ("bearer  päss", 200),
        ("Bearer p", 401),
        ("Bearer", 401),
        ("Token päss", 401),
        ("", 401),
        ("Bearer \udcff", 401),
    ],
)
def test_with_a_token_only_who_sends_it_reads_them(client: Client, settings: Any, sent: str, status: int) -> None:
    settings.METRICS_TOKEN = "päss"
    answer = client.get("/metrics", headers={"authorization": sent})
    assert (answer.status_code, answer.get("WWW-Authenticate")) == (
        status,
        None if status == 200 else 'Bearer realm="metrics"',
    )
