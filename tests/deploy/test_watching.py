"""The dashboard, the alerts and the page about them speak of metrics that there are."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.servers import PATIENCE, ROOT
from watching.metrics import GATHERED, READ, Kind, Metric

ALERTS = ROOT / "deploy/prometheus/alerts.yml"
DASHBOARD: Any = json.loads((ROOT / "deploy/grafana/dashboard.json").read_text("utf-8"))
PAGE = (ROOT / "docs/watching.md").read_text("utf-8")
METRICS = {metric.name: metric for metric in (*GATHERED, *READ)}
SUFFIXES = ("_bucket", "_sum", "_count")


def queries() -> list[str]:
    return [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]


def rules() -> list[dict[str, Any]]:
    return [rule for group in yaml.safe_load(ALERTS.read_text("utf-8"))["groups"] for rule in group["rules"]]


def metric(name: str) -> Metric | None:
    """Return the metric that a name in a query stands for."""
    found = METRICS.get(name)
    if found is not None:
        return None if found.kind is Kind.HISTOGRAM else found
    of = next((METRICS.get(name.removesuffix(suffix)) for suffix in SUFFIXES if name.endswith(suffix)), None)
    return of if of is not None and of.kind is Kind.HISTOGRAM else None


def unknown(query: str) -> list[str]:
    """Return the metrics that there are not, and the labels that theirs have not."""
    found = re.findall(r"\b(dataset_\w+)(?:\{([^}]*)\})?", query)
    return [
        f"{name}{{{label}}}"
        for name, chosen in found
        for label in ["", *re.findall(r"(\w+)[=!]", chosen)]
        if (of := metric(name)) is None or label not in {"", "le", *of.labels}
    ]


@pytest.mark.parametrize("query", sorted({*queries(), *(rule["expr"] for rule in rules())}))
def test_a_query_asks_for_what_there_is(query: str) -> None:
    assert unknown(query) == []


def test_the_dashboard_shows_everything_that_is_counted() -> None:
    shown = {found.name for query in queries() for name in re.findall(r"dataset_\w+", query) if (found := metric(name))}
    other = {"dataset_model_last_success_timestamp_seconds", "dataset_model_last_failure_timestamp_seconds"}
    assert set(METRICS) - shown == {*other, "dataset_build_info"}


def test_the_dashboard_can_be_imported() -> None:
    panels = DASHBOARD["panels"]
    assert [panel["id"] for panel in panels] == list(range(1, len(panels) + 1))
    assert {panel["type"] for panel in panels} == {"stat", "timeseries"}
    assert all(panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24 for panel in panels)
    assert {target["datasource"]["uid"] for panel in panels for target in panel["targets"]} == {"${source}"}
    assert [variable["type"] for variable in DASHBOARD["templating"]["list"]] == ["datasource"]
    assert DASHBOARD["schemaVersion"] == 39


def test_every_alert_says_what_it_is_and_what_to_do() -> None:
    silent = [
        rule["alert"]
        for rule in rules()
        if {*rule["annotations"]} != {"summary", "description"} or rule["labels"]["severity"] not in {"page", "ticket"}
    ]
    assert (len(rules()) >= 12, silent) == (True, [])


def test_prometheus_understands_all_of_it(tmp_path: Path) -> None:
    if shutil.which("promtool") is None:
        pytest.skip("no Prometheus here: there is no promtool on PATH")
    asked = [query.replace("$__rate_interval", "5m") for query in sorted({*queries()})]
    recorded = [{"record": f"shown:{number}", "expr": query} for number, query in enumerate(asked)]
    shown = tmp_path / "shown.yml"
    shown.write_text(json.dumps({"groups": [{"name": "shown", "rules": recorded}]}), "utf-8")
    done = subprocess.run(
        ["promtool", "check", "rules", str(ALERTS), str(shown)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_page_lists_every_metric_with_its_labels() -> None:
    listed = {
        name: re.findall(r"`(\w+)`", labels)
        for name, labels in re.findall(r"^\| `(dataset_\w+)` \| ([^|]+) \|", PAGE, re.MULTILINE)
    }
    assert listed == {name: [*metric.labels] for name, metric in METRICS.items()}
