"""How every error is answered: one table from error class to HTTP status and error_type, and one form of body."""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from errno import EDQUOT, ENOSPC
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.http.multipartparser import MultiPartParserError
from rest_framework import exceptions

from access.errors import KeyNeeded, LimitReached
from config.json_bodies import BodyCompressed, BodyTooLarge
from generation.designer import DesignError, ModelBudgetSpent, ModelRateLimited, ModelRefused, ModelShareSpent
from generation.engine import EngineError, OptionError, RowsError, RunError
from generation.errors import (
    ClientLeft,
    ErrorType,
    InvalidRequest,
    NothingImported,
    UnknownFormat,
    UploadTooLarge,
    WindowEmpty,
)
from jobs.errors import FileBusy, JobGone, JobNotFound, JobUnfinished, TooManyJobs
from schemas_cache.errors import (
    DesignPending,
    DocumentMalformed,
    HashTaken,
    RevisedMeanwhile,
    RevisionNotFound,
    SchemaCurated,
    SchemaExists,
    SchemaMerged,
    SchemaNotFound,
    SchemaOutdated,
    TextUnfit,
)
from watching.counting import count
from watching.metrics import REFUSED

logger = logging.getLogger(__name__)

JSON = "application/json"
FAILED = "Failed to generate synthetic data after multiple attempts"
NOT_SIGNED_IN = "This is for instructors: send a token in the header Authorization, or sign in to the admin"
_PENDING_SECONDS = 5
_ECHOED_CHARACTERS = 100
_REFUSED_ENTRIES = 100
_FULL = ("database or disk is full", "No space left on device", "Disk quota exceeded")
_NO_ROOM = (ENOSPC, EDQUOT)

_PLAIN = {"Accept-Encoding": "identity"}  # how bodies are taken (RFC 9110, 12.5.3)

Details = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Refusal:
    """How a class of errors is answered; `message`, `details` and `headers` are made from the error."""

    status: HTTPStatus
    error_type: ErrorType
    message: Callable[[Any], str] = str
    details: Callable[[Any], Details] = lambda _: {}
    retry_after: Callable[[Any], int] | None = None
    headers: Callable[[Any], Mapping[str, str]] = lambda _: {}


def _field_details(error: InvalidRequest) -> Details:
    return {"field": error.field, "provided_value": echo(error.provided)}


def _engine_details(error: EngineError) -> Details:
    told = {"column": error.column, "position": error.position, "hint": error.hint, "excerpt": error.excerpt}
    field = "rows" if isinstance(error, RowsError) else "schema"
    return {"field": field, **{key: value for key, value in told.items() if value is not None}}


def _option_details(error: OptionError) -> Details:
    return {"field": error.option} | ({"hint": error.hint} if error.hint else {})


def _hash_details(error: SchemaNotFound | SchemaExists | SchemaCurated | SchemaMerged) -> Details:
    return {"hash": error.hash}


def _revision_details(error: RevisionNotFound | RevisedMeanwhile) -> Details:
    return {"hash": error.hash, "revision": error.revision}


def _import_details(error: NothingImported) -> Details:
    return {"field": "body", "refused": list(error.refused[:_REFUSED_ENTRIES])}


def _failure_details(error: Exception) -> Details:
    return {"last_error": str(error), "fallback_used": False}


def _limit_message(error: ModelRateLimited) -> str:
    return f"OpenAI API rate limit exceeded. Please try again in {error.retry_after} seconds"


def _budget_message(error: ModelBudgetSpent) -> str:
    return f"The language model's budget of the day is spent. Please try again in {error.retry_after} seconds"


def _limit_details(error: ModelRateLimited | LimitReached) -> Details:
    return {"retry_after": error.retry_after} | ({"limit": error.limit} if error.limit else {})


def _whole_size(error: WindowEmpty) -> Mapping[str, str]:
    return {"Content-Range": f"{error.unit} */{error.size}"}


