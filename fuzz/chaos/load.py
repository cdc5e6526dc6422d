"""Clients that ask for everything, all the time, and look at each answer."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Event, Lock, Thread
from time import monotonic, sleep

from fuzz.chaos.asking import BROKEN, Answer, ask, fault_of
from fuzz.chaos.ledger import Ledger

ROWS = 1000
JOB_ROWS = 4000
CACHED = "Orders with an order id, a customer name, a quantity, a unit price and a shipping date"
_KINDS = {"cached": 55, "link": 15, "cold": 8, "schema": 5, "page": 5, "health": 7, "job": 2, "progress": 3}
_SLOWEST = 40.0  # seconds: a model's deadline, and what is waited for it
_MOST_JOBS = 10  # that wait; a client may have a few more


@dataclass
class Phase:
    """What clients saw meanwhile: how many answers of each kind and status, and how slow the slowest was."""

    name: str
    may_break: bool = False
    seen: Counter[tuple[str, int]] = field(default_factory=Counter)
    slowest: float = 0.0
    wrong: list[str] = field(default_factory=list)
    last_trouble: float = field(default_factory=monotonic)
    good: set[str] = field(default_factory=set)  # kinds that were answered well since the last trouble

    def count(self, *, good: bool) -> int:
        """Return how many answers were good, or were not."""
        return sum(count for (_, status), count in self.seen.items() if (200 <= status < 300) == good)  # noqa: PLR2004 - of HTTP


class Load:
    """Clients of a service at `port`; `phase` takes note of what they see, `ledger` of what they were promised."""

    def __init__(self, port: int, clients: int, seed: int) -> None:
        self.port = port
        self.ledger = Ledger()
        self.phase = Phase("warm-up")
        self.pending: set[str] = set()  # descriptions that were refused: none may stay so
        self._clients = clients
        self._seed = seed
        self._lock = Lock()
        self._stop = Event()
        self._known: dict[str, str] = {}  # the digest of each link

    @contextmanager
    def running(self) -> Iterator[None]:
        """Ask until the block is left."""
        threads = [Thread(target=self._ask_on, args=(self._seed * 1000 + each,)) for each in range(self._clients)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()

    def begin(self, name: str, *, may_break: bool = False) -> Phase:
        """Take note in another phase from now on, and return it."""
        self.phase = Phase(name, may_break=may_break)
        return self.phase

    def recovered(self, seconds: float) -> float | None:
        """Return after how long all has been well again; None if it is not within so many seconds."""
        started, phase = monotonic(), self.phase
        while monotonic() - started < seconds:
            if monotonic() - phase.last_trouble > _CALM and phase.good >= _KINDS.keys() - {"job", "progress"}:
                return max(0.0, phase.last_trouble - started)
            sleep(0.1)
        return None

    def _ask_on(self, seed: int) -> None:
        draw = random.Random(seed)  # noqa: S311 - which request comes next, no secret
        while not self._stop.is_set():
            (kind,) = draw.choices(list(_KINDS), list(_KINDS.values()))
            phase = self.phase  # that it was asked in
            answer, fault = getattr(self, f"_{kind}")(draw)
            self._note(phase, kind, answer, fault)

    def _note(self, phase: Phase, kind: str, answer: Answer | None, fault: str) -> None:
        if answer is None:
            return
        with self._lock:
            phase.seen[kind, answer.status] += 1
            phase.slowest = max(phase.slowest, answer.seconds)
            is_well = answer.is_good and not fault
            if not is_well:
                self.phase.last_trouble = monotonic()
                self.phase.good.clear()
            elif phase is self.phase:
                phase.good.add(kind)
            if answer.status == BROKEN and (phase.may_break or self.phase.may_break):
                fault = ""
            if answer.seconds > _SLOWEST:
                fault = fault or f"the answer took {answer.seconds:.0f} seconds"
            if fault:
                phase.wrong.append(f"{phase.name}: {kind}: {fault}")

    def _cached(self, draw: random.Random) -> tuple[Answer, str]:
        return self._generated(CACHED, draw)

    def _cold(self, draw: random.Random) -> tuple[Answer, str]:
        return self._generated(f"Orders of shop {draw.randrange(10**9)} with an order id, a name and a price", draw)

    def _generated(self, description: str, draw: random.Random) -> tuple[Answer, str]:
        wish = {"description": description, "rows": ROWS, "seed": draw.randrange(10)}
        answer = ask(self.port, "POST", "/generate", wish)
        if not answer.is_good:
            self.pending.add(description)
            return answer, _refused(answer)
        self.pending.discard(description)
        self.ledger.dataset(answer.headers["x-schema-hash"], by_link=False)
        return answer, self._bytes(answer.headers["content-location"], answer)

    def _bytes(self, link: str, answer: Answer) -> str:
        """Compare the bytes with those of the same link before."""
        digest = sha256(answer.body).hexdigest()
        with self._lock:
            known = self._known.setdefault(link, digest)
        return "" if known == digest and answer.body.count(b"\n") > ROWS else "other bytes than before"

    def _link(self, draw: random.Random) -> tuple[Answer | None, str]:
        with self._lock:
            links = list(self._known)
        if not links:
            return None, ""
        link = draw.choice(links[:20])
        answer = ask(self.port, "GET", link)
        if not answer.is_good:
            return answer, _refused(answer)
        self.ledger.dataset(answer.headers["x-schema-hash"], by_link=True)
        return answer, self._bytes(link, answer)

    def _schema(self, draw: random.Random) -> tuple[Answer, str]:
        description = f"Visits of clinic {draw.randrange(10**9)} with a patient and a date"
        answer = ask(self.port, "POST", "/schemas", {"description": description})
        if answer.is_good:
            self.ledger.schema(json.loads(answer.body)["description_hash"])
        return answer, "" if answer.is_good else _refused(answer)

    def _page(self, _: random.Random) -> tuple[Answer, str]:
        answer = ask(self.port, "GET", "/")
        return answer, "" if answer.is_good else _refused(answer, is_page=True)

    def _health(self, _: random.Random) -> tuple[Answer, str]:
        answer = ask(self.port, "GET", "/health")
        return answer, "" if answer.is_good else _refused(answer, is_health=True)

    def _job(self, draw: random.Random) -> tuple[Answer | None, str]:
        if len(self.pending_jobs()) >= _MOST_JOBS:
            return None, ""
        wish = {"description": CACHED, "rows": JOB_ROWS, "seed": draw.randrange(1000), "format": "csv", "parts": 4}
        answer = ask(self.port, "POST", "/jobs", wish)
        if answer.is_good:
            self.ledger.job(json.loads(answer.body)["id"])
        return answer, "" if answer.is_good else _refused(answer)

    def pending_jobs(self) -> list[str]:
        """Return the latest jobs, which may not have ended."""
        return self.ledger.jobs[self._ended_jobs :]

    _ended_jobs = 0

    def _progress(self, _: random.Random) -> tuple[Answer | None, str]:
        waiting = self.pending_jobs()
        if not waiting:
            return None, ""
        answer = ask(self.port, "GET", f"/jobs/{waiting[0]}")
        if not answer.is_good:
            return answer, _refused(answer)
        state = json.loads(answer.body)["state"]
        with self._lock:
            if state == "done" and self.pending_jobs()[:1] == waiting[:1]:
                self._ended_jobs += 1
        return answer, f"a job is {state}" if state in {"failed", "cancelled", "expired"} else ""


_CALM = 3.0  # seconds without any trouble


def _refused(answer: Answer, *, is_page: bool = False, is_health: bool = False) -> str:
    """Return what is wrong with an answer that is not good."""
    if answer.status == BROKEN:
        return "no answer, or half of one"
    return fault_of(answer, is_page=is_page, is_health=is_health)
