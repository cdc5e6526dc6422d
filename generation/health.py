"""How the service and what it depends on are doing."""

from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings

from generation.designer import last_outcome
from schemas_cache import services as schemas_cache


class ModelState(StrEnum):
    """How the language model is doing, as far as this process knows: degraded when its last call failed."""

    AVAILABLE = "available"
    UNAVAILABLE = "unavailable"
    DEGRADED = "degraded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Whether the service can do its work, and on what it stands."""

    healthy: bool
    model: ModelState
    cache_accessible: bool


def check_health() -> Health:
    """Tell how the service and what it depends on are doing. Never raises."""
    model, accessible = _model_state(), schemas_cache.is_accessible()
    can_design = settings.OFFLINE_FALLBACK or model is not ModelState.UNAVAILABLE
    return Health(healthy=accessible and can_design, model=model, cache_accessible=accessible)


def _model_state() -> ModelState:
    if settings.OPENAI_API_KEY is None:
        return ModelState.UNAVAILABLE
    latest = last_outcome()
    return ModelState.AVAILABLE if latest is None or latest.is_usable else ModelState.DEGRADED