def _said(error: exceptions.APIException) -> str:
    return str(error.detail)


def _unreadable(_: Exception) -> str:
    return "The request is malformed"


def _challenges(_: KeyNeeded) -> Mapping[str, str]:
    return {"WWW-Authenticate": 'Basic realm="datasets", charset="UTF-8", Bearer realm="datasets"'}


def _gone(error: Exception) -> str:
    if _is_full(error):
        return "There is no room left where the service keeps its data. Please try again later"
    return "The database cannot be reached. Please try again in a few seconds"


def _is_full(error: Exception) -> bool:
    """Tell whether a disk is full: this one's, or the database's, which SQLite and PostgreSQL say in words."""
    if isinstance(error, OSError):
        return error.errno in _NO_ROOM
    return isinstance(error, OperationalError) and any(said in str(error) for said in _FULL)


def _seconds(_: Exception) -> int:
    return _PENDING_SECONDS


_S, _T = HTTPStatus, ErrorType
_UNAVAILABLE = Refusal(_S.SERVICE_UNAVAILABLE, _T.GENERATION_FAILURE, _gone, retry_after=_seconds)
REFUSALS: Mapping[type[Exception], Refusal] = {
    InvalidRequest: Refusal(_S.BAD_REQUEST, _T.VALIDATION, details=_field_details),
    EngineError: Refusal(_S.BAD_REQUEST, _T.VALIDATION, details=_engine_details),
    OptionError: Refusal(_S.BAD_REQUEST, _T.VALIDATION, details=_option_details),
    TextUnfit: Refusal(_S.BAD_REQUEST, _T.VALIDATION),
    RunError: Refusal(_S.INTERNAL_SERVER_ERROR, _T.GENERATION_FAILURE, lambda _: FAILED, _failure_details),
    UnknownFormat: Refusal(_S.NOT_FOUND, _T.NOT_FOUND),
    SchemaNotFound: Refusal(_S.NOT_FOUND, _T.NOT_FOUND, details=_hash_details),
    RevisionNotFound: Refusal(_S.NOT_FOUND, _T.NOT_FOUND, details=_revision_details),
    RevisedMeanwhile: Refusal(_S.CONFLICT, _T.VALIDATION, details=_revision_details),
    SchemaExists: Refusal(_S.CONFLICT, _T.VALIDATION, details=_hash_details),
    SchemaMerged: Refusal(_S.CONFLICT, _T.VALIDATION, details=_hash_details),
    SchemaCurated: Refusal(_S.FORBIDDEN, _T.PERMISSION, details=_hash_details),
    HashTaken: Refusal(_S.INTERNAL_SERVER_ERROR, _T.GENERATION_FAILURE, lambda _: FAILED, _failure_details),
    SchemaOutdated: Refusal(_S.INTERNAL_SERVER_ERROR, _T.GENERATION_FAILURE, lambda _: FAILED, _failure_details),
    JobNotFound: Refusal(_S.NOT_FOUND, _T.NOT_FOUND),
    JobUnfinished: Refusal(_S.CONFLICT, _T.VALIDATION, retry_after=lambda error: error.retry_after),
    JobGone: Refusal(_S.GONE, _T.NOT_FOUND),
    ClientLeft: Refusal(_S.BAD_REQUEST, _T.VALIDATION),  # which nobody reads
    WindowEmpty: Refusal(_S.REQUESTED_RANGE_NOT_SATISFIABLE, _T.VALIDATION, headers=_whole_size),
    LimitReached: Refusal(
        _S.TOO_MANY_REQUESTS, _T.RATE_LIMIT, details=_limit_details, retry_after=lambda error: error.retry_after
    ),
    KeyNeeded: Refusal(_S.UNAUTHORIZED, _T.PERMISSION, headers=_challenges),
    FileBusy: Refusal(_S.SERVICE_UNAVAILABLE, _T.GENERATION_FAILURE, retry_after=lambda error: error.retry_after),
    TooManyJobs: Refusal(_S.TOO_MANY_REQUESTS, _T.RATE_LIMIT, retry_after=lambda error: error.retry_after),
    DesignPending: Refusal(_S.SERVICE_UNAVAILABLE, _T.GENERATION_FAILURE, retry_after=_seconds),
    ModelRateLimited: Refusal(
        _S.TOO_MANY_REQUESTS, _T.RATE_LIMIT, _limit_message, _limit_details, lambda error: error.retry_after
    ),
    ModelBudgetSpent: Refusal(
        _S.TOO_MANY_REQUESTS, _T.RATE_LIMIT, _budget_message, _limit_details, lambda error: error.retry_after
    ),
    ModelShareSpent: Refusal(
        _S.TOO_MANY_REQUESTS, _T.RATE_LIMIT, details=_limit_details, retry_after=lambda error: error.retry_after
    ),
    ModelRefused: Refusal(
        _S.INTERNAL_SERVER_ERROR, _T.API_FAILURE, lambda _: "The OpenAI API refuses this service", _failure_details
    ),
    DesignError: Refusal(_S.INTERNAL_SERVER_ERROR, _T.GENERATION_FAILURE, lambda _: FAILED, _failure_details),
    OperationalError: _UNAVAILABLE,
    InterfaceError: _UNAVAILABLE,
    exceptions.ParseError: Refusal(_S.BAD_REQUEST, _T.VALIDATION, _said),
    BodyTooLarge: Refusal(_S.REQUEST_ENTITY_TOO_LARGE, _T.VALIDATION, _said),
    DocumentMalformed: Refusal(_S.BAD_REQUEST, _T.VALIDATION, details=lambda _: {"field": "body"}),
    NothingImported: Refusal(_S.BAD_REQUEST, _T.VALIDATION, details=_import_details),
    UploadTooLarge: Refusal(_S.REQUEST_ENTITY_TOO_LARGE, _T.VALIDATION),
    BodyCompressed: Refusal(_S.UNSUPPORTED_MEDIA_TYPE, _T.VALIDATION, _said, headers=lambda _: _PLAIN),
    exceptions.UnsupportedMediaType: Refusal(
        _S.UNSUPPORTED_MEDIA_TYPE, _T.VALIDATION, lambda _: "The request's Content-Type must be application/json"
    ),
    exceptions.MethodNotAllowed: Refusal(_S.METHOD_NOT_ALLOWED, _T.VALIDATION, _said),  # Allow is set already
    exceptions.NotAuthenticated: Refusal(_S.UNAUTHORIZED, _T.PERMISSION, lambda _: NOT_SIGNED_IN),
    exceptions.AuthenticationFailed: Refusal(_S.UNAUTHORIZED, _T.PERMISSION, _said),
    exceptions.PermissionDenied: Refusal(_S.FORBIDDEN, _T.PERMISSION, _said),
    PermissionDenied: Refusal(_S.FORBIDDEN, _T.PERMISSION, lambda _: "This is not permitted"),
    BadRequest: Refusal(_S.BAD_REQUEST, _T.VALIDATION, _unreadable),
    SuspiciousOperation: Refusal(_S.BAD_REQUEST, _T.VALIDATION, _unreadable),
    MultiPartParserError: Refusal(_S.BAD_REQUEST, _T.VALIDATION, _unreadable),
    exceptions.NotFound: Refusal(_S.NOT_FOUND, _T.NOT_FOUND, _said),
    Http404: Refusal(_S.NOT_FOUND, _T.NOT_FOUND, lambda _: "There is nothing at this address"),
}

