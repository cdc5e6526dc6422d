"""The examples of the front page."""

from django import template

from workbench import examples
from workbench.examples import Example

register = template.Library()


@register.simple_tag
def front_examples() -> list[Example]:
    """Return the examples that have a button on the front page."""
    return [example for example in examples.examples().values() if example.front]
