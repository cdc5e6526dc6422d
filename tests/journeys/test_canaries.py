"""Secrets and what people typed are planted on every road, and then looked for wherever they have no business.

One server, with a secret in every setting that may have one, is asked everything by everybody: each route in each
method, with what it takes and with what it does not; while the model fails, while views crash, while the database is
gone. A worker makes a file and calls a webhook. Afterwards no log, trace, figure, page of somebody else's or list
of processes may hold any of it.
"""

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
import pytest

from tests.config.test_door import basic
from tests.curation.test_roles import ROUTES, rows
from tests.databases import PostgreSQL
from tests.jobs.receiver import Receiver, receive
from tests.scripted_model import ScriptedModel
from tests.servers import Answer, Server, manage, serve

SECRETS = {
    "OPENAI_API_KEY": "sk-canary-of-the-model-01",
    "SECRET_KEY": "canary-of-the-secret-key-02",
    "METRICS_TOKEN": "canary-of-the-metrics-03",
    "JOB_BUCKET_SECRET": "canary-of-the-bucket-04",
    "database": "canary-of-the-database-05",
    "redis": "canary-of-redis-06",
    "password": "canary-of-a-password-08",
    "typed": "canary-typed-as-a-password-09",
    "wrong key": "dfs_canary010" + "x" * 34,
    "wrong token": "ca0a4e0a" * 5,
}
TYPED = {
    "description": "Zanzibarian Quokkas",
    "instruction": "Timbuktuan Axolotls",
    "cell": "Patagonian Narwhals",
    "column": "kamchatkan_lemurs",
    "name": "Transylvanian Dodos",
}
MODELS = ["unauthorized", "rate_limited", "html_200", "broken_json", "redirect", "server_error"]
ACCOUNTS = f"""
import json
from django.contrib.auth.models import Group, User
from rest_framework.authtoken.models import Token
from access.keys import make
from curation.accounts import make_account
ada = User.objects.create_user("ada", password="{SECRETS["password"]}", is_staff=True, is_superuser=True)
ben = User.objects.create_user("ben", is_staff=True)
ben.groups.set(Group.objects.all())
print(json.dumps({{
    "key": make("A class").text,
    "token": Token.objects.create(user=ben).key,
    "one-time password": make_account("eve", instructor=True).password,
}}))
"""
WISH = {"description": f"{TYPED['description']} with name and age", "rows": 2}
SCHEMA = {TYPED["column"]: {"faker_method": f"'{TYPED['cell']}'"}}
BODIES = (
    json.dumps(WISH),
    json.dumps({"schema": SCHEMA, "rows": 2}),
    json.dumps({"instruction": f"add {TYPED['instruction']}", "curated": TYPED["cell"]}),
    f'{{"description": "{TYPED["description"]}',
)
FORM = urlencode(WISH | {"instruction": TYPED["instruction"], "columns-0-expression": f"'{TYPED['cell']}' +"})


@dataclass
class Road:
    """A server that everybody goes to, and all that it answered."""

    server: Server
    given: dict[str, str]
    answers: list[tuple[str, Answer]] = field(default_factory=list)

    def ask(self, method: str, path: str, body: str = "", kind: str = "application/json", **headers: str) -> Answer:
        answer = self.server.ask(method, path, body.encode(), {"Content-Type": kind, **headers})
        self.answers.append((f"{method} {path}", answer))
        return answer


def everybody(given: dict[str, str]) -> list[dict[str, str]]:
    """Return how each of those who come says who it is."""
    sent = ["", f"Bearer {given['key']}", f"Token {given['token']}", f"Bearer {SECRETS['wrong key']}"]
    sent += [f"Token {SECRETS['wrong token']}", basic(SECRETS["typed"])]
    return [{"Authorization": each} if each else {} for each in sent]