# The limits that are none of one client's, as figures name them.
_LIMITS: Mapping[type[Exception], str] = {
    TooManyJobs: "jobs",
    DesignPending: "model_seats",
    ModelRateLimited: "model_service",
    ModelBudgetSpent: "model_day",
    ModelShareSpent: "model_designs",
}

# What Django, its middleware or the server refuse by themselves.
_BY_STATUS: Mapping[int, tuple[ErrorType, str]] = {
    400: (_T.VALIDATION, "The request is malformed"),
    401: (_T.PERMISSION, NOT_SIGNED_IN),
    403: (_T.PERMISSION, "This is not permitted"),
    404: (_T.NOT_FOUND, "There is nothing at this address"),
    405: (_T.VALIDATION, "This method is not allowed here"),
    411: (_T.VALIDATION, "The request must state the length of its body in Content-Length"),
    412: (_T.VALIDATION, "A precondition of the request does not hold"),
    414: (_T.VALIDATION, "The address is too long"),
    431: (_T.VALIDATION, "The request's headers are too large"),
    501: (_T.VALIDATION, "The request uses a transfer coding that is not understood"),
}


def answer_error(error: Exception, _: Mapping[str, Any]) -> HttpResponse | None:
    """Answer an error of the table; return None for another, which is a crash. REST framework calls this."""
    refusal = refusal_of(error)
    if refusal is None:
        return None
    body = error_document(refusal.error_type, refusal.message(error), refusal.details(error))
    answer = HttpResponse(json.dumps(body), content_type=JSON, status=refusal.status)
    for name, value in refusal.headers(error).items():
        answer[name] = value
    if refusal.retry_after:
        answer["Retry-After"] = str(refusal.retry_after(error))
    if challenge := getattr(error, "auth_header", None):  # REST framework's
        answer["WWW-Authenticate"] = challenge
    return answer


