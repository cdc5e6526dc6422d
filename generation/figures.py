"""What is counted of designs and of rows, and followed in traces."""

from collections.abc import Generator, Iterator
from functools import partial
from time import thread_time

from generation.designer import (
    Design,
    ModelAnswerUnusable,
    ModelBudgetSpent,
    ModelError,
    ModelRateLimited,
    ModelRefused,
    ModelShareSpent,
    ModelUnavailable,
    Outcome,
    on_outcome,
)
from generation.engine import DatasetSchema, Plan, compile_plan
from watching.counting import count, note
from watching.metrics import (
    BYTES,
    CACHE,
    DESIGNS,
    ENGINE_SECONDS,
    MODEL_FAILED,
    MODEL_REQUESTS,
    MODEL_SECONDS,
    MODEL_WORKED,
    ROWS,
    TOKENS,
)
from watching.tracing import past_span, span

MADE, FALLBACK = "made", "fallback"
_FAILURES: dict[type[ModelError], str] = {
    ModelBudgetSpent: "budget_spent",
    ModelShareSpent: "share_spent",
    ModelRateLimited: "rate_limited",
    ModelRefused: "refused",
    ModelUnavailable: "unavailable",
    ModelAnswerUnusable: "unusable",
}
_REASONS = {cls.__name__: word for cls, word in _FAILURES.items()}
_TELL_CHUNKS = 64  # of a long dataset, after so many what was made is told


def count_cache(*, hit: bool) -> None:
    """Count a schema that was asked for, and whether it was there."""
    count(CACHE.by(1, "hit" if hit else "miss"))


def count_design(design: Design) -> None:
    """Count a design that rules made, in place of the model or not; those of the model count when it has answered."""
    if design.instead_of is not None:
        count(DESIGNS.by(1, "offline", FALLBACK))
    elif not design.spent.requests:
        count(DESIGNS.by(1, "offline", MADE))


def count_unasked(failure: ModelError) -> None:
    """Count a design for which the model was not even asked."""
    count(DESIGNS.by(1, "model", _FAILURES.get(type(failure), "failed")))


def compile_counted(schema: DatasetSchema) -> Plan:
    """Return the plan of a schema, and count what it took. Raises EngineError."""
    began = thread_time()
    try:
        with span("compile", columns=len(schema.columns)):
            return compile_plan(schema)
    finally:
        count(ENGINE_SECONDS.by(thread_time() - began, "compile"))


class Making:
    """What is made of a dataset in a format: rows, their bytes, and the time that the engine takes."""

    def __init__(self, format_name: str) -> None:
        self._format = format_name
        self._rows = 0
        self._bytes = 0
        self._seconds = 0.0

    def add_rows(self, rows: int) -> None:
        """Take note of rows."""
        self._rows += rows

    def counted(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """Yield the chunks, and tell what was made in time, and when they end or nobody wants more of them."""
        try:
            for number, chunk in enumerate(iter(partial(self._next, chunks), b""), start=1):
                self._bytes += len(chunk)
                if number % _TELL_CHUNKS == 0:
                    self._tell()
                yield chunk
        finally:
            if isinstance(chunks, Generator):
                chunks.close()
            self._tell()

    def _next(self, chunks: Iterator[bytes]) -> bytes:
        """Return the next chunk that is not empty, or an empty one after the last."""
        began = thread_time()
        try:
            return next(filter(None, chunks), b"")
        finally:
            self._seconds += thread_time() - began

    def _tell(self) -> None:
        if self._rows or self._bytes or self._seconds:
            count(
                ROWS.by(self._rows, self._format),
                BYTES.by(self._bytes, self._format),
                ENGINE_SECONDS.by(self._seconds, "rows"),
            )
        self._rows, self._bytes, self._seconds = 0, 0, 0.0


def _count_outcome(outcome: Outcome) -> None:
    """Count what came of asking the model for a design."""
    reason = MADE if outcome.is_usable else _REASONS.get(outcome.reason, "failed")
    spent = outcome.spent
    count(
        DESIGNS.by(1, "model", reason),
        MODEL_REQUESTS.by(spent.requests),
        TOKENS.by(spent.prompt_tokens, "prompt"),
        TOKENS.by(spent.completion_tokens, "completion"),
        *MODEL_SECONDS.seen(outcome.seconds, reason),
    )
    note(MODEL_WORKED if outcome.is_usable else MODEL_FAILED, outcome.at.timestamp())
    failure = "" if outcome.is_usable else reason
    past_span("model call", outcome.seconds, failure, requests=spent.requests, tokens=spent.tokens)


on_outcome(_count_outcome)
