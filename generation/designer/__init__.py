"""Description in, schema out: offline by rules and a field catalog, or with a language model."""

from generation.designer.design import Design, ModelSettings
from generation.designer.errors import (
    DesignError,
    ModelAnswerUnusable,
    ModelError,
    ModelRateLimited,
    ModelRefused,
    ModelUnavailable,
)

__all__ = [
    "Design",
    "DesignError",
    "ModelAnswerUnusable",
    "ModelError",
    "ModelRateLimited",
    "ModelRefused",
    "ModelSettings",
    "ModelUnavailable",
]
