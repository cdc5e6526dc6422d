"""The openapi document of the views: what each takes, answers and refuses, with examples."""

from generation.openapi.closing import name_keys
from generation.openapi.datasets import generate, reproduce
from generation.openapi.extensions import require_bodies
from generation.openapi.health import health, live
from generation.openapi.schemas import design, read, refine, search
from generation.openapi.writes import drop, export, revise, take_in

__all__ = [
    "design",
    "drop",
    "export",
    "generate",
    "health",
    "live",
    "name_keys",
    "read",
    "refine",
    "reproduce",
    "require_bodies",
    "revise",
    "search",
    "take_in",
]
