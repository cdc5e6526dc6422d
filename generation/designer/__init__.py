"""Description in, schema out: offline by rules and a field catalog, or with a language model."""

from dataclasses import replace

from generation.designer.design import Design, ModelSettings, Origin
from generation.designer.errors import (
    DesignError,
    ModelAnswerUnusable,
    ModelBudgetSpent,
    ModelError,
    ModelRateLimited,
    ModelRefused,
    ModelUnavailable,
)
from generation.designer.model import design_with_model
from generation.designer.offline import OFFLINE_DESIGNER, design_offline
from generation.designer.outcomes import Outcome, last_outcome
from generation.designer.providers import NO_KEY, PROVIDERS, Provider
from generation.designer.spent import Spent

__all__ = [
    "NO_KEY",
    "OFFLINE_DESIGNER",
    "PROVIDERS",
    "Design",
    "DesignError",
    "ModelAnswerUnusable",
    "ModelBudgetSpent",
    "ModelError",
    "ModelRateLimited",
    "ModelRefused",
    "ModelSettings",
    "ModelUnavailable",
    "Origin",
    "Outcome",
    "Provider",
    "Spent",
    "design",
    "excused",
    "last_outcome",
]

_EXCUSES: dict[type[ModelError], str] = {
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


def excused(offline: Design, failure: ModelError) -> Design:
    """Return a design by rules that says why the model did not make it."""
    excuse = f"The language model {_EXCUSES[type(failure)]}, so rules designed this schema."
    return replace(offline, assumptions=(excuse, *offline.assumptions), instead_of=failure, spent=failure.spent)
