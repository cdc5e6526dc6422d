"""The cache's tests run on SQLite; here they run once more, on PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path

pytest_plugins = ["tests.databases"]


def test_the_cache_behaves_the_same_on_postgresql(postgresql_url: str) -> None:
    here = Path(__file__)

    done = subprocess.run(
        [sys.executable, "-m", "pytest", here.parent, f"--ignore={here}", "-q", "-p", "no:cacheprovider"],
        env=os.environ | {"DATABASE_URL": postgresql_url},
        cwd=here.parents[2],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stdout
