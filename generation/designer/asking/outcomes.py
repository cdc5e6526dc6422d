"""What came of asking the language model: a line in the log for each design, the latest for health."""

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from generation.designer.asking.deadline import Deadline
from generation.designer.spent import NOTHING_SPENT, Spent

DESIGNED = "designed"

logger = logging.getLogger("generation.designer")


@dataclass(frozen=True, slots=True)
class Outcome:
    """`reason` is "designed" or the class of the ModelError; `at` is in UTC, and it took so many `seconds`."""

    reason: str
    at: datetime
    seconds: float = 0.0
    spent: Spent = NOTHING_SPENT

    @property
    def is_usable(self) -> bool:
        """Tell whether the model gave a schema that runs."""
        return self.reason == DESIGNED


_LATEST: deque[Outcome] = deque(maxlen=1)  # appending is atomic, so no lock
_TOLD: list[Callable[[Outcome], None]] = []


def last_outcome() -> Outcome | None:
    """Return the latest outcome in this process, None before the first one."""
    return next(iter(tuple(_LATEST)), None)


def on_outcome(tell: Callable[[Outcome], None]) -> None:
    """Have somebody told of every outcome from now on, in the thread that asked."""
    _TOLD.append(tell)


@dataclass(slots=True)
class Tally:
    """What one design costs. Texts have no place in it, neither those asked nor those answered."""

    model: str
    deadline: Deadline
    requests: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0

    def add_tokens(self, prompt: int, completion: int) -> None:
        """Add what the service says that one of its answers took."""
        self.prompt_tokens += prompt
        self.completion_tokens += completion

    @property
    def spent(self) -> Spent:
        """Return the cost so far."""
        return Spent(requests=self.requests, prompt_tokens=self.prompt_tokens, completion_tokens=self.completion_tokens)

    def report(self, reason: str) -> None:
        """Log one line and remember the outcome."""
        outcome = Outcome(reason, datetime.now(UTC), self.deadline.elapsed(), self.spent)
        _LATEST.append(outcome)
        logger.log(
            logging.INFO if reason == DESIGNED else logging.WARNING,
            "language model: %s",
            reason,
            extra={
                "model": self.model,
                "outcome": reason,
                "requests": self.requests,
                "seconds": round(outcome.seconds, 3),
                "prompt_tokens": self.prompt_tokens,
                "completion_tokens": self.completion_tokens,
            },
        )
        for tell in _TOLD:
            tell(outcome)
