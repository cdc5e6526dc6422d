"""However many processes take at once, no more is taken than there is."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests import forking
from tests.brokers import Redis
from tests.servers import PATIENCE, environment

PROCESSES, THREADS, TRIES, THERE = 3, 4, 15, 37
TAKING = f"""
from concurrent.futures import ThreadPoolExecutor
from django.conf import settings
from access import allowances
mine = allowances.Allowance("of the tests", "everybody", allowances.Rate({THERE}, 86400.0))
def taking(_):
    return sum(allowances.take(mine) == 0.0 for _ in range({TRIES}))
with ThreadPoolExecutor({THREADS}) as pool:
    print(sum(pool.map(taking, range({THREADS}))), flush=True)
"""


@pytest.fixture(params=["sqlite", "postgresql", "redis"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Return the settings of processes that share a store."""
    own = {"DATA_DIR": str(tmp_path), "SECRET_KEY": "of the tests"}
    if request.param == "redis":
        server: Redis = request.getfixturevalue("redis")
        yield own | {"CACHE_URL": server.url}
        return
    if request.param == "sqlite":
        database: Path = request.getfixturevalue("data_dir")
        yield own | {"DATA_DIR": str(database)}
        return
    template: str = request.getfixturevalue("postgresql_template")
    yield own | {"DATABASE_URL": request.getfixturevalue("postgresql").create_database(template)}


def test_processes_that_take_at_once_take_what_there_is(store: dict[str, str], tmp_path: Path) -> None:
    outputs = [tmp_path / f"taken-{number}" for number in range(PROCESSES)]
    with ExitStack() as stack:
        programs = []
        for output in outputs:
            file = stack.enter_context(output.open("wb"))
            errors = stack.enter_context((tmp_path / f"{output.name}.log").open("wb"))
            command = ["manage.py", "shell", "--no-imports", "-c", TAKING]
            started = forking.start(command, environment(**store), stdout=file.fileno(), stderr=errors.fileno())
            programs.append(stack.enter_context(started))
        assert [program.wait(PATIENCE) for program in programs] == [os.EX_OK] * PROCESSES
    assert sum(int(output.read_text()) for output in outputs) == THERE
