"""What migrations may do while the code before them still answers: for the minutes of an upgrade both run."""

from collections.abc import Iterator

import pytest
from django.db import migrations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

OURS = {"access", "curation", "generation", "jobs", "presenting", "schemas_cache", "upkeep", "watching", "workbench"}
# Adds what old code does not know of, and takes nothing away: no statement of old code fails by it.
HARMLESS = (
    migrations.CreateModel,
    migrations.AddIndex,
    migrations.AddField,
    migrations.AlterModelOptions,
    migrations.RunPython,
)
# Of the first release, before which there was no code that could leave anything out.
FIRST = {"schemas_cache.0002_what_designs_cost_and_come_from", "schemas_cache.0003_curating"}


def _operations() -> Iterator[tuple[str, Operation]]:
    loader = MigrationLoader(None)
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        if app in OURS:
            yield from ((f"{app}.{name}", operation) for operation in migration.operations)


def test_no_migration_takes_anything_away_that_old_code_asks_for() -> None:
    assert [(name, operation.describe()) for name, operation in _operations() if type(operation) not in HARMLESS] == []


def test_old_code_can_leave_new_columns_out() -> None:
    added = [(name, each.field) for name, each in _operations() if isinstance(each, migrations.AddField)]
    assert {name for name, field in added if not (field.null or field.has_db_default())} == FIRST


def test_every_migration_can_be_taken_back() -> None:
    assert [(name, operation.describe()) for name, operation in _operations() if not operation.reversible] == []


@pytest.mark.parametrize("name", sorted({name for name, _ in _operations()}))
def test_what_fails_half_way_leaves_nothing_behind(name: str) -> None:
    app, _, number = name.partition(".")
    assert MigrationLoader(None).disk_migrations[app, number].atomic
