"""The forms of the answers about jobs: as they are sent, and as the openapi document describes them."""

import json
from dataclasses import asdict
from typing import Any

from rest_framework.utils.encoders import JSONEncoder

from jobs.events import Progress
from jobs.models import ACTIVE
from jobs.services import PartStatus, Status, WebhookStatus

_PLAIN = (
    *("id", "state", "message", "format", "rows", "seed", "as_of", "offset", "options", "schema_hash", "revision"),
    *("file_name", "rows_done", "rate", "seconds_left", "bytes"),
    *("created_at", "started_at", "finished_at", "expires_at"),
)


def job_address(status: Status) -> str:
    """Return where a job is looked at, without a host."""
    return f"/jobs/{status.id}"


def job_document(status: Status) -> dict[str, Any]:
    """Return a job as it is answered."""
    return _summary(status) | {"parts": [_part(status, part) for part in status.parts]}


def progress(status: Status) -> Progress:
    """Return a job as an event tells of it."""
    return Progress(_written(_summary(status)), is_last=status.state not in ACTIVE)


def announcement(status: Status) -> str:
    """Return what is told to who is called when a job has ended: the same with every attempt."""
    told = {name: value for name, value in _summary(status).items() if name != "webhook"}
    return _written({"type": f"job.{status.state}", "timestamp": status.finished_at, "data": told})


def _written(document: dict[str, Any]) -> str:
    return json.dumps(document, cls=JSONEncoder, separators=(",", ":"))


def _summary(status: Status) -> dict[str, Any]:
    mine = job_address(status)
    document = {name: getattr(status, name) for name in _PLAIN}
    return document | {
        "rate": None if status.rate is None else round(status.rate, 1),
        "links": {
            "self": mine,
            "events": f"{mine}/events",
            "file": f"{mine}/file",
            "dataset": status.link.address,
        },
        "webhook": _webhook(status.webhook),
    }


def _webhook(webhook: WebhookStatus | None) -> dict[str, Any] | None:
    return None if webhook is None else asdict(webhook)


def _part(status: Status, part: PartStatus) -> dict[str, Any]:
    return {
        "number": part.number,
        "start": part.start,
        "rows": part.rows,
        "rows_done": part.rows_done,
        "done": part.is_done,
        "bytes": part.bytes,
        "sha256": part.sha256,
        "link": f"{job_address(status)}/parts/{part.number}",
    }
