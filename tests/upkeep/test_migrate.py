import subprocess
import sys

import psycopg
import pytest

from tests.databases import PostgreSQL
from tests.servers import PATIENCE, ROOT, environment, manage

_IMPATIENT = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
from django.core.management import execute_from_command_line
import upkeep.management.commands.migrate as ours
ours._ATTEMPTS, ours._LOCK_MILLISECONDS, ours._PAUSE_SECONDS = 2, 50, 0.01
execute_from_command_line(["manage.py", "migrate", "--verbosity", "0"])
"""


@pytest.fixture
def outdated_url(postgresql: PostgreSQL, postgresql_template: str) -> str:
    """Return the URL of a database that is one migration behind, with which a table of schemas gets an index."""
    url = postgresql.create_database(postgresql_template)
    manage("migrate", "schemas_cache", "0003", "--verbosity", "0", DATABASE_URL=url, SECRET_KEY="of the tests")
    return url


def test_a_migration_waits_for_no_busy_table_while_all_others_wait_behind_it(outdated_url: str) -> None:
    with psycopg.connect(outdated_url) as connection:
        connection.execute("LOCK TABLE schemas_cache_schema IN ROW EXCLUSIVE MODE")
        done = subprocess.run(
            [sys.executable, "-c", _IMPATIENT],
            cwd=ROOT,
            env=environment(DATABASE_URL=outdated_url, SECRET_KEY="of the tests"),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    busy = "A table is busy; the migration is tried again.\n"
    stays = "CommandError: A table stays busy: end what holds it (pg_stat_activity tells), and migrate again.\n"
    assert (done.returncode, done.stderr) == (1, busy + busy + stays)
