"""What instructors do to schemas, where two of them do it at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from generation.designer import Spent
from schemas_cache.curating import create, edit, mark_curated, merge, replace_design, restore
from schemas_cache.errors import RevisedMeanwhile, SchemaNotFound
from schemas_cache.models import Schema
from schemas_cache.services import find, obtain
from tests.schemas_cache.designs import by_model, schema

SPENT = Spent(requests=1, prompt_tokens=900, completion_tokens=300)
ROUNDS = 10


def merge_at_once(start: Barrier, hashes: list[str], into: str) -> None:
    try:
        start.wait()
        with suppress(SchemaNotFound):
            merge(hashes, into=into)
    finally:
        connection.close()


@pytest.mark.django_db
def test_thousands_are_marked_a_few_hundred_at_a_time() -> None:
    hashes = [f"{number:064}" for number in range(1100)]
    Schema.objects.bulk_create(Schema(hash=hash_, description_key=hash_) for hash_ in hashes)

    with CaptureQueriesContext(connection) as queries:
        assert mark_curated([*hashes, hashes[0]], curated=True) == len(hashes)

    assert Schema.objects.filter(curated=True).count() == len(hashes)
    assert [query["sql"].count("'0") for query in queries if "UPDATE" in query["sql"]] == [500, 500, 100]


@pytest.mark.django_db
def test_what_the_model_took_is_of_the_revision_alone_that_it_made() -> None:
    made = obtain("Cats", None, design=lambda: replace(by_model("name"), spent=SPENT), wait=0, replace_offline=False)[0]

    edit(made.hash, schema("x"), domain="", revision=1, author="ann")
    restore(made.hash, 1, revision=2, author="ann")

    assert [find(made.hash, number).spent for number in (1, 2, 3)] == [SPENT, Spent(), Spent()]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "write",
    [
        lambda hash_: edit(hash_, schema("y"), domain="", revision=1, author="ann"),
        lambda hash_: restore(hash_, 1, revision=1, author="ann"),
        lambda hash_: replace_design(hash_, by_model("y"), revision=1, author="ann"),
    ],
    ids=["edit", "restore", "replace_design"],
)
def test_what_was_meant_for_a_schema_goes_to_none_that_stands_for_it(write: Callable[[str], object]) -> None:
    cats, dogs = (create(text, schema(text), locale=None, domain="", author="").hash for text in ("Cats", "Dogs"))
    merge([cats], into=dogs)

    with pytest.raises(RevisedMeanwhile) as caught:
        write(cats)

    assert (caught.value.hash, caught.value.revision) == (cats, 1)
    assert (find(dogs).revision, [column.name for column in find(dogs).schema.columns]) == (1, ["Dogs"])


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
