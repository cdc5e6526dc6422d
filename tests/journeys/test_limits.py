"""However many ask at once, processes together let no client have more than one may."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.databases import PostgreSQL
from tests.servers import serve

AT_ONCE = 24
WISH = {"schema": {"n": {"faker_method": "row_number"}}, "rows": 10}


def test_who_asks_for_many_jobs_at_once_has_as_many_as_may_wait(
    postgresql: PostgreSQL, postgresql_template: str, tmp_path: Path
) -> None:
    database = postgresql.create_database(postgresql_template)
    with (
        serve(tmp_path, DATABASE_URL=database, WORKERS="2", CLIENT_JOBS_WAITING="3") as server,
        ThreadPoolExecutor(AT_ONCE) as pool,
    ):
        statuses = Counter(answer.status for answer in pool.map(lambda _: server.post("/jobs", WISH), range(AT_ONCE)))
    assert statuses == Counter({429: AT_ONCE - 3, 202: 3})
