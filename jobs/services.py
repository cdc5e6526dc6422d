"""The use cases: a job is taken in, looked at, cancelled, and its file read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import ceil
from threading import BoundedSemaphore
from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from access.clients import asking
from access.errors import LimitReached
from access.limits import JOB_CELLS, charged, give_back
from generation.engine import FORMATS, Plan, check_export, check_rows, joined
from generation.errors import InvalidRequest
from generation.file_names import file_name
from generation.priming import Primed
from generation.recipes import Link, Recipe
from generation.services import DatasetWish, choose_recipe, find_recipe, plan_of
from generation.windows import Window
from jobs import files
from jobs.claims import active_jobs, alone, end
from jobs.dividing import Span, spans
from jobs.errors import FileBusy, JobGone, JobNotFound, JobUnfinished, TooManyJobs
from jobs.making import link_of
from jobs.models import ACTIVE, Job, Part, State, Webhook
from jobs.queues import deliver
from jobs.signing import new_secret

_LOOK_AGAIN = 2  # seconds
_PATIENCE_SECONDS = 2.0  # that a file waits for its turn to be made of its parts
_JOINING = BoundedSemaphore(max(1, settings.THREADS // 4))
_TRY_AGAIN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class PartStatus:
    """A part of a job: its rows, how many of them there are already, and its file once it is done."""

    number: int
    start: int
    rows: int
    rows_done: int
    is_done: bool
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookStatus:
    """How it stands with the call to who is to be told of a job's end: waiting, delivered or failed."""

    state: str
    attempts: int
    error: str

    @classmethod
    def of(cls, webhook: Webhook) -> Self:
        """Read a row."""
        given_up = "waiting" if webhook.next_at else "failed"
        state = "delivered" if webhook.delivered_at else given_up
        return cls(state=state, attempts=webhook.attempts, error=webhook.error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A job as it stands at a moment, and the permanent `link` to its dataset.

    Times in UTC; `rate` in rows a second, None as long as it is unknown.
    """

    id: UUID
    state: State
    message: str
    schema_hash: str
    revision: int
    format: str
    rows: int
    seed: int
    as_of: date
    offset: int
    options: dict[str, Any]
    file_name: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    expires_at: datetime | None
    parts: tuple[PartStatus, ...]
    webhook: WebhookStatus | None
    link: Link

    @property
    def rows_done(self) -> int:
        """Return how many rows are made."""
        return sum(part.rows_done for part in self.parts)

    @property
    def bytes(self) -> int:
        """Return how long the file is, as far as it is made."""
        return sum(part.bytes for part in self.parts)

    @property
    def seconds(self) -> float:
        """Return how long it has been made, or took."""
        if self.started_at is None:
            return 0.0
        took = (self.finished_at or datetime.now(UTC)) - self.started_at
        return max(0.0, took.total_seconds())  # clocks are set back

    @property
    def rate(self) -> float | None:
        """Return how many rows are made in a second, on average."""
        return self.rows_done / self.seconds if self.rows_done and self.seconds else None

    @property
    def seconds_left(self) -> int | None:
        """Return how long it will still take, roughly."""
        if self.state not in ACTIVE:
            return 0
        return ceil((self.rows - self.rows_done) / self.rate) if self.rate else None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobWish:
    """A dataset that is wanted as a job, in so many parts; None: in as many as are good.

    `webhook` is an address that is called when the job has ended, or empty.
    """

    dataset: DatasetWish
    parts: int | None = None
    webhook: str = ""


def submit(wish: JobWish) -> Status:
    """Take in a job, which workers make.

    Raises TooManyJobs, LimitReached, and what generate_dataset does for what can be known before a row is made.
    """
    check_room()
    check_share()
    recipe, _ = choose_recipe(wish.dataset)
    return submit_recipe(recipe, parts=wish.parts, webhook=wish.webhook)


def check_room() -> None:
    """Refuse another job where as many are waiting as are taken. Raises TooManyJobs."""
    if Job.objects.filter(state__in=ACTIVE).count() >= settings.JOB_MAX_WAITING:
        raise TooManyJobs("as many jobs as are taken are waiting already", retry_after=_TRY_AGAIN)


def check_share() -> None:
    """Refuse another job where as many of who asks are waiting as one may have. Raises LimitReached."""
    most, client = settings.CLIENT_JOBS_WAITING, asking()
    if client and most and active_jobs().filter(client=client).count() >= most:
        raise LimitReached("jobs_waiting", f"{most} jobs at one time", retry_after=_TRY_AGAIN)


def submit_recipe(recipe: Recipe, *, parts: int | None = None, webhook: str = "") -> Status:
    """Take in the job of making a dataset.

    Raises EngineError, SchemaOutdated, InvalidRequest for too many parts, LimitReached.
    """
    check_export(recipe.format, rows=recipe.rows, options=recipe.options)
    plan = plan_of(recipe)
    check_rows(plan, rows=recipe.rows, start=recipe.offset, most_seconds=settings.JOB_MAX_SECONDS)
    cut = spans(plan, rows=recipe.rows, format_name=recipe.format, parts=parts)
    _check_parts(plan, cut, recipe.offset)
    job = Job(
        schema_hash=recipe.entry.hash,
        revision=recipe.entry.revision,
        format=recipe.format,
        rows=recipe.rows,
        seed=recipe.seed,
        as_of=recipe.as_of,
        offset=recipe.offset,
        options=recipe.options.chosen,
        fingerprint=recipe.fingerprint,
        client=asking() or "",
        cells=recipe.rows * len(plan.schema.columns),
        file_name=file_name(recipe.entry.description, recipe.entry.hash, FORMATS[recipe.format].extension),
    )
    with charged(JOB_CELLS, job.cells), transaction.atomic():
        alone(job.client)
        check_share()
        job.save(force_insert=True)
        Part.objects.bulk_create(
            Part(job=job, number=number, start=span.start, rows=span.rows) for number, span in enumerate(cut)
        )
        if webhook:
            Webhook.objects.create(job=job, url=webhook, secret=new_secret())
    deliver(job.pk)
    return find(job.pk)


def _check_parts(plan: Plan, cut: list[Span], start: int) -> None:
    """Refuse more parts than there can be where each finds out anew what all rows before it hold."""
    needed = sum(plan.seconds(rows=span.rows, start=start + span.start) for span in cut)
    if plan.settled_first and needed > settings.JOB_MAX_SECONDS:
        raise InvalidRequest(
            "In so many parts it takes too long: each finds out anew what all rows before it hold",
            field="parts",
            provided=len(cut),
        )


def find(job: UUID) -> Status:
    """Return how a job stands. Raises JobNotFound."""
    row = Job.objects.filter(pk=job).first()
    if row is None:
        raise JobNotFound(f"there is no job {job}")
    names = [*PartStatus.__dataclass_fields__]
    parts = tuple(PartStatus(**values) for values in row.parts.order_by("number").values(*names))
    others = {"state", "parts", "webhook", "link"}
    mine = {name: getattr(row, name) for name in Status.__dataclass_fields__ if name not in others}
    found = Webhook.objects.filter(job=job).first()
    webhook = WebhookStatus.of(found) if found else None
    return Status(**mine, state=State(row.state), parts=parts, webhook=webhook, link=link_of(row))


def webhook_secret(job: UUID) -> str | None:
    """Return what the receiver of a job's webhook checks its signature with, or None where there is no webhook."""
    return Webhook.objects.filter(job=job).values_list("secret", flat=True).first()


def cancel(job: UUID) -> Status:
    """End a job unless it has ended; who makes its parts notices within a moment. Raises JobNotFound.

    Who asked for it gets back the cells that are not made.
    """
    if end(job, State.CANCELLED):
        _give_back(job)
    return find(job)


def _give_back(job: UUID) -> None:
    row = Job.objects.annotate(made=Sum("parts__rows_done")).filter(pk=job).exclude(client="").first()
    if row is not None:
        left = row.cells * (row.rows - row.made) // row.rows
        give_back(JOB_CELLS, left, client=row.client)


def open_file(status: Status, number: int | None = None, window: Window | None = None) -> Iterator[bytes]:
    """Return the bytes of a job's file, or of one part of it, or some of them; the first are read already.

    There is no window of a file that is joined. Raises JobUnfinished, JobGone, JobNotFound; FileBusy where others are
    joined, and SchemaNotFound or RevisionNotFound where a file has to be joined of parts whose schema was dropped.
    """
    parts = finished_parts(status, number)
    try:
        if is_joined(status, number):
            return Primed(_joined(status, parts))
        window = window or Window(0, sum(part.bytes for part in parts))
        return Primed(_bytes(status.id, parts, window)) if window.size else iter(())
    except FileNotFoundError as error:
        raise JobGone("the file is not there any more") from error


def check_files(status: Status, parts: list[PartStatus]) -> None:
    """Refuse a file some of whose parts are gone before its first byte is sent. Raises JobGone."""
    if not files.are_there(files.part_name(status.id, part.number) for part in parts):
        raise JobGone("the file is not there any more")


def content_type(status: Status, number: int | None = None) -> str:
    """Return what HTTP calls the file; a piece of a file, which is no file by itself, is but bytes."""
    of = FORMATS[status.format]
    is_piece = number is not None and len(status.parts) > 1 and of.join is None
    return "application/octet-stream" if is_piece else of.content_type


def is_joined(status: Status, number: int | None = None) -> bool:
    """Tell whether the file is made anew of parts that are files of their own, so that its length is not known."""
    return number is None and len(status.parts) > 1 and FORMATS[status.format].join is not None


def link_to(status: Status, number: int, *, file_name: str) -> str | None:
    """Return an address in the bucket at which anybody takes a part's file for a while, under this name.

    None where the service sends it. Raises JobUnfinished, JobGone, JobNotFound.
    """
    (part,) = finished_parts(status, number)
    if not settings.JOB_LINK_SECONDS:
        return None
    return files.link(
        files.part_name(status.id, part.number),
        file_name=file_name,
        content_type=content_type(status, number),
        seconds=settings.JOB_LINK_SECONDS,
    )


def finished_parts(status: Status, number: int | None = None) -> list[PartStatus]:
    """Return the parts of a job's file, or the one with this number. Raises JobUnfinished, JobGone, JobNotFound."""
    if status.state in ACTIVE:
        raise JobUnfinished("the file is not there yet", retry_after=_LOOK_AGAIN)
    if status.state is not State.DONE:
        raise JobGone(f"the job is {status.state}, and there is no file")
    parts = [part for part in status.parts if number is None or part.number == number]
    if not parts:
        raise JobNotFound(f"the job has no part {number}")
    return parts


def _bytes(job: UUID, parts: list[PartStatus], window: Window) -> Iterator[bytes]:
    start = 0
    for part in parts:
        piece = window.within(start, part.bytes)
        start += part.bytes
        if piece.size:
            yield from files.read_window(files.part_name(job, part.number), piece)


def _joined(status: Status, parts: list[PartStatus]) -> Iterator[bytes]:
    """Make one file of the parts: work for a thread of the server, of which some are kept for others."""
    if not _JOINING.acquire(timeout=_PATIENCE_SECONDS):
        raise FileBusy("other files are made of their parts just now; ask again in a moment", retry_after=_LOOK_AGAIN)
    try:
        recipe = find_recipe(status.link)
        opened = files.opened(files.part_name(status.id, part.number) for part in parts)
        yield from joined(status.format, opened, options=recipe.options, about=recipe.about)
    finally:
        _JOINING.release()
