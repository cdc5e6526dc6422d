"""What is told at /metrics: what all processes have counted, and what the database knows at the moment."""

from collections.abc import Iterator, Mapping
from typing import Final

from prometheus_client import CollectorRegistry
from prometheus_client.core import Metric as Family
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.openmetrics import exposition as openmetrics
from prometheus_client.registry import Collector

from watching.books import Key
from watching.counting import gathered
from watching.metrics import GATHERED, MOST, READ, Kind, Metric

OPENMETRICS: Final = "application/openmetrics-text"
_TYPES = {Kind.LATEST: "gauge"}


def tell(accepted: str, present: Mapping[Key, float]) -> tuple[bytes, str]:
    """Return all figures, with those that are known of the present, in one of Prometheus's formats, and its name."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_All(present))
    if OPENMETRICS in accepted:
        told: bytes = openmetrics.generate_latest(registry)  # type: ignore[no-untyped-call]  # it ships half of its types
        return told, openmetrics.CONTENT_TYPE_LATEST
    return generate_latest(registry), CONTENT_TYPE_PLAIN_0_0_4


class _All(Collector):
    """All metrics, each with its figures."""

    def __init__(self, present: Mapping[Key, float]) -> None:
        self._present = present

    def collect(self) -> Iterator[Family]:
        """Return them in the order in which they are defined."""
        yield from _families(GATHERED, gathered(GATHERED))
        yield from _families(READ, self._present)


def _families(metrics: tuple[Metric, ...], figures: Mapping[Key, float]) -> Iterator[Family]:
    of: dict[str, dict[tuple[str, ...], float]] = {}
    for (name, labels), value in figures.items():
        of.setdefault(name, {})[labels] = value
    for metric in metrics:
        name = metric.name.removesuffix("_total") if metric.kind is Kind.COUNTER else metric.name
        family = Family(name, metric.meaning, _TYPES.get(metric.kind, metric.kind))
        if metric.kind is Kind.HISTOGRAM:
            _add_histogram(family, metric, of)
        else:
            for labels, value in sorted(of.get(metric.name, {}).items()):
                family.add_sample(metric.name, dict(zip(metric.labels, labels, strict=True)), value)
        yield family


def _add_histogram(family: Family, metric: Metric, of: Mapping[str, Mapping[tuple[str, ...], float]]) -> None:
    counts = of.get(metric.bucket, {})
    for labels in sorted({labels[:-1] for labels in counts}):
        named = dict(zip(metric.labels, labels, strict=True))
        total = 0.0
        for end in (*map(str, metric.buckets), MOST):
            total += counts.get((*labels, end), 0.0)
            family.add_sample(metric.bucket, named | {"le": end}, total)
        family.add_sample(f"{metric.name}_count", named, total)
        family.add_sample(metric.sum, named, of.get(metric.sum, {}).get(labels, 0.0))
