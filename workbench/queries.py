"""What the address of a dataset's page says."""

from generation.fields import DEFAULT_FORMAT, formats
from generation.serializers import RowsQuery
from generation.services import Link, Recipe, find_recipe


class PageQuery(RowsQuery):
    """The query of a dataset's page: which rows, and the format in which they would be taken along."""

    format = formats(default=DEFAULT_FORMAT)

    def recipe(self, hash_: str) -> Recipe:
        """Return which dataset is shown. Raises SchemaNotFound, RevisionNotFound."""
        return find_recipe(Link(hash=hash_, **self.validated_data))
