"""Description in, schema out: offline by rules and a field catalog, or with a language model."""

from dataclasses import replace
from datetime import UTC, datetime

from generation.designer.asking.outcomes import Outcome, last_outcome, on_outcome
from generation.designer.asking.providers import NO_KEY, PROVIDERS, Provider
from generation.designer.checking import repairing
from generation.designer.checking.repairing import Repair
from generation.designer.design import Design, ModelSettings, Origin
from generation.designer.errors import (
    DesignError,
    ModelAnswerUnusable,
    ModelBudgetSpent,
    ModelError,
    ModelRateLimited,
    ModelRefused,
    ModelShareSpent,
    ModelUnavailable,
)
from generation.designer.fields import Field, fields_of, find_fields, not_known
from generation.designer.model import design_with_model, refine_with_model, will_ask_model
from generation.designer.offline.designing import OFFLINE_DESIGNER, design_offline
from generation.designer.reading.rows import read_rows
from generation.designer.refining import Change, Difference, difference, refine_offline, renamed
from generation.designer.spent import Spent
from generation.engine import DatasetSchema

__all__ = [
    "NO_KEY",
    "OFFLINE_DESIGNER",
    "PROVIDERS",
    "Change",
    "Design",
    "DesignError",
    "Difference",
    "Field",
    "ModelAnswerUnusable",
    "ModelBudgetSpent",
    "ModelError",
    "ModelRateLimited",
    "ModelRefused",
    "ModelSettings",
    "ModelShareSpent",
    "ModelUnavailable",
    "Origin",
    "Outcome",
    "Provider",
    "Repair",
    "Spent",
    "design",
    "difference",
    "excused",
    "fields_of",
    "find_fields",
    "last_outcome",
    "not_known",
    "on_outcome",
    "read_rows",
    "refine",
    "renamed",
    "repaired",
    "will_ask_model",
]

_EXCUSES: dict[type[ModelError], str] = {
    ModelShareSpent: "has made as many designs for whoever asked as one may have in a day",
    ModelBudgetSpent: "has used up what it may cost a day",
    ModelRateLimited: "is asked too often at the moment",
    ModelRefused: "refused to work for this service",
    ModelUnavailable: "did not answer in time",
    ModelAnswerUnusable: "gave no usable answer",
}


def design(
    description: str, *, locale: str | None = None, model: ModelSettings | None = None, fallback: bool = True
) -> Design:
    """Design a schema with the model, or without one by rules.

    When the model fails, rules design it and the assumptions say so, or, without `fallback`, the ModelError is raised.
    """
    if model is None:
        return design_offline(description, locale)
    try:
        return design_with_model(description, locale, model)
    except ModelError as error:
        if not fallback:
            raise
        failure = error
    return excused(design_offline(description, locale), failure)


def refine(
    parent: Design, description: str, instruction: str, *, model: ModelSettings | None = None, fallback: bool = True
) -> Design:
    """Change a design, made for a description, as an instruction says.

    The model is asked where rules do not understand. When it fails, what rules could do is done and the assumptions say
    so, or, without `fallback`, the ModelError is raised.
    """
    refined = refine_offline(parent, description, instruction)
    if model is None or refined.not_understood == parent.not_understood:
        return refined
    try:
        return refine_with_model(parent, description, instruction, model)
    except ModelError as error:
        if not fallback:
            raise
        failure = error
    return excused(refined, failure)


def repaired(schema: DatasetSchema, description: str) -> Repair:
    """Make anew by the field catalog the columns of a schema, made for a description, that do not run; no others.

    Raises EngineError for a schema that does not run for a reason that lies in no column.
    """
    return repairing.repaired(schema, description, datetime.now(UTC).date())


def excused(offline: Design, failure: ModelError) -> Design:
    """Return a design by rules that says why the model did not make it."""
    excuse = f"The language model {_EXCUSES[type(failure)]}, so rules designed this schema."
    return replace(offline, assumptions=(excuse, *offline.assumptions), instead_of=failure, spent=failure.spent)
