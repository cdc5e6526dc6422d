"""The group of instructors, on an empty and on an existing database, of either kind."""

import json

from tests.servers import manage

CAN = {
    "add_apikey": "Can add API key",
    "change_apikey": "Can change API key",
    "add_schema": "Can add schema",
    "change_schema": "Can change schema",
    "curate_schema": "Can mark schemas as curated, and merge them",
    "delete_schema": "Can delete schema",
    "export_schema": "Can export schemas",
    "import_schema": "Can import schemas",
    "view_apikey": "Can view API key",
    "view_dailyuse": "Can view daily use",
    "view_revision": "Can view revision",
    "view_schema": "Can view schema",
    "view_spending": "Can view spending",
}
WALK = """
import json
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db.models import Count

def groups():
    twice = Permission.objects.values("content_type", "codename").annotate(times=Count("pk")).filter(times__gt=1)
    assert not list(twice)
    return [{group.name: dict(group.permissions.values_list("codename", "name")) for group in Group.objects.all()},
            Permission.objects.count()]

seen = []
for step in %r:
    if step == "look":
        seen.append(groups())
    else:
        call_command("migrate", *step, verbosity=0)
print(json.dumps(seen))
"""


def walk(url: str, *steps: tuple[str, ...] | str) -> list[tuple[dict[str, dict[str, str]], int]]:
    """Migrate to each target in turn; where the step is "look", return what each group may, and how many permissions there are."""
    command = ("shell", "--verbosity", "0", "--command", WALK % (steps,))
    done = manage(*command, DATABASE_URL=url, SECRET_KEY="of the tests")
    assert done.returncode == 0, done.stderr.decode()
    return [tuple(seen) for seen in json.loads(done.stdout)]


def test_instructors_are_there_and_may_what_they_need(database_url: str) -> None:
    assert [found for found, _ in walk(database_url, (), "look")] == [{"instructor": CAN}]


def test_an_existing_database_gets_them_too_and_gives_them_back(database_url: str) -> None:
    before = (("schemas_cache", "0002"), ("authtoken",))
    made, dropped, again = walk(database_url, *before, (), "look", ("curation", "zero"), "look", (), "look")
    assert (made[0], dropped[0], again) == ({"instructor": CAN}, {}, made)
