"""A database that holds something of everything, made by the code that it runs with, for the tests of later versions.

In a checkout of a version that is released, with this file in it, and with a folder for what comes out of it:

    DATA_DIR=FOLDER SECRET_KEY=x JOB_KEPT_HOURS=1000000 python -m tests.upgrades.remembering > answers.json

It fills the database and the files of jobs, and tells what the permanent links answered, and all else that is promised.
What it calls is of that version: a later one may know other names.
"""

import json
import sys
from contextlib import suppress
from datetime import date, timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from zipfile import BadZipFile, ZipFile

TOKEN = "0123456789abcdef0123456789abcdef01234567"
DAY = "2026-11-21"
DESCRIPTIONS = (
    "Generate e-commerce product data including product names, prices, categories, brands, and customer ratings",
    "Create healthcare patient records with demographics, medical conditions, treatment dates and bills",
    "Bank accounts with a unique IBAN, an owner, a balance between 0 and 5000 and 10% missing e-mail addresses",
    "Bestellungen mit Bestellnummer, Kunde, Ort, Menge und Preis",
    "Employees with a department, a hire date, a salary and a manager",
)
GIVEN: dict[str, Any] = {
    "id": {"faker_method": "row_number + 1", "data_type": "integer", "unique": True},
    "name": {"faker_method": "fake.name()", "data_type": "string"},
    "shout": {"faker_method": "row['name'].upper() + '!'", "data_type": "string", "null_rate": 0.1},
    "hired": {"faker_method": "fake.date_between('-10y', 'today')", "data_type": "date"},
    "seen": {"faker_method": "fake.date_time_this_year()", "data_type": "datetime"},
    "salary": {"faker_method": "round(random.gauss(48000, 9000), 2)", "data_type": "decimal", "null_rate": 0.02},
    "share": {"faker_method": "random.betavariate(2, 5)", "data_type": "float"},
    "active": {"faker_method": "fake.boolean()", "data_type": "boolean"},
    "badge": {"faker_method": "fake.bothify('??-####').upper()", "data_type": "string", "unique": True},
}
FORMATS: dict[str, tuple[dict[str, Any], ...]] = {
    "csv": ({}, {"csv_safe": "true"}, {"decimal_comma": "true", "missing": "NA"}, {"header": "false"}),
    "tsv": ({}, {"date_format": "%d.%m.%Y"}),
    "json": ({},),
    "jsonl": ({},),
    "parquet": ({},),
    "arrow": ({},),
    "xlsx": ({},),
    "sql": ({}, {"dialect": "mysql"}, {"dialect": "sqlite"}),
    "sqlite": ({},),
    "zip": ({},),
}


def digest(body: bytes) -> str:
    """Return what tells other bytes; of archives those inside, for other builds of zlib compress them otherwise."""
    with suppress(BadZipFile), ZipFile(BytesIO(body)) as archive:
        body = b"".join(name.encode() + archive.read(name) for name in archive.namelist())
    return sha256(body).hexdigest()


