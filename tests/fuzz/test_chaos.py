"""What `make chaos` is made of, and its smallest fault for real: a disk without a free byte, on SQLite."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from fuzz.chaos.asking import Answer, ask, fault_of
from fuzz.chaos.clocks import Clock
from fuzz.chaos.disks import clear, fill, may_mount, small_disk
from tests.servers import ROOT, serve

WISH = {"description": "Orders with an order id and a name", "rows": 10, "seed": 1}
NEW = tuple(f"Orders of shop {number} with an order id and a name" for number in range(3))
ERROR = {"error_type": "generation_failure", "message": "Later", "details": {}, "timestamp": "2026-01-01T00:00:00Z"}


def refusal(status: int = 503, *, body: object = ERROR, again: str = "5") -> Answer:
    headers = {"retry-after": again} if again else {}
    return Answer(status, 0.1, headers=headers, body=json.dumps(body).encode())


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (refusal(), ""),
        (refusal(again=""), "503 without Retry-After"),
        (refusal(500), "the status is 500"),
        (refusal(body={}), "503 in another form: b'{}'"),
    ],
)
def test_a_refusal_says_when_to_come_again_in_the_one_form(answer: Answer, fault: str) -> None:
    assert fault_of(answer) == fault


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    if not may_mount():
        pytest.skip("only the superuser may mount a small disk to fill")
    folder = tmp_path / "data"
    try:
        with small_disk(folder, 32):
            yield folder
    except subprocess.CalledProcessError:
        pytest.skip("file systems cannot be mounted here")


def test_a_full_disk_is_told_of_and_recovered_from(disk: Path, tmp_path: Path, empty_database: Path) -> None:
    shutil.copy(empty_database, disk)
    with serve(tmp_path, DATA_DIR=str(disk), JOB_SPARE_BYTES="0") as server:
        before = ask(server.port, "POST", "/generate", WISH)
        fill(disk)
        full = [ask(server.port, "POST", "/generate", WISH | {"description": each}) for each in NEW]
        health = ask(server.port, "GET", "/health")
        clear(disk)
        after = ask(server.port, "POST", "/generate", WISH)

    assert [fault_of(answer) for answer in full if not answer.is_good] == [""] * len(full)
    assert (health.status, after.status, after.body) == (503, 200, before.body)


def test_a_clock_is_set_for_those_alone_who_are_to_see_it(tmp_path: Path) -> None:
    clock = Clock.made(tmp_path)
    if clock is None:
        pytest.skip("no C compiler here: there is no cc on PATH")
    clock.set(-3600)
    done = subprocess.run(
        ["/bin/date", "+%s"], cwd=ROOT, env=clock.settings, capture_output=True, check=True, text=True
    )
    here = subprocess.run(["/bin/date", "+%s"], capture_output=True, check=True, text=True)

    assert 3590 < int(here.stdout) - int(done.stdout) < 3610
