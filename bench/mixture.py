"""The mixed load: `python -m bench.mixture PORT` asks a server for it, and tells in JSON how each request went.

Nine requests in ten are for 1,000 rows of one of some descriptions that are known, by the description or by permanent
link; one in twenty is for a description that is new, which rules design; one in twenty for a page. Each client asks for
the next as soon as it has its answer. An answer that differs from the first of its kind by a byte is a problem, as one
that is refused or broken off.
"""

import asyncio
import json
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict, dataclass
from hashlib import sha256
from random import Random
from time import monotonic

from bench.traffic import Answer, BrokenOff, Client, address_of

ROWS = 1000
CACHED, COLD, PAGE = "cached", "cold", "page"
_SHARES = {CACHED: 90, COLD: 5, PAGE: 5}
_SUBJECTS = (
    *("products of a shop", "patients of a clinic", "flights from Lisbon", "books in a library", "football players"),
    *("weather stations", "electric cars", "hotel bookings", "movies", "students", "insurance claims", "parcels"),
    *("restaurant orders", "houses for sale", "bank transfers", "support tickets", "gym members", "podcast episodes"),
)
_PARTS = (
    "with names, prices, categories and ratings",
    "with name, city, date and 5% missing phone",
    "with id and status",
)
_DATASETS = 50  # that are known
_MOST_PROBLEMS = 1000  # a client that is refused everything asks no longer


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: when it began and how long it took, in seconds; what was wrong with the answer, or nothing.

    The clock is the system's monotonic one, which all processes of a machine have in common.
    """

    at: float
    seconds: float
    kind: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A dataset that is known to the server: what asks for it, and the digest of its bytes."""

    body: bytes
    link: str
    page: str
    digest: str


class Mixture:
    """A client of the mixture; the same seed asks for the same in the same order."""

    def __init__(self, port: int, number: int, seed: int, known: list[Known]) -> None:
        self._client = Client(port, address_of(number))
        self._random = Random(f"{seed} {number}")
        self._name = f"{seed}-{number}"
        self._known = known
        self._new = 0
        self.asked: list[Asked] = []

    async def run(self, seconds: float) -> None:
        """Ask until so many seconds are past."""
        until = monotonic() + seconds
        problems = 0
        while monotonic() < until and problems < _MOST_PROBLEMS:
            (kind,) = self._random.choices([*_SHARES], [*_SHARES.values()])
            at = monotonic()
            problem = await self._problem(kind)
            problems += bool(problem)
            self.asked.append(Asked(at, monotonic() - at, kind, problem))
        self._client.close()

    async def _problem(self, kind: str) -> str:
        """Ask for something of a kind, and return what is wrong with the answer."""
        try:
            return await {CACHED: self._cached, COLD: self._cold, PAGE: self._page}[kind]()
        except TimeoutError:
            return "no answer in time"
        except (BrokenOff, OSError, ValueError) as error:
            return f"{type(error).__name__}: {error}"

    async def _cached(self) -> str:
        known = self._random.choice(self._known)
        if self._random.random() < 1 / 3:
            answer = await self._client.ask("GET", known.link)
        else:
            answer = await posted(self._client, known.body)
        if answer.status == 200 and sha256(answer.body).hexdigest() != known.digest:  # noqa: PLR2004 - OK
            return "other bytes than before"
        return _refused(answer)

    async def _cold(self) -> str:
        self._new += 1
        subject, part = self._random.choice(_SUBJECTS), self._random.choice(_PARTS)
        return _refused(await posted(self._client, wish(f"{subject} {part}, number {self._name}-{self._new}")))

    async def _page(self) -> str:
        page = self._random.choice(["/", self._random.choice(self._known).page])
        return _refused(await self._client.ask("GET", page, Accept="text/html", Accept_Encoding="gzip"))


def wish(description: str) -> bytes:
    """Return the body that asks for a dataset."""
    return json.dumps({"description": description, "rows": ROWS, "seed": 7, "as_of": "2026-11-20"}).encode()


async def posted(client: Client, body: bytes) -> Answer:
    """Return the dataset that a body asks for."""
    return await client.ask("POST", "/generate", body, Content_Type="application/json")


def _refused(answer: Answer) -> str:
    if answer.status != 200:  # noqa: PLR2004 - OK
        return f"{answer.status}: {answer.body[:120].decode('utf-8', 'replace')}"
    return "" if answer.body else "no bytes"


async def prepared(port: int, datasets: int) -> list[Known]:
    """Have some descriptions designed that are known from then on. Raises ValueError where one is refused."""
    client = Client(port)
    sentences = [f"{subject} {part}" for part in _PARTS for subject in _SUBJECTS]
    known = [await _first(client, wish(sentence)) for sentence in sentences[:datasets]]
    client.close()
    return known


async def _first(client: Client, body: bytes) -> Known:
    answer = await posted(client, body)
    if problem := _refused(answer):
        raise ValueError(problem)
    page = f"/datasets/{answer.headers['x-schema-hash']}?rows={ROWS}&seed=7"
    return Known(body, answer.headers["content-location"], page, sha256(answer.body).hexdigest())


async def load(port: int, *, clients: int, seconds: float, seed: int, datasets: int = _DATASETS) -> list[Asked]:
    """Return what so many clients met in so many seconds, in the order in which they asked."""
    known = await prepared(port, datasets)
    mixtures = [Mixture(port, number, seed, known) for number in range(clients)]
    await asyncio.gather(*(mixture.run(seconds) for mixture in mixtures))
    return sorted((each for of in mixtures for each in of.asked), key=lambda each: each.at)


def _arguments() -> Namespace:
    parser = ArgumentParser(prog="python -m bench.mixture", description=__doc__)
    parser.add_argument("port", type=int, help="of the server, on 127.0.0.1")
    parser.add_argument("--clients", type=int, default=64, help="at one time (64)")
    parser.add_argument("--seconds", type=float, default=10, help="to ask for (10)")
    parser.add_argument("--seed", type=int, default=1, help="of what is asked for (1)")
    return parser.parse_args()


def main() -> None:
    """Ask, and write what came of it."""
    given = _arguments()
    asked = asyncio.run(load(given.port, clients=given.clients, seconds=given.seconds, seed=given.seed))
    json.dump([asdict(each) for each in asked], sys.stdout)


if __name__ == "__main__":
    main()
