"""The addresses at which datasets are found again."""

from urllib.parse import urlencode

from generation.fields import DEFAULT_FORMAT
from generation.services import Link, Recipe


def permanent_link(recipe: Recipe) -> str:
    """Return the address, without a host, that always answers the bytes of this dataset."""
    return address(
        Link(
            hash=recipe.entry.hash,
            format=recipe.format,
            rows=recipe.rows,
            seed=recipe.seed,
            as_of=recipe.as_of,
            offset=recipe.offset,
            revision=recipe.entry.revision,
            options=recipe.options,
        )
    )


def address(link: Link) -> str:
    """Return the address, without a host, that a link which names its day and its revision stands for."""
    query = {"rows": link.rows, "seed": link.seed, "as_of": link.as_of, "revision": link.revision}
    offset = {"offset": link.offset} if link.offset else {}
    options = {name: _written(value) for name, value in link.options.chosen.items()}
    return f"/datasets/{link.hash}.{link.format}?{urlencode(query | offset | options)}"


def page_link(recipe: Recipe) -> str:
    """Return the address, without a host, of the page that shows this dataset."""
    format_ = {"format": recipe.format} if recipe.format != DEFAULT_FORMAT else {}
    return f"/datasets/{recipe.entry.hash}?{urlencode(_query(recipe) | format_)}"


def _query(recipe: Recipe) -> dict[str, object]:
    return {"rows": recipe.rows, "seed": recipe.seed, "as_of": recipe.as_of, "revision": recipe.entry.revision}


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
