"""An export is of one moment, and nobody waits for it."""

import json
import subprocess
import sys
from pathlib import Path

from tests.servers import ROOT, environment

PROGRAM = """
import sys
import django
django.setup()
from django.db import connection
from schemas_cache.exporting import export_chunks
from schemas_cache.models import Schema
from schemas_cache.services import store
from tests.schemas_cache.designs import schema

for number in range(100):  # more than one piece
    store(schema(*(f"{number} {part}" for part in range(20))))
chunks = export_chunks()
begun = next(chunks)
other = connection.copy()
with other.cursor() as cursor:
    cursor.execute("UPDATE schemas_cache_schema SET domain = 'changed'")
other.close()
assert set(Schema.objects.values_list("domain", flat=True)) == {""}
sys.stdout.buffer.write(begun + b"".join(chunks))
assert set(Schema.objects.values_list("domain", flat=True)) == {"changed"}
"""


def test_what_is_written_meanwhile_is_not_in_it_and_waits_for_nothing(migrated_url: str, tmp_path: Path) -> None:
    settings = {"DATABASE_URL": migrated_url, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env=environment(**settings),
        capture_output=True,
        timeout=120,
        check=False,
    )

    assert done.stderr == b""
    document = json.loads(done.stdout)
    assert len(document["schemas"]) == document["cache_metadata"]["total_schemas"] == 100
    assert {entry["domain"] for entry in document["schemas"].values()} == {""}
