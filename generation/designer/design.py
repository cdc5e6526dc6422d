"""What a designer hands over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from generation.designer.errors import ModelError
from generation.designer.spent import NOTHING_SPENT, Spent
from generation.engine import DatasetSchema


class Origin(StrEnum):
    """Why a column is there: it was named, it follows from what was named, or it is usual for the subject."""

    STATED = "stated"
    INFERRED = "inferred"
    TEMPLATE = "template"


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """A schema and what its designer has to say about it.

    `origins` tells by column why it is there. `assumptions` are the guesses made and `not_understood` the parts of the
    sentence that nothing was done with, each in words that a learner reads. `designed_by` is "offline/<version>" or the
    name of a model; `instead_of` is the failure of the model that rules stood in for. `spent` is what the model cost,
    also where it failed.
    """

    schema: DatasetSchema
    domain: str
    designed_by: str
    origins: Mapping[str, Origin] = field(default_factory=dict)
    assumptions: tuple[str, ...] = ()
    not_understood: tuple[str, ...] = ()
    instead_of: ModelError | None = None
    spent: Spent = NOTHING_SPENT

    @property
    def is_offline(self) -> bool:
        """Tell whether rules made this design; a model, once there is one, may make a better one."""
        return self.designed_by.startswith("offline/")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """How to reach a language model.

    A `base_url` that is None is OpenAI's; `deadline` is in seconds and for everything together; `attempts` is how often
    one question is asked at most. Of hosts that are named, those of `allowed_hosts` may be in private networks.
    """

    api_key: str
    name: str
    base_url: str | None
    deadline: float
    attempts: int
    allowed_hosts: Sequence[str] = ()

    def __repr__(self) -> str:
        """Show neither the key nor the address, which may carry a password."""
        return f"ModelSettings(name={self.name!r})"
