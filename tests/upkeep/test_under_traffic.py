"""A backup is made and restored by commands while others write, on either database."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.servers import manage

pytestmark = pytest.mark.no_cover  # nothing of it runs in this process

_WRITING = """
import json, sys
from threading import Event, Thread
from django.core.management import call_command
from django.db import Error, connections
from io import StringIO
from generation.engine import DatasetSchema
from schemas_cache.errors import CacheError
from schemas_cache.models import Revision, Schema
from schemas_cache.services import count_use, store

stop, stored, failed = Event(), [], []

def write(writer):
    number = 0
    while not stop.is_set():
        number += 1
        schema = DatasetSchema.from_json({f"by_{writer}_{number}": {"faker_method": "fake.name()"}})
        try:
            hash_ = store(schema)[0].hash
            count_use(hash_)
        except (CacheError, Error, Schema.DoesNotExist):
            failed.append(number)  # its rows were replaced between two of its statements
        else:
            stored.append((writer, hash_))
    connections.close_all()

def run(*arguments, **options):
    said = StringIO()
    call_command(*arguments, as_json=True, stdout=said, **options)
    return json.loads(said.getvalue())

def seen(hashes):
    return Schema.objects.filter(hash__in=hashes).count()

def since(number):
    first, later = set(), []  # each writer was about to write one
    for writer, hash_ in stored[number:]:
        later += [hash_] if writer in first else []
        first.add(writer)
    return later

def more():
    until = len(stored) + 20
    while len(stored) < until:
        stop.wait(0.01)
    return [hash_ for _, hash_ in stored]

writers = [Thread(target=write, args=(writer,)) for writer in range(3)]
for writer in writers:
    writer.start()
try:
    before = more()
    path = run("backup", %r)["path"]
    backed_up = len(stored)
    more()
    lost = since(backed_up)
    run("restore", path, replace_all=True)
    restored = len(stored)
    more()
finally:
    stop.set()
    for writer in writers:
        writer.join()
kept = since(restored)
print(json.dumps({
    "before": seen(before) == len(before),
    "lost": seen(lost),
    "after": seen(kept) == len(kept),
    "without columns": Schema.objects.filter(revisions=None).count(),
    "failed": len(failed) <= 3,
}))
"""


def test_nothing_that_was_answered_before_is_missing_and_the_service_goes_on(migrated_url: str, tmp_path: Path) -> None:
    command = ("shell", "--verbosity", "0", "--command", _WRITING % str(tmp_path / "backups"))
    done = manage(*command, DATABASE_URL=migrated_url, DATA_DIR=str(tmp_path), SECRET_KEY="of the tests")
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, Any] = json.loads(done.stdout)
    assert found == {"before": True, "lost": 0, "after": True, "without columns": 0, "failed": True}
