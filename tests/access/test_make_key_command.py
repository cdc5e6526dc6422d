"""manage.py make_key."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from access import keys
from access.models import ApiKey

pytestmark = pytest.mark.django_db


def said(*arguments: str) -> str:
    told = StringIO()
    call_command("make_key", *arguments, stdout=told)
    return told.getvalue()


def test_a_key_is_printed_once() -> None:
    (line,) = [line.strip() for line in said(" A class ").splitlines() if line.startswith("    dfs_")]
    found = keys.read(f"Bearer {line}")
    assert (found, found.name if found else "") == (ApiKey.objects.get(), "A class")


def test_programs_read_an_object() -> None:
    told = json.loads(said("A class", "--json"))
    assert (told["name"], keys.read(f"Bearer {told['key']}")) == ("A class", ApiKey.objects.get())


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "a\nb", "a\x00b"])
def test_a_name_that_cannot_be_one_is_refused(name: str) -> None:
    with pytest.raises(CommandError, match="1 to 100 characters"):
        said(name)
    assert not ApiKey.objects.exists()
