"""What is counted: each metric with its name, its labels and what it means, as /metrics tells it.

Labels have few values, all of them known beforehand: never a description, an address or a name that somebody chose.
"""

from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum

from watching.books import Change, Key

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_LONG_SECONDS = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0)
MOST = "+Inf"


class Kind(StrEnum):
    """How a metric is told, and how what several processes know is put together."""

    COUNTER = "counter"  # the sum, also of those who have ended
    HISTOGRAM = "histogram"  # as above
    GAUGE = "gauge"  # the sum of those who live
    LATEST = "latest"  # the largest of those who live, also told as a gauge


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric; `buckets` are the upper ends of a histogram's, in its unit."""

    name: str
    kind: Kind
    meaning: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()

    def key(self, *labels: str) -> Key:
        """Return what the figure of these labels is kept under."""
        return self.name, labels

    def by(self, amount: float, *labels: str) -> Change:
        """Return the change that adds to the figure of these labels."""
        return (self.name, labels), amount

    def seen(self, value: float, *labels: str) -> tuple[Change, Change]:
        """Return the changes that a value makes in a histogram."""
        place = bisect_left(self.buckets, value)
        most = str(self.buckets[place]) if place < len(self.buckets) else MOST
        return ((self.bucket, (*labels, most)), 1.0), ((self.sum, labels), value)

    @property
    def bucket(self) -> str:
        """Return the name of a histogram's buckets, each of which counts its own values alone."""
        return f"{self.name}_bucket"

    @property
    def sum(self) -> str:
        """Return the name of a histogram's sum."""
        return f"{self.name}_sum"


_C, _H, _G = Kind.COUNTER, Kind.HISTOGRAM, Kind.GAUGE

REQUESTS = Metric("dataset_requests_total", _C, "Requests that were answered", ("route", "method", "status"))
REQUEST_SECONDS = Metric(
    "dataset_request_duration_seconds", _H, "From a request to the end of its answer", ("route", "method"), _SECONDS
)
IN_PROGRESS = Metric("dataset_requests_in_progress", _G, "Requests that are being answered, each by a thread")
CACHE = Metric("dataset_cache_requests_total", _C, "Schemas asked of the cache", ("result",))
ROWS = Metric("dataset_rows_total", _C, "Rows that were made, for answers and for jobs", ("format",))
BYTES = Metric("dataset_bytes_total", _C, "Bytes that were made, before they are compressed for the way", ("format",))
ENGINE_SECONDS = Metric(
    "dataset_engine_seconds_total",
    _C,
    "Seconds of a core that the engine took, to compile schemas and to make rows",
    ("stage",),
)
DESIGNS = Metric(
    "dataset_designs_total",
    _C,
    "Designs, by who made them or failed to: made, fallback, or why not",
    ("designer", "outcome"),
)
MODEL_SECONDS = Metric(
    "dataset_model_duration_seconds",
    _H,
    "For all that was asked of the model for one design",
    ("outcome",),
    _LONG_SECONDS,
)
MODEL_REQUESTS = Metric("dataset_model_requests_total", _C, "Requests to the language model")
TOKENS = Metric("dataset_model_tokens_total", _C, "Tokens that the language model's service counted", ("kind",))
MODEL_WORKED = Metric("dataset_model_last_success_timestamp_seconds", Kind.LATEST, "When the model last made a design")
MODEL_FAILED = Metric("dataset_model_last_failure_timestamp_seconds", Kind.LATEST, "When the model last failed to")
REFUSED = Metric("dataset_refused_total", _C, "Requests that were refused because a limit was reached", ("limit",))
PARTS = Metric("dataset_job_parts_total", _C, "Attempts to make a part of a job, by how they ended", ("outcome",))
WEBHOOKS = Metric("dataset_webhook_calls_total", _C, "Calls to those who asked to be told of a job", ("outcome",))
DEATHS = Metric("dataset_job_worker_deaths_total", _C, "Processes of workers that died of something else than an order")
PROCESSES = Metric("dataset_processes", _G, "Processes that live and have counted something", ("role",))

GATHERED = (
    *(REQUESTS, REQUEST_SECONDS, IN_PROGRESS, REFUSED, CACHE, ROWS, BYTES, ENGINE_SECONDS, DESIGNS),
    *(MODEL_SECONDS, MODEL_REQUESTS, TOKENS, MODEL_WORKED, MODEL_FAILED, PARTS, WEBHOOKS, DEATHS, PROCESSES),
)

# What is read at the moment of telling, from the database or elsewhere
UP = Metric("dataset_database_up", _G, "Whether the database answers")
JOBS = Metric("dataset_jobs", _G, "Jobs that the database knows", ("state",))
OLDEST_WAITING = Metric(
    "dataset_jobs_oldest_waiting_seconds", _G, "How long the oldest job waits that nobody has begun"
)
PARTS_LEFT = Metric("dataset_active_job_parts", _G, "Parts of jobs that have not ended", ("state",))
WEBHOOKS_DUE = Metric("dataset_webhooks_due", _G, "Calls that should have been made by now")
CHORES_DONE = Metric("dataset_jobs_worker_last_seen_timestamp_seconds", _G, "When a worker of jobs last did its chores")
SCHEMAS = Metric("dataset_schemas", _G, "Schemas that are remembered")
DISK_FREE = Metric("dataset_disk_free_bytes", _G, "Bytes that are free where the data are kept")
BUILD = Metric("dataset_build_info", _G, "What runs", ("version", "engine"))

READ = (UP, SCHEMAS, JOBS, OLDEST_WAITING, PARTS_LEFT, WEBHOOKS_DUE, CHORES_DONE, DISK_FREE, BUILD)
