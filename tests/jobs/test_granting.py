import subprocess
import sys
from pathlib import Path

from tests.servers import PATIENCE, ROOT, environment

THREADS = 6


def test_of_all_who_want_a_part_at_once_one_gets_it(migrated_url: str, tmp_path: Path) -> None:
    settings = {"DATA_DIR": str(tmp_path), "DATABASE_URL": migrated_url, "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.jobs.takers", str(THREADS)],
        cwd=ROOT,
        env=environment(SECRET_KEY="of the tests", **settings),
        stdout=subprocess.PIPE,
        timeout=PATIENCE,
        check=True,
    )
    assert done.stdout == b"1"
