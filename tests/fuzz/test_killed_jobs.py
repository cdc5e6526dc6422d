import subprocess
import sys

from tests.servers import ROOT


def test_a_worker_is_killed_and_every_row_is_there_once() -> None:
    command = [sys.executable, "-m", "fuzz.killed_jobs", "1", "0", "3", "50000"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
