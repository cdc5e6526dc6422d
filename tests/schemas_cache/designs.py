"""Designs to remember in tests, and a designer that counts."""

from generation.designer import OFFLINE_DESIGNER, Design, DesignError
from generation.engine import DatasetSchema


def schema(*names: str, locale: str | None = None) -> DatasetSchema:
    """Return a schema with these columns, `name` alone unless told otherwise."""
    columns = {name: {"faker_method": "fake.name()", "data_type": "string"} for name in names or ("name",)}
    return DatasetSchema.from_json(columns, locale=locale)


def by_rules(*names: str) -> Design:
    return Design(schema=schema(*names), domain="people", designed_by=OFFLINE_DESIGNER, assumptions=("A guess",))


def by_model(*names: str) -> Design:
    return Design(schema=schema(*names), domain="persons", designed_by="gpt-4o-mini", not_understood=("a wish",))


class Designer:
    """Gives the same design, or raises the same error, each time it is called, and counts."""

    def __init__(self, outcome: Design | DesignError) -> None:
        self.outcome = outcome
        self.calls = 0

    def __call__(self) -> Design:
        self.calls += 1
        if isinstance(self.outcome, DesignError):
            raise self.outcome
        return self.outcome
