"""A database of an earlier version, migrated: all that was remembered is there, and old links answer the same bytes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.databases import PostgreSQL
from tests.servers import Server, serve
from tests.upgrades.released import (
    HERE,
    VERSIONS,
    Installation,
    fill,
    put_rows_postgresql,
    put_rows_sqlite,
    unpack,
)
from tests.upgrades.remembering import TOKEN, digest

pytestmark = pytest.mark.no_cover  # nothing of it runs in this process

COUNTED = {"usage_count", "last_used"}  # which every answer moves


_UPGRADE = """
import json
from io import StringIO
from threading import Event
from django.core.management import call_command
from jobs.working import work
from schemas_cache.exporting import export_chunks
from schemas_cache.models import DailyUse

call_command("migrate", verbosity=0)
checked = StringIO()
call_command("check_schemas", all_revisions=True, as_json=True, stdout=checked)
exported = b"".join(export_chunks()).decode()
work("of the tests", Event(), until_idle=True)
saved = sum(DailyUse.objects.values_list("saved_tokens", flat=True))
print(json.dumps({"checked": json.loads(checked.getvalue()), "exported": json.loads(exported), "saved": saved}))
"""


@pytest.fixture(scope="module", params=[(version, kind) for version in VERSIONS for kind in ("sqlite", "postgresql")])
def upgraded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Return an installation of an earlier version that was upgraded, and whose waiting job was made."""
    version, kind = request.param
    folder = tmp_path_factory.mktemp("upgraded")
    promised = unpack(version, kind, folder)
    url = f"sqlite:///{folder / 'db.sqlite3'}"
    if kind == "postgresql":
        server: PostgreSQL = request.getfixturevalue("postgresql")
        url = server.create_database("template0")
        fill(url, folder / "database.sql")
    return Installation(version, folder, url, promised)


@pytest.fixture(scope="module")
def found(upgraded: Installation) -> Any:
    """Return what is found right after the upgrade: what check_schemas, an export and the figures say."""
    return json.loads(upgraded.manage("shell", "--verbosity", "0", "--command", _UPGRADE))


@pytest.fixture(scope="module")
def upgraded_server(
    upgraded: Installation, found: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Installation, Server]]:
    """Run the service on it."""
    assert found
    with serve(tmp_path_factory.mktemp("server"), **upgraded.settings) as server:
        yield upgraded, server


def test_every_revision_still_runs(upgraded: Installation, found: Any) -> None:
    report = found["checked"]
    assert (report["checked"], report["schemas"]) == (upgraded.promised["totals"]["revisions"], [])


def test_the_same_schemas_come_out_as_before(upgraded: Installation, found: Any) -> None:
    before = json.loads((HERE / upgraded.version / "schemas.json").read_bytes())["schemas"]
    after = found["exported"]["schemas"]
    assert list(after) == list(before)
    assert [entry["schema"] for entry in after.values()] == [entry["schema"] for entry in before.values()]
    assert sum(entry["usage_count"] for entry in after.values()) == upgraded.promised["totals"]["uses"]


def test_what_was_counted_by_days_is_there(found: Any) -> None:
    assert found["saved"] == 7000


def test_every_schema_is_answered_as_before(upgraded_server: tuple[Installation, Server]) -> None:
    upgraded, server = upgraded_server
    for hash_, before in upgraded.promised["schemas"].items():
        after = server.get(f"/schemas/{hash_}").json
        assert {key: after[key] for key in before.keys() - COUNTED} == {
            key: before[key] for key in before.keys() - COUNTED
        }


def test_old_permanent_links_keep_their_bytes(upgraded_server: tuple[Installation, Server]) -> None:
    upgraded, server = upgraded_server
    assert {link: digest(server.get(link).body) for link in upgraded.promised["links"]} == upgraded.promised["links"]


def test_files_of_jobs_are_still_there_and_what_was_waiting_is_made(
    upgraded_server: tuple[Installation, Server],
) -> None:
    upgraded, server = upgraded_server
    promised = upgraded.promised["done"] | upgraded.promised["waiting"]
    assert {job: digest(server.get(f"/jobs/{job}/file").body) for job in promised} == promised
    assert server.get(f"/jobs/{upgraded.promised['cancelled']}").json["state"] == "cancelled"


def test_a_token_still_opens(upgraded_server: tuple[Installation, Server]) -> None:
    _, server = upgraded_server
    headers = {"Authorization": f"Token {TOKEN}"}
    assert server.ask("GET", "/schemas/export?curated=true", headers=headers).status == 200
    assert server.get("/schemas/export").status == 401


# The minutes in which the earlier version still runs


@pytest.mark.parametrize("version", VERSIONS)
def test_what_the_earlier_version_writes_fits_into_sqlite(version: str, data_dir: Path, tmp_path: Path) -> None:
    unpack(version, "sqlite", tmp_path / "old")
    assert "schemas_cache_revision" in put_rows_sqlite(tmp_path / "old" / "db.sqlite3", data_dir / "db.sqlite3")


@pytest.mark.parametrize("version", VERSIONS)
def test_what_the_earlier_version_writes_fits_into_postgresql(
    version: str, postgresql: PostgreSQL, postgresql_template: str, tmp_path: Path
) -> None:
    unpack(version, "postgresql", tmp_path)
    old = postgresql.create_database("template0")
    fill(old, tmp_path / "database.sql")
    assert "schemas_cache_revision" in put_rows_postgresql(old, postgresql.create_database(postgresql_template))
