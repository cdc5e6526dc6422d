"""What each client may: how much of what, in which time. A limit of 0 is without bound, and commands have none."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil, isinf

from django.conf import settings

from access import allowances
from access.allowances import Allowance, Rate
from access.clients import asking
from access.errors import AskedTooMuch, LimitReached

_MINUTE, _DAY = 60.0, 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How much each client may have in so many seconds, as a setting says; in words, so many `of` that."""

    name: str
    setting: str
    seconds: float
    of: str
    kept: bool = False

    @property
    def amount(self) -> int:
        """Return how much that is; 0 is without bound."""
        return int(getattr(settings, self.setting))

    def __str__(self) -> str:
        return f"{self.amount} {self.of}"

    def of_client(self, client: str) -> Allowance:
        """Return a client's share."""
        return Allowance(self.name, client, Rate(self.amount, self.seconds), self.kept)


REQUESTS = Limit(name="requests", setting="CLIENT_REQUESTS_PER_MINUTE", seconds=_MINUTE, of="requests per minute")
CELLS = Limit(name="cells", setting="CLIENT_CELLS_PER_MINUTE", seconds=_MINUTE, of="cells per minute")
# What counts by the day is rare and dear: it outlives the restart of a Redis server.
JOB_CELLS = Limit(
    name="job_cells", setting="CLIENT_JOB_CELLS_PER_DAY", seconds=_DAY, of="cells of jobs per day", kept=True
)
MODEL_DESIGNS = Limit(
    name="model_designs", setting="CLIENT_MODEL_DESIGNS_PER_DAY", seconds=_DAY, of="designs per day", kept=True
)


def charge(limit: Limit, amount: int = 1) -> None:
    """Take so much of a limit for who asks. Raises LimitReached, and then takes nothing."""
    client = asking()
    if client is None or not limit.amount or not amount:
        return
    lacking = allowances.take(limit.of_client(client), amount)
    if isinf(lacking):
        raise AskedTooMuch(limit.name, str(limit), retry_after=round(limit.seconds))
    if lacking:
        raise LimitReached(limit.name, str(limit), retry_after=ceil(lacking))


@contextmanager
def charged(limit: Limit, amount: int = 1) -> Iterator[None]:
    """Charge for what is done in the block, and give it back where that fails. Raises LimitReached."""
    charge(limit, amount)
    try:
        yield
    except BaseException:
        give_back(limit, amount)
        raise


def give_back(limit: Limit, amount: int = 1, *, client: str | None = None) -> None:
    """Give back what was not used after all, to a client or to who asks."""
    whose = client or asking()
    if whose and limit.amount and amount:
        allowances.give_back(limit.of_client(whose), amount)
