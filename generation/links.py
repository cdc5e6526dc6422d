"""The addresses at which datasets are found again."""

from urllib.parse import urlencode

from generation.fields import DEFAULT_FORMAT
from generation.recipes import Recipe, written


def permanent_link(recipe: Recipe) -> str:
    """Return the address, without a host, that always answers the bytes of this dataset."""
    return recipe.link.address


def page_link(recipe: Recipe) -> str:
    """Return the address, without a host, of the page that shows this dataset."""
    format_ = {"format": recipe.format} if recipe.format != DEFAULT_FORMAT else {}
    return f"/datasets/{recipe.entry.hash}?{urlencode(_query(recipe) | format_ | written(recipe.options))}"


def _query(recipe: Recipe) -> dict[str, object]:
    return {"rows": recipe.rows, "seed": recipe.seed, "as_of": recipe.as_of, "revision": recipe.entry.revision}
