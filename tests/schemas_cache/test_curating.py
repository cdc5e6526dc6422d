"""What instructors do to schemas, where two of them do it at once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import pytest
from django.db import connection

from schemas_cache.curating import create, merge
from schemas_cache.errors import SchemaNotFound
from schemas_cache.models import Schema
from tests.schemas_cache.designs import schema

ROUNDS = 10


def merge_at_once(start: Barrier, hashes: list[str], into: str) -> None:
    try:
        start.wait()
        with suppress(SchemaNotFound):
            merge(hashes, into=into)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", range(ROUNDS))
def test_of_two_that_are_merged_into_each_other_at_once_one_stays(number: int) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("a database in memory lets no thread wait for another")
    made = [
        create(f"{text} {number}", schema("x"), locale=None, domain="", author="").hash for text in ("Cats", "Dogs")
    ]
    start = Barrier(2)
    with ThreadPoolExecutor(2) as threads:
        for one in [threads.submit(merge_at_once, start, made, into) for into in made]:
            one.result()

    assert Schema.objects.filter(merged_into=None).count() == 1
