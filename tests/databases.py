"""A private PostgreSQL for tests, and an empty database of either kind.

`postgresql` is a server of this run's own; `postgresql_url` and `sqlite_url` are the DATABASE_URL of an empty
database, and `database_url` is each of them in turn. `migrated_url` is too, of one that has its tables.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from tests.servers import manage
from tests.sharing import once, together, used

UNPRIVILEGED = ("postgres", "nobody")  # PostgreSQL refuses to run as root
OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": 600,
    "shared_buffers": "32MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


@dataclass(frozen=True)
class PostgreSQL:
    """A running server, to be reached on loopback by its superuser, without a password."""

    port: int

    def url(self, database: str) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"

    def create_database(self, template: str = "template1") -> str:
        """Create a database like another one, an empty one unless that is named, and return its URL."""
        name = f"test_{uuid4().hex}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
        return self.url(name)


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgreSQL]:
    binaries = _binaries()
    if binaries is None:
        pytest.skip(
            "no PostgreSQL server here: initdb and pg_ctl are not beside pg_config, on PATH or in /usr/lib/postgresql"
        )
    place = together(tmp_path_factory) / "postgresql"
    with used(place, partial(_start, binaries), partial(_stop, binaries)) as folder:
        yield PostgreSQL(int((Path(folder) / "port").read_text("ascii")))


@pytest.fixture
def postgresql_url(postgresql: PostgreSQL) -> str:
    return postgresql.create_database()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'db.sqlite3'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Return the URL of an empty database: once of each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(scope="session")
def postgresql_template(postgresql: PostgreSQL, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the name of a database that has its tables and nothing in them; it is to be copied."""

    def make(folder: Path) -> None:
        url = postgresql.create_database()
        done = manage("migrate", "--verbosity", "0", DATABASE_URL=url, SECRET_KEY="of the tests")
        assert done.returncode == 0, done.stderr.decode()
        (folder / "name").write_text(url.rpartition("/")[2], "ascii")

    return (once(together(tmp_path_factory) / f"migrated-{postgresql.port}", make) / "name").read_text("ascii")


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of a database with its tables and nothing in them: once of each kind."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("empty_database"), tmp_path)
        return f"sqlite:///{tmp_path / 'db.sqlite3'}"
    template: str = request.getfixturevalue("postgresql_template")
    server: PostgreSQL = request.getfixturevalue("postgresql")
    return server.create_database(template)


def _start(binaries: Path) -> str:
    """Start a server, and return the folder that is its own, in which the file `port` says where it listens."""
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))  # not pytest's own: another user must be able to reach it
    user = _user(folder)
    data = folder / "data"
    port = _free_port()
    settings = OPTIONS | {"port": port, "unix_socket_directories": folder}
    _run(
        user, binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"
    )
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    _run(user, binaries / "pg_ctl", "-D", data, "-w", "-t", "60", "-l", folder / "log", "-o", options, "start")
    (folder / "port").write_text(str(port), "ascii")
    return str(folder)


def _stop(binaries: Path, folder: str) -> None:
    _run(_user(Path(folder)), binaries / "pg_ctl", "-D", f"{folder}/data", "-w", "-t", "60", "-m", "immediate", "stop")
    shutil.rmtree(folder)


def _run(user: str | None, *command: object) -> None:
    """Run a command to its end. Its output goes to a file: a server would hold a pipe open for ever."""
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            [str(part) for part in command],
            user=user,
            extra_groups=None if user is None else [],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            timeout=120,
            check=False,
        )
        output.seek(0)
        assert done.returncode == 0, f"{command}: {output.read().decode()}"


def _user(folder: Path) -> str | None:
    """Return the user to run as, having given the folder to them; None is whoever runs the tests."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = next((name for name in UNPRIVILEGED if name in names), None)
    if user is None:
        pytest.skip(f"PostgreSQL refuses to run as root, and there is no user {' or '.join(UNPRIVILEGED)}")
    shutil.chown(folder, user)
    return user


def _binaries() -> Path | None:
    """Return the folder of initdb and pg_ctl, of the newest server that is found first."""
    config = shutil.which("pg_config")
    named = [subprocess.check_output([config, "--bindir"], text=True).strip()] if config else []
    on_path = os.environ.get("PATH", "").split(os.pathsep)
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    folders = [*map(Path, filter(None, (*named, *on_path))), *packaged]
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