class _Maker:
    """Asks the service for all that it does, and keeps what it answered."""

    def __init__(self) -> None:
        from django.test import Client  # noqa: PLC0415 - Django is set up by now

        self.client = Client(headers={"authorization": f"Token {TOKEN}"})
        self.links: dict[str, str] = {}

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Return the document that is answered."""
        answer = self.client.generic(method, path, json.dumps(body), content_type="application/json")
        assert answer.status_code < 300, answer.content
        return answer.json() if answer.content else None

    def describe(self, description: str, **others: Any) -> str:
        """Return the hash of the schema of a description."""
        return str(self.ask("POST", "/schemas", {"description": description, **others})["description_hash"])

    def link(self, hash_: str, revision: int, name: str = "csv", rows: int = 60, **query: Any) -> None:
        """Keep what a permanent link answers."""
        asked = {"rows": rows, "seed": 7, "as_of": DAY, "revision": revision} | query
        address = f"/datasets/{hash_}.{name}?{urlencode(asked)}"
        answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.content)
        self.links[address] = digest(b"".join(answer))


def make() -> dict[str, Any]:
    """Fill the database, which has its tables, and return what is promised of it."""
    from django.core.management import call_command  # noqa: PLC0415 - Django is set up by now

    maker = _Maker()
    _accounts()
    schemas = _schemas(maker)
    _links(maker, schemas)
    done = [
        maker.ask("POST", "/jobs", {"description": DESCRIPTIONS[0], "rows": 500, "seed": 7, "as_of": DAY, **more})
        for more in ({"format": "csv", "parts": 3}, {"format": "parquet", "parts": 2}, {"format": "zip"})
    ]
    call_command("worker", "--until-idle", "--processes", "1")
    cancelled = maker.ask("POST", "/jobs", {"description": DESCRIPTIONS[1], "rows": 500, "format": "csv"})
    maker.ask("DELETE", f"/jobs/{cancelled['id']}")
    waiting = maker.ask(
        "POST",
        "/jobs",
        {"description": DESCRIPTIONS[2], "rows": 500, "seed": 7, "as_of": DAY, "format": "jsonl", "parts": 2},
    )
    return {
        "links": maker.links,
        "schemas": {hash_: maker.ask("GET", f"/schemas/{hash_}") for hash_ in schemas},
        "done": {job["id"]: digest(b"".join(maker.client.get(f"/jobs/{job['id']}/file"))) for job in done},
        "cancelled": cancelled["id"],
        "waiting": {waiting["id"]: digest(b"".join(maker.client.get(waiting["links"]["dataset"])))},
        "totals": _totals(),
    }


def _accounts() -> None:
    from django.contrib.auth.models import Group, User  # noqa: PLC0415 - Django is set up by now
    from rest_framework.authtoken.models import Token  # noqa: PLC0415 - as above

    from curation.accounts import make_account  # noqa: PLC0415 - as above

    user = User.objects.create_user("ada", password="a long enough password", is_staff=True)
    user.groups.set(Group.objects.all())
    Token.objects.create(user=user, key=TOKEN)
    make_account("grace", instructor=True)


def _schemas(maker: _Maker) -> dict[str, int]:
    """Remember schemas that came in every way; return their hashes, with the number of their revisions."""
    from generation.designer import Design, Spent  # noqa: PLC0415 - as above
    from generation.engine import DatasetSchema  # noqa: PLC0415 - as above
    from schemas_cache import services  # noqa: PLC0415 - as above
    from schemas_cache.curating import merge  # noqa: PLC0415 - as above

    shop, patients, bank, orders, staff = (maker.describe(text) for text in DESCRIPTIONS)
    given = str(maker.ask("POST", "/schemas", {"schema": GIVEN, "locale": "de_DE"})["description_hash"])
    french = maker.describe("People with a name and a city", locale="fr_FR")
    refined = [
        str(maker.ask("POST", f"/schemas/{of}/refine", {"instruction": said})["description_hash"])
        for of, said in ((shop, "drop brand, 8% missing ratings"), (given, "add a city"))
    ]
    edited, _ = services.edit(services.find(bank), DatasetSchema.from_json({"only": {"faker_method": "fake.iban()"}}))
    by_model, _ = services.obtain(
        "Ships of a fleet",
        None,
        design=lambda: Design(
            schema=DatasetSchema.from_json({"ship": {"faker_method": "fake.last_name()", "data_type": "string"}}),
            domain="ships",
            designed_by="gpt-4o-mini",
            not_understood=("their captains",),
            spent=Spent(requests=1, prompt_tokens=900, completion_tokens=80),
        ),
        wait=0,
        replace_offline=False,
    )
    columns = maker.ask("GET", f"/schemas/{orders}")["schema"]
    maker.ask("PATCH", f"/schemas/{orders}", {"schema": columns | {"note": {"faker_method": "fake.sentence()"}}})
    maker.ask("PATCH", f"/schemas/{orders}", {"schema": dict(reversed(columns.items())), "curated": True})
    maker.ask("PATCH", f"/schemas/{patients}", {"curated": True, "domain": "medicine"})
    merge([staff], into=orders)
    first = dict.fromkeys((shop, patients, bank, staff, given, french, *refined, edited.hash, by_model.hash), 1)
    return first | {orders: 3}


def _links(maker: _Maker, schemas: dict[str, int]) -> None:
    """Ask for every revision, and for some of them in every format and with every option."""
    for hash_, revisions in schemas.items():
        for revision in range(1, revisions + 1):
            maker.link(hash_, revision)
    of_each_type = next(hash_ for hash_ in schemas if "badge" in maker.ask("GET", f"/schemas/{hash_}")["schema"])
    for name, all_options in FORMATS.items():
        for options in all_options:
            maker.link(of_each_type, 1, name, **options)
    maker.link(of_each_type, 1, offset=1000, rows=5)
    maker.link(next(iter(schemas)), 1, rows=5000)


def _totals() -> dict[str, int]:
    from schemas_cache.models import DailyUse, Revision, Schema  # noqa: PLC0415 - Django is set up by now

    DailyUse.objects.create(day=date.fromisoformat(DAY) - timedelta(days=30), requests=40, hits=30, saved_tokens=7000)
    return {
        "schemas": Schema.objects.count(),
        "revisions": Revision.objects.count(),
        "uses": sum(Schema.objects.values_list("usage_count", flat=True)),
        "requests": sum(DailyUse.objects.values_list("requests", flat=True)),
    }


def main() -> None:
    """Make the tables, fill them, and print what is promised."""
    import django  # noqa: PLC0415 - where the settings are read
    from django.core.management import call_command  # noqa: PLC0415 - as above

    django.setup()
    call_command("migrate", verbosity=0)
    json.dump(make(), sys.stdout, indent=1)


if __name__ == "__main__":
    main()
