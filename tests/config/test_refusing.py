"""What is refused because the database or the disk is of no use is told so, to whoever asks."""

import os
from errno import EACCES, EDQUOT, ENOSPC

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from config.errors import refusal_of

FULL = "There is no room left where the service keeps its data. Please try again later"
GONE = "The database cannot be reached. Please try again in a few seconds"


def is_gone(*_: object) -> object:
    raise OperationalError("server closed the connection unexpectedly")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/admin/", "/admin/schemas_cache/schema/", "/admin/login/"])
def test_the_admin_without_its_database_says_when_to_come_again(path: str) -> None:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "0123456789abcdef0123456789abcdef"
    with connection.execute_wrapper(is_gone):
        answer = client.get(path)

    assert (answer.status_code, answer.headers.get("Retry-After")) == (503, "5")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (OperationalError("connection refused"), GONE),
        (InterfaceError("the connection is closed"), GONE),
        (OperationalError("database or disk is full"), FULL),
        (OperationalError('could not extend file "base/1": No space left on device'), FULL),
        (OSError(ENOSPC, os.strerror(ENOSPC)), FULL),
        (OSError(EDQUOT, os.strerror(EDQUOT)), FULL),
    ],
)
def test_a_full_disk_is_told_from_a_database_that_is_gone(error: Exception, message: str) -> None:
    refusal = refusal_of(error)

    assert refusal is not None
    assert (refusal.status, refusal.message(error)) == (503, message)


def test_other_failures_of_files_are_crashes() -> None:
    assert refusal_of(PermissionError(EACCES, os.strerror(EACCES))) is None
