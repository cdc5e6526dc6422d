"""Logs: one JSON object a line on standard error, that a request can be followed through.

A line never holds a key, a description or generated data. Libraries and crashes quote what they were given, so a line
carries only the fields named here, an exception is told by its type and its frames without its message, and libraries
speak from WARNING on, whatever LOG_LEVEL says.
"""

import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from http import HTTPStatus
from logging import WARNING, LogRecord
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

correlation_id: ContextVar[str | None] = ContextVar("correlation_id", default=None)

_FIELDS = (
    *("timestamp", "level", "component", "message", "correlation_id"),
    *("client", "method", "path", "status", "duration", "complete"),
    *("model", "outcome", "requests", "seconds", "prompt_tokens", "completion_tokens"),
    *("job", "part", "parts", "rows", "exit_code"),
    "exception",
)
_OWN = ("access", "config", "generation", "jobs", "schemas_cache")
_MOST_CAUSES = 5
_MOST_FRAMES = 30

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class LineFormatter(JsonFormatter):
    """Formats a record as one line of JSON."""

    def __init__(self) -> None:
        super().__init__([], rename_fields={"exc_info": "exception"}, exc_info_as_array=True)

    def formatException(self, ei: ExceptionInfo) -> list[str]:  # type: ignore[override]  # noqa: N802 - the base returns a list as well; the name is its own
        """Return the exception and its causes, each by its type and its frames."""
        return list(_told(ei[1]))

    def add_fields(self, log_data: dict[str, Any], record: LogRecord, message_dict: dict[str, Any]) -> None:
        """Add what every line says."""
        super().add_fields(log_data, record, message_dict)
        created = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        log_data |= {
            "timestamp": created.replace("+00:00", "Z"),
            "level": record.levelname,
            "component": record.name,
            "message": record.getMessage(),
            "correlation_id": correlation_id.get(),
        }

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        """Keep the fields that are known to hold nothing private."""
        return {name: log_data[name] for name in _FIELDS if log_data.get(name) is not None}


def logging_config(level: int) -> dict[str, Any]:
    """Return the configuration for logging.config.dictConfig; `level` is for the project's own loggers."""
    quiet = max(level, WARNING)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "crash": {"()": "django.utils.log.CallbackFilter", "callback": "ext://config.logs.tells_of_a_crash"},
            "grave": {"()": "django.utils.log.CallbackFilter", "callback": "ext://config.logs.is_ours_or_grave"},
        },
        "formatters": {"line": {"()": "config.logs.LineFormatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["grave"]}},
        "root": {"level": quiet, "handlers": ["stderr"]},
        "loggers": {
            **{name: {"level": level} for name in _OWN},
            "django": {"level": quiet, "handlers": []},
            "django.request": {"filters": ["crash"]},
            "django.security.DisallowedHost": {"level": "CRITICAL"},  # the request's own line says it
            "django.server": {"level": quiet, "handlers": [], "propagate": True, "filters": ["crash"]},
            "gunicorn.error": {"level": level, "handlers": [], "propagate": True},
            "gunicorn.http.wsgi": {"level": "ERROR"},  # it warns of every answer to HEAD
        },
    }


def is_ours_or_grave(record: LogRecord) -> bool:
    """Tell whether the record is for this log: some libraries set the level of their loggers, as OPENAI_LOG says."""
    return record.levelno >= WARNING or record.name.partition(".")[0] in {*_OWN, "gunicorn"}


def tells_of_a_crash(record: LogRecord) -> bool:
    """Tell whether the record says more than the request's own line does, and than that a database is gone."""
    return bool(record.exc_info) and getattr(record, "status_code", 0) != HTTPStatus.SERVICE_UNAVAILABLE


def _told(error: BaseException | None) -> Iterator[str]:
    for _ in range(_MOST_CAUSES):
        if error is None:
            return
        yield f"{type(error).__module__}.{type(error).__qualname__}"
        frames = traceback.extract_tb(error.__traceback__)[-_MOST_FRAMES:]
        yield from (f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
