"""Programs that start at once: forked from a process that has read what each of them would take seconds to read.

It has read other people's packages, the engine and the designer, none of which knows settings, and nothing that does. What
is forked runs a program as `python` does: with its own arguments, environment, standard files and end. What a program reads
when it starts, and in which order, is to be tested with a process that is not forked.

with start(["manage.py", "check"], environment(), stdout=file.fileno(), stderr=file.fileno()) as program:
    assert program.wait(60) == 0
"""

import gc
import json
import os
import runpy
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
READ = (
    "django.contrib.admin",
    "django.core.management.commands.migrate",
    "django.db.backends.sqlite3.base",
    "django.template.loader",
    "django.test.utils",
    "django.views.debug",
    "whitenoise.storage",
    "corsheaders.middleware",
    "drf_spectacular.utils",
    "rest_framework.serializers",
    "psycopg",
    "dj_database_url",
    "environs",
    "gunicorn.app.wsgiapp",
    "gunicorn.workers.gthread",
    "ijson",
    "xlsxwriter",
    "pyarrow.compute",
    "pyarrow.csv",
    "pyarrow.ipc",
    "pyarrow.parquet",
    "pythonjsonlogger.json",
    "generation.designer",
)
_NUMBER = struct.Struct("i")


class Program:
    """A program that was forked."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        (self.pid,) = _NUMBER.unpack(connection.recv(_NUMBER.size, socket.MSG_WAITALL))
        self._returncode: int | None = None

    def wait(self, seconds: float) -> int:
        """Return how it ended, as subprocess tells it."""
        if self._returncode is None:
            self._connection.settimeout(seconds)
            try:
                (self._returncode,) = _NUMBER.unpack(self._connection.recv(_NUMBER.size, socket.MSG_WAITALL))
            except TimeoutError as error:
                raise subprocess.TimeoutExpired("what was forked", seconds) from error
        return self._returncode

    def terminate(self) -> None:
        """Ask it to end, unless it has."""
        if self._returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGTERM)


@contextmanager
def start(arguments: list[str], environment: dict[str, str], *, stdout: int, stderr: int) -> Iterator[Program]:
    """Run a file, or a module after `-m`, in a session of its own, with nothing on its standard input."""
    with _forking:
        address, _, _ = _forker()
    with socket.socket(socket.AF_UNIX) as connection, Path(os.devnull).open("rb") as nothing:
        connection.connect(address)
        asked = json.dumps([arguments, environment]).encode()
        socket.send_fds(connection, [_NUMBER.pack(len(asked))], [nothing.fileno(), stdout, stderr])
        connection.sendall(asked)
        yield Program(connection)


_forking = threading.Lock()


@cache
def _forker() -> tuple[bytes, socket.socket, subprocess.Popen[bytes]]:
    """Start the process that forks; return its address, what it sees closed when it is to end, and itself."""
    mine, its = socket.socketpair()
    with its:
        process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(its.fileno())],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"]},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[its.fileno()],
        )
    address = mine.recv(100)
    assert address, "what forks programs does not start"
    return address, mine, process


def end() -> None:
    """Let the process that forks end, if there is one."""
    if _forker.cache_info().currsize:
        _, mine, process = _forker()
        mine.close()
        process.wait()
        _forker.cache_clear()


def _read() -> None:
    """Read what takes long, and let designs and fields be found at once."""
    for name in READ:
        import_module(name)
    designer: Any = import_module("generation.designer")
    designer.design("Orders of a web shop with product, quantity and price")
    designer.find_fields("price", limit=1)
    gc.collect()
    gc.freeze()  # nobody looks for garbage among it, which would copy it into each process


def _fork_for_each(above: socket.socket) -> Callable[[], object]:
    """Fork for whoever connects, until the tests have ended; return what this process is to run, which may be another."""
    with socket.socket(socket.AF_UNIX) as listener, above:
        listener.bind(b"" if sys.platform == "linux" else f"{tempfile.mkdtemp()}/forking".encode())
        listener.listen(64)
        above.sendall(os.fsencode(listener.getsockname()))  # on Linux, a name that the kernel chose, in no folder
        while above not in select.select([listener, above], [], [])[0]:
            connection, _ = listener.accept()
            with connection:
                if os.fork() == 0:
                    return _attend(connection)
            _forget()
    _forget()
    return sys.exit


def _forget() -> None:
    """Let go of those that have ended."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _attend(connection: socket.socket) -> Callable[[], object]:
    """Fork a program and tell who asked for it how it ends; in the program, return what it runs."""
    head, files, _, _ = socket.recv_fds(connection, _NUMBER.size, 3)
    asked = connection.recv(_NUMBER.unpack(head)[0], socket.MSG_WAITALL)
    pid = os.fork()
    if pid == 0:
        return _become(files, *json.loads(asked))
    for file in files:
        os.close(file)
    with suppress(ConnectionError):  # nobody waits for it
        connection.sendall(_NUMBER.pack(pid))
        connection.sendall(_NUMBER.pack(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])))
    os._exit(0)


def _become(files: list[int], arguments: list[str], environment: dict[str, str]) -> Callable[[], object]:
    """Take the place of a program that python starts."""
    os.setsid()
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.environ.update(environment)
    if arguments[0] == "-m":
        sys.argv = arguments[1:]
        return partial(runpy.run_module, arguments[1], run_name="__main__", alter_sys=True)
    sys.argv = arguments
    return partial(runpy.run_path, arguments[0], run_name="__main__")


if __name__ == "__main__":
    _read()
    _fork_for_each(socket.socket(fileno=int(sys.argv[1])))()
