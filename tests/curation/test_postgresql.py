"""The admin's tests run on SQLite; those of what is asked of the database here run once more, on PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SORTED = f"{HERE / 'test_admin.py'}::test_the_list_is_sorted_by_its_columns"


def test_the_list_is_narrowed_and_sorted_the_same_on_postgresql(postgresql_url: str) -> None:
    command = [sys.executable, "-m", "pytest", str(HERE / "test_filters.py"), SORTED, "-q", "-p", "no:cacheprovider"]

    done = subprocess.run(
        [*command, "--ds=config.settings"],
        env=os.environ | {"DATABASE_URL": postgresql_url},
        cwd=HERE.parents[1],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stdout
