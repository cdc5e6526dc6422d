"""The settings that are shipped for a public installation; `make check` holds them against Django's own list."""

import re

from dotenv import dotenv_values

from bench.deployment import DEPLOY
from tests.servers import ROOT

SHIPPED = dotenv_values(DEPLOY / "production.env")
OF_THE_C_LIBRARY = {"MALLOC_ARENA_MAX"}


def test_every_shipped_setting_is_one() -> None:
    assert set(SHIPPED) - set(dotenv_values(ROOT / ".env.example")) == OF_THE_C_LIBRARY


def test_no_secret_is_shipped() -> None:
    secret = {"SECRET_KEY", "OPENAI_API_KEY", "METRICS_TOKEN", "JOB_BUCKET_SECRET"}
    assert set(SHIPPED) & secret == set()
    assert "@" not in f"{SHIPPED['DATABASE_URL']}{SHIPPED['CACHE_URL']}"


def test_all_threads_find_a_connection_to_the_database_twice() -> None:
    text = (DEPLOY / "postgresql/postgresql.conf").read_text("utf-8")
    most = int(re.findall(r"^max_connections = (\d+)$", text, re.MULTILINE)[0])
    assert 2 * int(SHIPPED["WORKERS"] or 0) * int(SHIPPED["THREADS"] or 0) < most
