"""What helps with a sentence, for the part of the page that tells what was understood."""

from django import template

from workbench import rephrasing
from workbench.rephrasing import Aid, Saying
from workbench.showing import ShownDataset

register = template.Library()


@register.simple_tag
def aids(shown: ShownDataset) -> tuple[Aid, ...]:
    """Return what helps with the parts that were not understood."""
    return rephrasing.aids(shown)


@register.simple_tag
def assumed(shown: ShownDataset) -> tuple[str, ...]:
    """Return the guesses that were made."""
    return rephrasing.assumed(shown)


@register.simple_tag
def sayings(shown: ShownDataset) -> tuple[Saying, ...]:
    """Return the ways to say something."""
    return rephrasing.sayings(shown)
