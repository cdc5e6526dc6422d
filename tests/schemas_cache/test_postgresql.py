"""The tests of what is asked of the database run on SQLite; here they run once more, on PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg

HERE = Path(__file__).parent
ACCESS = HERE.parent / "access"
ADMIN = HERE.parent / "curation"
JOBS = HERE.parent / "jobs"
WRITES = HERE.parent / "generation" / "test_writes.py"
ASKING = (
    HERE,
    *(ACCESS / f"test_{name}.py" for name in ("allowances", "limits", "stores")),
    ADMIN / "test_filters.py",
    *(JOBS / f"test_{name}.py" for name in ("claims", "finishing")),
    f"{ADMIN / 'test_admin.py'}::test_the_list_is_sorted_by_its_columns",
    f"{WRITES}::test_no_mark_goes_to_a_revision_that_comes_meanwhile",
)


def test_the_database_is_asked_the_same_on_postgresql(postgresql_url: str) -> None:
    command = [sys.executable, "-m", "pytest", *map(str, ASKING), "-m", "django_db", "-q", "-p", "no:cacheprovider"]

    done = subprocess.run(
        [*command, "--ds=config.settings", "--reuse-db"],
        env=os.environ | {"DATABASE_URL": postgresql_url},
        cwd=HERE.parents[1],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stdout
    assert tables_of_the_tests(postgresql_url) >= {"schemas_cache_schema", "schemas_cache_revision"}


def tables_of_the_tests(url: str) -> set[str]:
    """Return the tables of the database that Django's tests make beside the one at the URL: they were kept as proof."""
    server, _, name = url.rpartition("/")
    with psycopg.connect(f"{server}/test_{name}") as connection:
        return {table for (table,) in connection.execute("SELECT tablename FROM pg_tables")}
