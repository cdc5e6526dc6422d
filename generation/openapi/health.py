"""How the service is doing."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema

from generation import __version__
from generation.documents import HealthResponse
from generation.openapi.parameters import REQUEST_ID
from generation.openapi.refusals import TIMESTAMP, example


def _health(status: str, model: str) -> dict[str, Any]:
    dependencies = {"openai_api": model, "schema_cache": "accessible"}
    return {"status": status, "version": __version__, "timestamp": TIMESTAMP, "dependencies": dependencies}


health = extend_schema(
    operation_id="healthCheck",
    summary="Service health check",
    description="Returns service status and basic system information",
    tags=["health"],
    parameters=[REQUEST_ID],
    responses={
        200: OpenApiResponse(
            HealthResponse,
            "Service is healthy and operational",
            [example("healthy", "Healthy", _health("healthy", "available"))],
        ),
        503: OpenApiResponse(
            HealthResponse,
            "Service is temporarily unavailable",
            [example("unhealthy", "Unhealthy", _health("unhealthy", "unavailable"))],
        ),
    },
)
