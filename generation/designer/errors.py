"""What can go wrong while a schema is designed.

DesignError
└── ModelError             the language model gave no usable schema
    ├── ModelRateLimited     it asks to be left alone for a while
    │   └── ModelBudgetSpent   this service has spent on it what a day may cost
    │       └── ModelShareSpent  or who asks has what one may of it; others may still ask
    ├── ModelRefused         it refuses this service: credentials, permission, an empty account, an unknown model
    ├── ModelUnavailable     it cannot be reached, is slow, or fails
    └── ModelAnswerUnusable  it answers, but not with a schema that runs
"""

from generation.designer.spent import NOTHING_SPENT, Spent


class DesignError(Exception):
    """The root of the designer's errors: `str(error)` names no key and quotes no description."""


class ModelError(DesignError):
    """The language model gave no usable schema; `spent` is what its failure cost."""

    spent: Spent = NOTHING_SPENT


class ModelRateLimited(ModelError):
    """The model's service asks to be left alone: `retry_after` in whole seconds, `limit` in its words if it said so."""

    def __init__(self, message: str, *, retry_after: int, limit: str | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.limit = limit


class ModelBudgetSpent(ModelRateLimited):
    """This service has spent on the model what a day may cost; `retry_after` is when the next day begins."""


class ModelShareSpent(ModelBudgetSpent):
    """Who asks has used up a share of that; others may still ask."""


class ModelRefused(ModelError):
    """The model's service refuses this service: credentials, permission, an empty account, an unknown model."""


class ModelUnavailable(ModelError):
    """The model's service cannot be reached, is slow, or fails."""


class ModelAnswerUnusable(ModelError):
    """The model answers, but not with a schema that runs."""
