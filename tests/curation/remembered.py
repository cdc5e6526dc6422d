"""Schemas in the database, for tests of the admin."""

from dataclasses import replace

from django.urls import reverse

from generation.engine import Column, DatasetSchema, DataType
from schemas_cache.curating import edit
from schemas_cache.models import Schema
from schemas_cache.services import find, obtain
from tests.schemas_cache.designs import by_rules


def remember(description: str, *columns: str) -> str:
    """Remember a design by rules, and return its hash."""
    return obtain(description, None, design=lambda: by_rules(*columns), wait=0, replace_offline=False)[0].hash


def revise(hash_: str, *columns: str, author: str = "ann") -> None:
    """Make a schema of these columns the current revision, as an instructor does."""
    entry = find(hash_)
    made = tuple(Column(name=name, expression="fake.name()", data_type=DataType.STRING) for name in columns)
    edit(hash_, replace(entry.schema, columns=made), domain=entry.domain, revision=entry.revision, author=author)


def one_column(name: str, expression: str) -> DatasetSchema:
    return DatasetSchema((Column(name=name, expression=expression, data_type=DataType.STRING),))


def row(hash_: str) -> Schema:
    return Schema.objects.get(hash=hash_)


def page(name: str, *args: object) -> str:
    """Return the address of one of the admin's pages on schemas."""
    return reverse(f"admin:schemas_cache_schema_{name}", args=args)
