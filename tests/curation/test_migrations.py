"""The group of instructors, on an empty and on an existing database, of either kind."""

import json

from tests.servers import manage

CAN = {
    "add_schema": "Can add schema",
    "change_schema": "Can change schema",
    "curate_schema": "Can mark schemas as curated, and merge them",
    "delete_schema": "Can delete schema",
    "export_schema": "Can export schemas",
    "import_schema": "Can import schemas",
    "view_dailyuse": "Can view daily use",
    "view_revision": "Can view revision",
    "view_schema": "Can view schema",
    "view_spending": "Can view spending",
}
SHOW = """
import json
from django.contrib.auth.models import Group, Permission
from django.db.models import Count
twice = Permission.objects.values("content_type", "codename").annotate(times=Count("pk")).filter(times__gt=1)
groups = {group.name: dict(group.permissions.values_list("codename", "name")) for group in Group.objects.all()}
print(json.dumps([groups, list(twice), Permission.objects.count()]))
"""


def run(url: str, *arguments: str) -> str:
    done = manage(*arguments, DATABASE_URL=url, SECRET_KEY="of the tests")
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def migrate(url: str, *target: str) -> None:
    run(url, "migrate", "--verbosity", "0", *target)


def groups(url: str) -> tuple[dict[str, dict[str, str]], int]:
    """Return what each group may, and how many permissions there are, none of them twice."""
    found, twice, count = json.loads(run(url, "shell", "--verbosity", "0", "--command", SHOW))
    assert twice == []
    return found, count


def test_instructors_are_there_and_may_what_they_need(database_url: str) -> None:
    migrate(database_url)
    assert groups(database_url)[0] == {"instructor": CAN}


def test_an_existing_database_gets_them_too_and_gives_them_back(database_url: str) -> None:
    migrate(database_url, "schemas_cache", "0002")
    migrate(database_url, "authtoken")
    migrate(database_url)
    made = groups(database_url)
    migrate(database_url, "curation", "zero")
    dropped = groups(database_url)
    migrate(database_url)
    assert (made[0], dropped[0], groups(database_url)) == ({"instructor": CAN}, {}, made)
