"""The openapi document of the views: what each takes, answers and refuses, with examples."""

from generation.openapi.datasets import generate, reproduce
from generation.openapi.extensions import require_bodies
from generation.openapi.health import health
from generation.openapi.schemas import design, read, refine, search

__all__ = ["design", "generate", "health", "read", "refine", "reproduce", "require_bodies", "search"]
