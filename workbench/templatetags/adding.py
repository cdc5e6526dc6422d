"""The list to add a column from, for the part of the page that shows it."""

from urllib.parse import parse_qsl

from django import template

from generation.links import page_link
from generation.recipes import Recipe
from workbench.adding import Search

register = template.Library()


@register.simple_tag
def new_search() -> Search:
    """Return the form to look for a column with, empty."""
    return Search()


@register.simple_tag
def kept(recipe: Recipe) -> list[tuple[str, str]]:
    """Return what a dataset's address says of its rows, as a form has to say it again."""
    return parse_qsl(page_link(recipe).partition("?")[2])
