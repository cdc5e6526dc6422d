"""What all tests may ask for."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connections
from django.db.models.signals import post_migrate

# In the order of their imports
pytest_plugins = ["tests.servers", "tests.databases", "tests.browser", "tests.brokers", "tests.buckets"]


STARTING = {"program", "empty_database", "postgresql", "database_url", "migrated_url"}  # processes, which take long

# What runs the same lines over and over, for the sake of all values: other tests run them too, and tell which branches.
EXHAUSTIVE = {
    "test_barcodes.py",
    "test_catalog.py",
    "test_colours.py",
    "test_designing.py",
    "test_designs.py",
    "test_elementary.py",
    "test_faker.py",
    "test_fidelity.py",
    "test_meaning.py",
    "test_measures.py",
    "test_methods.py",
    "test_prompt.py",
    "test_repeatability.py",
    "test_roles.py",
    "test_round_trip.py",
    "test_safety.py",
    "test_suggestions.py",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the files that start servers, browsers and programs go first, so that none of them keeps all others waiting.

    They are not traced for coverage, which sees nothing of other processes, and neither is what is exhaustive.
    """
    starting = {item.path for item in items if STARTING & set(getattr(item, "fixturenames", ()))}
    items.sort(key=lambda item: item.path not in starting)
    for item in items:
        if item.path in starting or item.path.name in EXHAUSTIVE:
            item.add_marker("no_cover")


@pytest.fixture(scope="session", autouse=True)
def _instructors_after_a_flush() -> Iterator[None]:
    """Make the group of instructors again when a test with transactions of its own has emptied the database.

    Whatever its tests leave, Django makes contenttypes and permissions again; what migrations made, it does not.
    """
    group = import_module("curation.migrations.0002_instructors")
    keys = import_module("curation.migrations.0003_api_keys")

    def make_group(using: str, **_: Any) -> None:
        group.make_group(apps, connections[using].schema_editor())
        keys.allow(apps, connections[using].schema_editor())

    post_migrate.connect(make_group, sender=apps.get_app_config("curation"))
    yield
    post_migrate.disconnect(make_group, sender=apps.get_app_config("curation"))
