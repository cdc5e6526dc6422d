"""How the service is doing."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema

from generation import __version__
from generation.documents import HealthResponse, LiveResponse
from generation.openapi.parameters import REQUEST_ID
from generation.openapi.refusals import TIMESTAMP, example


def _health(status: str, model: str, disk: str = "enough") -> dict[str, Any]:
    dependencies = {"openai_api": model, "schema_cache": "accessible", "limits": "accessible", "job_workers": "seen"}
    told = {"status": status, "version": __version__, "timestamp": TIMESTAMP}
    return told | {"dependencies": dependencies | {"disk": disk}, "oldest_job_waits_seconds": None}


health = extend_schema(
    operation_id="healthCheck",
    summary="Service health check",
    description=(
        "Returns service status and basic system information: whether requests are to be sent here. `degraded` is "
        "without something, such as a language model that fails, and answers all the same"
    ),
    tags=["health"],
    parameters=[REQUEST_ID],
    responses={
        200: OpenApiResponse(
            HealthResponse,
            "Service is healthy and operational, or works without something",
            [
                example("healthy", "Healthy", _health("healthy", "available")),
                example("degraded", "Degraded", _health("degraded", "degraded")),
            ],
        ),
        503: OpenApiResponse(
            HealthResponse,
            "Service is temporarily unavailable",
            [example("unhealthy", "Unhealthy", _health("unhealthy", "unavailable", "full"))],
        ),
    },
)

live = extend_schema(
    operation_id="livenessCheck",
    summary="Whether the process lives",
    description="Asks nothing of anything: who does not answer this is to be started anew",
    tags=["health"],
    parameters=[REQUEST_ID],
    responses={
        200: OpenApiResponse(
            LiveResponse,
            "It lives",
            [example("alive", "Alive", {"status": "alive", "version": __version__, "timestamp": TIMESTAMP})],
        )
    },
)
