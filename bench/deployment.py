"""The deployment that deploy/ ships, without containers, on loopback.

The proxy, the web processes, a worker, PostgreSQL and Redis, each started again when it ends, as systemd would:

    with deployed() as deployment:
        urlopen(deployment.url + "/health")
        deployment.database.stop()
        deployment.database.start()
        os.kill(deployment.web.processes()[1], SIGKILL)

The settings are those of deploy/production.env, but for where things are; what is given beside goes to the web
processes, the worker and the commands. A folder that is given is made ready only where it is empty: what is mounted in
it before (data, database, proxy) is used. `python -m bench.deployment` runs one until it is interrupted.
"""

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from secrets import token_hex
from threading import current_thread, main_thread

import psycopg
from dotenv import dotenv_values
from redis import Redis, RedisError

from bench.programs import ROOT, environment
from bench.services import Service, Unit

DEPLOY = ROOT / "deploy"
USER = "postgres"  # PostgreSQL refuses to run as root
DATABASE = "synthetic-data"
_LISTENING = 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$@" 3<&"$LISTENS"'


class Missing(Exception):
    """A program of the deployment is not installed here."""


@dataclass(frozen=True)
class Deployment:
    """A deployment that runs; `folder` has data/, database/, logs/ and the rest of it."""

    folder: Path
    port: int  # of the proxy
    web_port: int  # of the service itself
    settings: dict[str, str]
    database: Service
    cache: Service
    web: Service
    worker: Service
    proxy: Service

    @property
    def url(self) -> str:
        """Return the address of the proxy."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def services(self) -> tuple[Service, ...]:
        """Return all of them, in the order in which they are started."""
        return (self.database, self.cache, self.web, self.worker, self.proxy)

    def log(self, service: Service) -> str:
        """Return what a service has said so far."""
        return service.unit.log.read_text("utf-8", errors="replace")

    def manage(self, *arguments: str) -> str:
        """Run a command of manage.py as the service's user does, and return what it says. Raises CalledProcessError."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(  # noqa: S603 - our own program
            command, cwd=ROOT, env=self.settings, check=True, stdout=subprocess.PIPE, text=True, timeout=600
        ).stdout


@contextmanager
def deployed(folder: Path | None = None, *, collect: bool = True, **settings: str) -> Iterator[Deployment]:
    """Run the deployment until the block is left. Raises Missing where a program is not installed.

    Without `collect`, static files come from the packages.
    """
    with tempfile.TemporaryDirectory(prefix="deployment-", ignore_cleanup_errors=True) as own:
        there = Path(own) if folder is None else folder
        _end_by_exception()
        deployment = _prepared(there, settings, collect=collect)
        try:
            _begin(deployment, collect=collect)
            yield deployment
        finally:
            for service in reversed(deployment.services):
                service.stop()
            os.close(deployment.web.unit.listens or -1)


def _end_by_exception() -> None:
    """Have a process that is asked to end leave its blocks, so that nothing of a deployment outlives it."""
    if current_thread() is main_thread() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))


def _begin(deployment: Deployment, *, collect: bool) -> None:
    deployment.database.start()
    _create_database(deployment)
    deployment.cache.start()
    deployment.manage("migrate", "--verbosity", "0")
    if collect:
        deployment.manage("collectstatic", "--no-input", "--verbosity", "0")
    for service in deployment.services[2:]:
        service.start()


def _prepared(folder: Path, given: dict[str, str], *, collect: bool) -> Deployment:
    folder.chmod(0o755)  # other users reach their parts of it
    for name in ("data", "static", "logs", "redis", "proxy", "socket"):
        (folder / name).mkdir(exist_ok=True)
    password = token_hex(16)
    ports = dict(zip(("proxy", "web", "database", "cache"), free_ports(4), strict=True))
    settings = _settings(folder, ports, password) | ({} if collect else {"STATIC_ROOT": ""}) | given
    return Deployment(
        folder,
        ports["proxy"],
        ports["web"],
        settings,
        database=_database(folder, ports["database"]),
        cache=_cache(folder, ports["cache"], password),
        web=_web(folder, ports["web"], settings),
        worker=_worker(folder, settings),
        proxy=_proxy(folder, ports),
    )