def refusal_of(error: Exception) -> Refusal | None:
    """Return how an error is answered, or None for a crash; the log has what is this service's own fault."""
    refusal = next((REFUSALS[cls] for cls in type(error).__mro__ if cls in REFUSALS), None)
    if refusal is None and _is_full(error):
        refusal = _UNAVAILABLE
    if refusal is not None and refusal.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        logger.warning("refused", exc_info=error)
    if limit := _limit_of(error):
        count(REFUSED.by(1, limit))
    return refusal


def is_unavailable(error: BaseException | None) -> bool:
    """Tell whether an error says that the database or the disk is of no use just now."""
    return isinstance(error, OperationalError | InterfaceError) or (isinstance(error, OSError) and _is_full(error))


def _limit_of(error: Exception) -> str:
    """Return which limit an error tells of, in one of few words, or nothing for another error."""
    if isinstance(error, LimitReached):
        return error.name
    return next((_LIMITS[cls] for cls in type(error).__mro__ if cls in _LIMITS), "")


def answer_crash() -> HttpResponse:
    """Answer what nobody foresaw, without a word of it."""
    return answer_status(HTTPStatus.INTERNAL_SERVER_ERROR, {"last_error": "internal error", "fallback_used": False})


def answer_status(status: int, details: Details) -> HttpResponse:
    """Answer what was refused with no more than a status."""
    return HttpResponse(json.dumps(status_document(status, details)), content_type=JSON, status=status)


def status_document(status: int, details: Details) -> Details:
    """Return the body for what Django, a middleware or the server refused with no more than a status."""
    crash = (ErrorType.GENERATION_FAILURE, FAILED)
    other = crash if status >= HTTPStatus.INTERNAL_SERVER_ERROR else (ErrorType.VALIDATION, "The request is refused")
    error_type, message = _BY_STATUS.get(status, other)
    return error_document(error_type, message, details)


def error_document(error_type: ErrorType, message: str, details: Details) -> Details:
    """Return the body of every refusal."""
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return {"error_type": error_type, "message": message, "details": details, "timestamp": now}


def echo(value: Any) -> Any:
    """Return a value that was provided as it may be quoted in an answer: short."""
    if value is None or isinstance(value, bool | float):
        return value
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if len(text) > _ECHOED_CHARACTERS:
        return f"{text[:_ECHOED_CHARACTERS]}…"
    return value
