"""The numbers of a host are found within bounds, however long its name server takes."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

import pytest

from jobs.errors import PostFailed
from jobs.posting import Address
from jobs.resolving import resolve


@contextmanager
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have a name server that answers nothing until the block is left."""
    over = Event()

    def wait(*_: object, **__: object) -> list[object]:
        over.wait()
        return []

    monkeypatch.setattr(socket, "getaddrinfo", wait)
    try:
        yield
    finally:
        over.set()


def test_a_host_has_its_numbers() -> None:
    assert resolve("127.0.0.1", 80) == ["127.0.0.1"]


def test_a_name_that_is_none_cannot_be_found() -> None:
    with pytest.raises(OSError, match=r"\w"):
        resolve("nowhere.invalid", 80)


def test_a_name_that_no_machine_can_ask_for_cannot_be_found_either() -> None:
    with pytest.raises(UnicodeError):
        resolve("a" * 64 + ".example", 80)


def test_nobody_waits_for_a_name_server_that_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    with silent(monkeypatch), pytest.raises(TimeoutError, match="too long"):
        resolve("slow.example", 80, seconds=0.01)


def test_no_more_are_asked_at_once_than_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    said = []
    with silent(monkeypatch):
        for _ in range(17):
            with pytest.raises(TimeoutError) as raised:
                resolve("slow.example", 80, seconds=0.001)
            said.append("at once" in str(raised.value))
    assert said == [False] * 16 + [True]


def test_an_address_whose_host_takes_too_long_is_not_found_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobs.posting.resolve", lambda *_: resolve("slow.example", 80, seconds=0.01))
    with silent(monkeypatch), pytest.raises(PostFailed, match="cannot be found"):
        Address.of("https://slow.example/hook").resolved([])