def ask_everything(road: Road) -> None:
    """Ask for each route in each method, in turn with one of the bodies, as one of those who come."""
    named = {"hash": "0" * 64, "curated_hash": "0" * 64, "job": "00000000-0000-0000-0000-000000000000"}
    named["hash"] = road.ask("POST", "/schemas", json.dumps({"schema": SCHEMA})).headers["location"].rpartition("/")[2]
    who = everybody(road.given)
    for number, (asked, _) in enumerate(rows(ROUTES)):
        method, path = asked.format(**named).split()
        query = urlencode({"q": TYPED["name"], "rows": TYPED["name"], "description": TYPED["description"]})
        body, kind = (*((body, "application/json") for body in BODIES), (FORM, "application/x-www-form-urlencoded"))[
            number % 5
        ]
        road.ask(method, f"{path}?{query}" if number % 2 else path, body, kind, **who[number % len(who)])


def cross_the_model(road: Road, model: ScriptedModel) -> None:
    for number, behaviour in enumerate(MODELS):
        model.follow(behaviour)
        road.ask("POST", "/generate", json.dumps(WISH | {"description": f"{WISH['description']} {number}"}))


def crash(road: Road) -> None:
    for path in ("/crash", "/rest", "/database"):
        road.ask("POST", f"{path}?q={quote(TYPED['name'])}", BODIES[0], Cookie=f"sessionid={SECRETS['typed']}")


def sign_in(road: Road, name: str, password: str) -> dict[str, str]:
    """Fill in the form, and return what the browser sends from then on."""
    form = road.ask("GET", "/admin/login/")
    cookie: SimpleCookie = SimpleCookie(form.headers["set-cookie"])
    token = cookie["csrftoken"].value
    fields = urlencode({"username": name, "password": password, "csrfmiddlewaretoken": token})
    sent = {"Cookie": f"csrftoken={token}"}
    answer = road.ask("POST", "/admin/login/", fields, "application/x-www-form-urlencoded", **sent)
    found = re.search(r"sessionid=([a-z0-9]+)", answer.headers.get("set-cookie", ""))
    return {"Cookie": f"sessionid={found[1]}"} if found else {}


def guess(road: Road) -> None:
    for name in ("ada", TYPED["name"], *["eve"] * 6):
        sign_in(road, name, SECRETS["typed"])
    sign_in(road, "eve", road.given["one-time password"])


def look_around(road: Road) -> None:
    """Look at the pages of the admin as its superuser, who may see everything but what was given to others."""
    session = sign_in(road, "ada", SECRETS["password"])
    assert session
    for path in ("", "token/", "access/apikey/", "access/apikey/1/change/", "auth/user/", "auth/user/2/change/"):
        assert road.ask("GET", f"/admin/{path}", **session).status == 200


def work(road: Road, settings: dict[str, str], receiver: Receiver) -> str:
    """Have a job made and its webhook called, and return what the worker says."""
    wish = {"schema": SCHEMA, "rows": 10, "format": "csv", "webhook": receiver.url}
    submitted = road.server.post("/jobs", wish)  # which is told the secret, once
    assert submitted.status == 202, submitted.body
    road.given["webhook"] = submitted.json["webhook_secret"]
    done = manage("worker", "--processes", "1", "--until-idle", **settings)
    road.ask("GET", submitted.headers["location"])
    assert (done.returncode, len(receiver.calls)) == (0, 1), done.stderr.decode()
    return (done.stdout + done.stderr).decode()


def lose_the_database(road: Road, postgresql: PostgreSQL, name: str) -> None:
    with psycopg.connect(postgresql.url("postgres"), autocommit=True) as connection:
        connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'.encode())
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
    statuses = [
        road.ask("POST", path, body).status for path in ("/generate", "/schemas", "/jobs") for body in BODIES[:2]
    ]
    assert 503 in statuses
    for path in ("/", "/datasets", "/health", "/admin/login/"):
        road.ask("GET", path, **everybody(road.given)[1])


@dataclass(frozen=True)
class Seen:
    """What is to be looked through afterwards."""

    log: str
    traces: str
    figures: str
    processes: str
    answers: list[tuple[str, Answer]]
    given: dict[str, str]


