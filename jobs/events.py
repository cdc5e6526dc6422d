"""How a job's progress is told while it is made: server-sent events, in a stream that ends with the job.

A stream holds a thread of the server while it lasts, of which there are few. So a process has seats for some streams;
who finds none is told how the job stands, and to ask again. None lasts for long, and a client comes back by itself:
browsers do, with the id of the last event that they got, by which they are told that there are no more.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Event
from time import monotonic

from django.db import Error

from jobs.errors import JobError

CONTENT_TYPE = "text/event-stream"
LAST = "last"  # the id of the event after which there are no more
_AGAIN_MILLISECONDS = 2000
_LOOK_SECONDS = 0.5
_SILENT_SECONDS = 5.0  # then a line without meaning is sent: so that it is found out when a client is gone
_STREAM_SECONDS = 60.0

closing = Event()  # set when the process is to end, so that it need not wait for streams


@dataclass(frozen=True, slots=True)
class Progress:
    """How it stands with a job, as a text in one line; the last one comes when it has ended."""

    text: str
    is_last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """A stream of what `look` finds, for who gets one of the seats, until they leave.

    `pause` tells whether the process is to end.
    """

    look: Callable[[], Progress]
    seats: BoundedSemaphore
    has_left: Callable[[], bool] = bool
    pause: Callable[[float], bool] = closing.wait
    clock: Callable[[], float] = field(default=monotonic)

    def __iter__(self) -> Iterator[bytes]:
        yield f"retry: {_AGAIN_MILLISECONDS}\n\n".encode()
        if not self.seats.acquire(blocking=False):
            yield _event(self.look())
            return
        try:
            yield from self._events()
        finally:
            self.seats.release()

    def _events(self) -> Iterator[bytes]:
        told, told_at, ends_at = "", self.clock(), self.clock() + _STREAM_SECONDS
        while True:
            try:
                progress, now = self.look(), self.clock()
            except (Error, JobError):
                return  # the client comes back, and is told then what is wrong
            if progress.text != told:
                told, told_at = progress.text, now
                yield _event(progress)
            elif now - told_at >= _SILENT_SECONDS:
                told_at = now
                yield b":\n\n"
            if progress.is_last or now >= ends_at or self.pause(_LOOK_SECONDS) or self.has_left():
                return


def _event(progress: Progress) -> bytes:
    identity = f"id: {LAST}\n" if progress.is_last else ""
    return f"event: progress\n{identity}data: {progress.text}\n\n".encode()
