"""What is told to those who watch over the service, at /metrics."""

import json
import shutil
from contextlib import suppress
from http import HTTPStatus
from secrets import compare_digest

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from config.errors import JSON, error_document
from generation import __version__
from generation.engine import ENGINE_VERSION
from generation.errors import ErrorType
from jobs.figures import job_figures
from schemas_cache import services as schemas_cache
from watching.folders import Figures
from watching.metrics import BUILD, DISK_FREE, SCHEMAS, UP
from watching.telling import tell

_NO_TOKEN = "Send the token of METRICS_TOKEN in the header Authorization, as Bearer"  # noqa: S105 - says what it is


@require_safe
def answer_metrics(request: HttpRequest) -> HttpResponse:
    """Answer all figures, in the format of Prometheus; those of the database are not there when it is gone."""
    if not _may_read(request.headers.get("Authorization", "")):
        body = json.dumps(error_document(ErrorType.PERMISSION, _NO_TOKEN, {}))
        headers = {"WWW-Authenticate": 'Bearer realm="metrics"'}
        return HttpResponse(body, content_type=JSON, status=HTTPStatus.UNAUTHORIZED, headers=headers)
    told, content_type = tell(request.headers.get("Accept", ""), _present())
    return HttpResponse(told, content_type=content_type, headers={"Cache-Control": "no-store"})


def _may_read(authorization: str) -> bool:
    if not settings.METRICS_TOKEN:
        return True
    scheme, _, token = authorization.partition(" ")
    sent = token.strip().encode("utf-8", "replace")
    return scheme.lower() == "bearer" and compare_digest(sent, settings.METRICS_TOKEN.encode())


def _present() -> Figures:
    """Return what is known at this moment."""
    figures = {BUILD.key(__version__, str(ENGINE_VERSION)): 1.0, UP.key(): 1.0}
    with suppress(OSError):
        figures |= {DISK_FREE.key(): float(shutil.disk_usage(settings.DATA_DIR).free)}
    try:
        return figures | job_figures() | {SCHEMAS.key(): float(schemas_cache.number_of_schemas())}
    except Error:
        return figures | {UP.key(): 0.0}
