"""What scripts say while something is awaited, and when it does not come."""

from math import ceil

from django import template
from django.conf import settings

register = template.Library()


@register.inclusion_tag("workbench/waiting.html")
def waiting() -> dict[str, int]:
    """Show the place for it. `model_seconds` is how long a language model may take, or 0 where there is none."""
    return {"model_seconds": ceil(settings.MODEL_DEADLINE) if settings.OPENAI_API_KEY else 0}