@pytest.fixture(scope="module")
def seen(postgresql: PostgreSQL, postgresql_template: str, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """Walk all the roads once."""
    folder = tmp_path_factory.mktemp("canaries")
    url = postgresql.create_database(postgresql_template)
    with receive() as receiver, receive(200) as traces, ScriptedModel("good") as model:
        settings = {name: value for name, value in SECRETS.items() if name.isupper()} | {
            "DATA_DIR": str(folder),
            "DATABASE_URL": url.replace("postgres@", f"postgres:{SECRETS['database']}@"),
            "CACHE_URL": f"redis://:{SECRETS['redis']}@127.0.0.1:9/0",
            "OPENAI_BASE_URL": model.base_url,
            "MODEL_ATTEMPTS": "1",
            "OFFLINE_FALLBACK": "false",
            "WEBHOOK_ALLOWED_HOSTS": "localhost",
            "LOG_LEVEL": "DEBUG",
            "JOB_EVENT_STREAMS": "0",
            "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://localhost:{traces.port}",
            "OTEL_BSP_SCHEDULE_DELAY": "200",
        }
        done = manage("shell", "--verbosity", "0", "--command", ACCOUNTS, **settings)
        assert done.returncode == 0, done.stderr.decode()
        given = json.loads(done.stdout)
        with serve(folder, "tests.config.crashing_site", **settings) as server:
            road = Road(server, given)
            ask_everything(road)
            cross_the_model(road, model)
            crash(road)
            guess(road)
            look_around(road)
            told = work(road, settings, receiver)
            figures = server.get("/metrics", Authorization=f"Bearer {SECRETS['METRICS_TOKEN']}")
            assert figures.status == 200
            processes = "\n".join(running())
            lose_the_database(road, postgresql, url.rpartition("/")[2])
        log = server.log.read_text("utf-8") + told
        assert traces.calls
        sent = "\n".join(call.body.decode("latin-1") for call in traces.calls)
    return Seen(log, sent, figures.body.decode(), processes, road.answers, given)


def running() -> Iterator[str]:
    """Return how each process of this machine was called."""
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            yield process.read_text("utf-8", "replace").replace("\0", " ")
        except OSError:
            continue  # it has ended


def found(text: str, canaries: dict[str, str]) -> list[str]:
    """Return the names of what is in a text, as it is, or as it is written in addresses, JSON or Basic."""
    ways = {
        name: {value, quote(value), urlencode({"": value})[1:], b64encode(value.encode()).decode().rstrip("=")[:-1]}
        for name, value in canaries.items()
    }
    return [name for name, spelled in ways.items() if any(each in text for each in spelled)]


def test_the_roads_were_walked(seen: Seen) -> None:
    statuses = {answer.status for _, answer in seen.answers}
    assert {200, 201, 400, 401, 403, 404, 405, 429, 500, 503} <= statuses
    assert '"message": "crash"' in seen.log
    told = "".join(answer.body.decode("utf-8", "replace") for _, answer in seen.answers)
    assert {"description", "cell", "column"} <= set(found(told, TYPED))  # those who said it are told it again


@pytest.mark.parametrize("where", ["log", "traces", "figures", "processes"])
def test_nothing_of_it_is_there(seen: Seen, where: str) -> None:
    assert found(getattr(seen, where), SECRETS | TYPED | seen.given) == []


def test_no_secret_is_in_any_answer(seen: Seen) -> None:
    secrets = SECRETS | seen.given
    leaks = {
        asked: found(f"{answer.headers}{answer.body.decode('utf-8', 'replace')}", secrets)
        for asked, answer in seen.answers
    }
    assert {asked: names for asked, names in leaks.items() if names} == {}


def test_who_asks_for_nothing_of_it_is_told_nothing_of_it(seen: Seen) -> None:
    general = [
        answer
        for asked, answer in seen.answers
        if asked.split()[1].startswith(("/health", "/openapi.json", "/admin/auth"))
    ]
    assert general
    assert [
        found(answer.body.decode(), {"description": TYPED["description"], "cell": TYPED["cell"]}) for answer in general
    ] == [[] for _ in general]