def _settings(folder: Path, ports: dict[str, int], password: str) -> dict[str, str]:
    """Return the shipped settings, but for addresses, folders and TLS."""
    shipped = {name: value or "" for name, value in dotenv_values(DEPLOY / "production.env").items()}
    here = {
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "CSRF_TRUSTED_ORIGINS": f"http://127.0.0.1:{ports['proxy']}",
        "HTTPS": "false",
        "DATA_DIR": str(folder / "data"),
        "STATIC_ROOT": str(folder / "static"),
        "DATABASE_URL": f"postgres://{USER}@127.0.0.1:{ports['database']}/{DATABASE}",
        "CACHE_URL": f"redis://:{password}@127.0.0.1:{ports['cache']}/1",
        "PORT": str(ports["web"]),
    }
    return environment(**shipped | here)


def _database(folder: Path, port: int) -> Service:
    data, binaries = folder / "database", _binaries()
    user = USER if os.getuid() == 0 else None
    if user and user not in {entry.pw_name for entry in pwd.getpwall()}:
        raise Missing(f"the user {USER}, as whom PostgreSQL runs")
    data.mkdir(exist_ok=True)
    if not any(data.iterdir()):
        _make_cluster(binaries / "initdb", data, user)
    command = [str(binaries / "postgres"), "-D", str(data), "-p", str(port), "-k", str(data), "-h", "127.0.0.1"]
    return Service(
        Unit(
            name="database",
            command=command,
            folder=data,
            log=folder / "logs" / "database.log",
            environment={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            ready=lambda: _takes_queries(port),
            user=user,
            ending=signal.SIGINT,
            after_death=lambda: _end_all_in(data),
        )
    )


def _make_cluster(initdb: Path, data: Path, user: str | None) -> None:
    if user:
        shutil.chown(data, user)
    data.chmod(0o700)
    command = [str(initdb), "-D", str(data), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    subprocess.run(  # noqa: S603 - PostgreSQL's own
        command, user=user, extra_groups=None if user is None else [], cwd="/", check=True, stdout=subprocess.DEVNULL
    )
    shipped = (DEPLOY / "postgresql" / "postgresql.conf").read_text("utf-8")
    with (data / "postgresql.conf").open("a", encoding="utf-8") as written:
        written.write(f"\n{shipped}")


def _create_database(deployment: Deployment) -> None:
    with _superuser(_port_of(deployment.settings["DATABASE_URL"])) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone()
        if known is None:
            connection.execute(f'CREATE DATABASE "{DATABASE}"'.encode())


def _superuser(port: int) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(
        host="127.0.0.1", port=port, user=USER, dbname="postgres", autocommit=True, connect_timeout=2
    )


def _takes_queries(port: int) -> bool:
    try:
        with _superuser(port) as connection:
            return connection.execute("SELECT 1").fetchone() is not None
    except psycopg.Error:
        return False


def _end_all_in(folder: Path) -> None:
    """Kill what works in a folder: PostgreSQL's processes are each in a group of their own."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink() == folder:
                os.kill(int(process.name), signal.SIGKILL)
        except (OSError, ProcessLookupError):
            continue  # it has ended, or is somebody else's


def _cache(folder: Path, port: int, password: str) -> Service:
    conf = folder / "redis" / "redis.conf"
    shipped = DEPLOY / "redis" / "redis.conf"
    conf.write_text(f'include "{shipped}"\nrequirepass {password}\n', "utf-8")
    return Service(
        Unit(
            name="cache",
            command=[
                program("redis-server"),
                str(conf),
                "--bind",
                "127.0.0.1",
                "--port",
                str(port),
                "--dir",
                str(conf.parent),
            ],
            folder=conf.parent,
            log=folder / "logs" / "cache.log",
            environment={"PATH": os.environ["PATH"]},
            ready=lambda: _pongs(port, password),
        )
    )


def _pongs(port: int, password: str) -> bool:
    try:
        with Redis(port=port, password=password, socket_timeout=2) as client:
            return bool(client.ping())
    except RedisError:
        return False


def _web(folder: Path, port: int, settings: dict[str, str]) -> Service:
    """Return the web processes, behind a socket that is there before them and after, as the socket unit has it."""
    listening = socket.create_server(("127.0.0.1", port), backlog=1024)
    number = listening.detach()
    gunicorn = [sys.executable, "-m", "gunicorn", "config.wsgi"]
    return Service(
        Unit(
            name="web",
            command=["/bin/bash", "-c", _LISTENING, "gunicorn", *gunicorn],
            folder=ROOT,
            log=folder / "logs" / "web.log",
            environment=settings | {"LISTENS": str(number)},
            ready=lambda: answers(port, "/health"),
            listens=number,
        )
    )


def _worker(folder: Path, settings: dict[str, str]) -> Service:
    return Service(
        Unit(
            name="worker",
            command=[sys.executable, "manage.py", "worker"],
            folder=ROOT,
            log=folder / "logs" / "worker.log",
            environment=settings,
            ready=lambda: "a worker begins" in (folder / "logs" / "worker.log").read_text("utf-8"),
        )
    )


def _proxy(folder: Path, ports: dict[str, int]) -> Service:
    own = folder / "proxy"
    proxy_conf(own, port=ports["proxy"], web_port=ports["web"])
    return Service(
        Unit(
            name="proxy",
            command=proxy_command(own),
            folder=own,
            log=folder / "logs" / "proxy.log",
            environment={"PATH": os.environ["PATH"]},
            ready=lambda: answers(ports["proxy"], "/health"),
            ending=signal.SIGQUIT,
        )
    )


def proxy_command(folder: Path) -> list[str]:
    """Return how the proxy is started with the configuration in a folder. Raises Missing."""
    started = [program("nginx"), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    return [*started, "-e", "stderr", "-g", f"daemon off; pid {folder}/nginx.pid;"]


def proxy_conf(folder: Path, *, port: int, web_port: int) -> None:
    """Write the shipped configuration of the proxy, but for ports and folders."""
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    for name in ("nginx.conf", "site.conf", "passed.conf", "refused.conf"):
        shutil.copy(DEPLOY / "nginx" / name, folder)
    plain = (DEPLOY / "nginx" / "plain.conf").read_text("utf-8")
    listening = re.sub(r"listen 80 ", f"listen 127.0.0.1:{port} ", plain)
    (folder / "listen.conf").write_text(re.sub(r" *listen \[::\].*\n", "", listening), "utf-8")
    here = (DEPLOY / "nginx" / "here.conf").read_text("utf-8").replace("127.0.0.1:8000", f"127.0.0.1:{web_port}")
    here = here.replace("/var/log/nginx/access.log", str(folder / "access.log"))
    kept = "".join(
        f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "scgi", "uwsgi")
    )
    (folder / "here.conf").write_text(here + kept, "utf-8")


def answers(port: int, path: str) -> bool:
    """Tell whether a server on loopback answers that all is well."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200  # noqa: PLR2004 - OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def program(name: str) -> str:
    """Return where a program is. Raises Missing."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    if found is None:
        raise Missing(f"{name} is not installed")
    return found


def _binaries() -> Path:
    """Return the folder of PostgreSQL's programs, of the newest that is there."""
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    folders = [*([Path(on_path).parent] if on_path else []), *packaged]
    found = next((each for each in folders if (each / "initdb").exists() and (each / "postgres").exists()), None)
    if found is None:
        raise Missing("PostgreSQL is not installed")
    return found


def _port_of(url: str) -> int:
    return int(url.rpartition(":")[2].partition("/")[0])


def free_ports(count: int) -> list[int]:
    """Return ports at which nothing listens."""
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def main() -> None:
    """Run a deployment until it is interrupted."""
    with suppress(KeyboardInterrupt), deployed() as deployment:
        for service in deployment.services:
            sys.stdout.write(f"{service.unit.name}: process {service.pid}, {service.unit.log}\n")
        sys.stdout.write(f"Open {deployment.url}\n")
        sys.stdout.flush()
        signal.pause()


if __name__ == "__main__":
    main()
