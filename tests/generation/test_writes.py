"""What instructors write over HTTP, and who is refused."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client, RequestFactory
from rest_framework.authtoken.models import Token
from rest_framework.request import Request
from rest_framework.response import Response

from generation.urls import urlpatterns
from generation.views import GuardedViewSet
from generation.writing import Revising, revise_schema
from schemas_cache.curating import mark_curated, merge
from schemas_cache.errors import RevisedMeanwhile
from schemas_cache.models import Revision, Schema
from schemas_cache.services import description_hash, find, store
from tests.curation.accounts import instructor, pending, plain, staff, superuser, viewer
from tests.schemas_cache.designs import schema

pytestmark = pytest.mark.django_db

COLUMNS = {"age": {"faker_method": "random.randint(18, 90)", "data_type": "integer"}}
CHALLENGE = 'Token realm="schemas", Bearer realm="schemas"'
NOT_SIGNED_IN = "This is for instructors: send a token in the header Authorization, or sign in to the admin"


@pytest.fixture
def hash_() -> str:
    return store(schema("name"))[0].hash


@pytest.fixture
def ada(client: Client) -> None:
    """Sign an instructor in."""
    client.force_login(instructor("ada"))


signed_in = pytest.mark.usefixtures("ada")


def patch(client: Client, hash_: str, **body: Any) -> Any:
    return client.patch(f"/schemas/{hash_}", body, content_type="application/json")


def by_token(user: User, scheme: str = "Token") -> dict[str, str]:
    return {"authorization": f"{scheme} {Token.objects.create(user=user).key}"}


def refusal(answer: Any) -> tuple[int, str, str]:
    body = answer.json()
    return answer.status_code, body["error_type"], body["message"]


@signed_in
def test_columns_are_revised_under_the_instructors_name(client: Client, hash_: str) -> None:
    answer = patch(client, hash_, schema=COLUMNS)
    told = {name: answer.json()[name] for name in ("description_hash", "revision", "designed_by", "schema")}
    assert (answer.status_code, told, find(hash_).author) == (
        200,
        {"description_hash": hash_, "revision": 2, "designed_by": "instructor", "schema": COLUMNS},
        "ada",
    )
    assert answer.json() == client.get(f"/schemas/{hash_}").json()


@signed_in
def test_columns_may_be_a_list(client: Client, hash_: str) -> None:
    assert patch(client, hash_, schema=[{"name": "age", **COLUMNS["age"]}]).json()["schema"] == COLUMNS


@pytest.mark.parametrize(
    ("change", "after"),
    [
        ({"locale": "de_DE"}, ("de_DE", "", False, 2)),
        ({"domain": "  people  at home"}, ("en_US", "people at home", False, 2)),
        ({"curated": True}, ("en_US", "", True, 1)),
        ({"locale": "de_DE", "curated": True, "domain": "people"}, ("de_DE", "people", True, 2)),
        ({"locale": "en_US"}, ("en_US", "", False, 1)),
    ],
)
@signed_in
def test_what_is_not_named_stays(client: Client, hash_: str, change: dict[str, Any], after: tuple[Any, ...]) -> None:
    before = find(hash_)
    assert patch(client, hash_, **change).status_code == 200
    entry = find(hash_)
    assert (entry.schema.locale, entry.domain, entry.curated, entry.revision) == after
    assert entry.schema.columns == before.schema.columns


@signed_in
def test_the_locale_stays_when_the_columns_change(client: Client, hash_: str) -> None:
    patch(client, hash_, locale="de_DE")
    patch(client, hash_, schema=COLUMNS)
    assert find(hash_).schema.locale == "de_DE"


@signed_in
def test_what_was_revised_meanwhile_is_left_alone(client: Client, hash_: str) -> None:
    patch(client, hash_, schema=COLUMNS, revision=1)
    answer = patch(client, hash_, domain="people", curated=True, revision=1)
    said = f"the schema {hash_} was revised meanwhile: its current revision is 2"
    assert (refusal(answer), answer.json()["details"]) == ((409, "validation", said), {"hash": hash_, "revision": 2})
    assert (find(hash_).domain, find(hash_).curated) == ("", False)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "Give what is to change: schema, locale, domain or curated"),
        ({"revision": 1}, "Give what is to change: schema, locale, domain or curated"),
        ({"curated": "true"}, "Curated must be true or false"),
        ({"curated": 1}, "Curated must be true or false"),
        ({"domain": 7}, "Not a valid string."),
        ({"domain": "x" * 101}, "Ensure this field has no more than 100 characters."),
        ({"locale": "tlh"}, None),
        ({"schema": {}}, None),
        ({"schema": {"a": {"faker_method": "fake.nme()"}}}, None),
        ({"schema": COLUMNS, "revision": 0}, "Revision must be between 1 and 2147483647"),
    ],
)
@signed_in
def test_an_unfit_change_is_refused(client: Client, hash_: str, body: dict[str, Any], message: str | None) -> None:
    status, error_type, said = refusal(patch(client, hash_, **body))
    assert (status, error_type, message or said) == (400, "validation", said)
    assert Revision.objects.count() == 1


@pytest.mark.parametrize(
    "field",
    ["usage_count", "description_hash", "hash", "author", "designed_by", "is_superuser", "description", "merged_into"],
)
@signed_in
def test_nothing_else_is_assigned(client: Client, hash_: str, field: str) -> None:
    before = Schema.objects.values().get()
    answer = patch(client, hash_, domain="people", **{field: "1"})
    assert (answer.status_code, answer.json()["details"]["field"]) == (400, field)
    assert Schema.objects.values().get() == before


@pytest.mark.parametrize("method", ["patch", "delete"])
@signed_in
def test_what_there_is_not_cannot_be_written(client: Client, method: str) -> None:
    answer = client.generic(method, f"/schemas/{'0' * 64}", '{"curated": true}', content_type="application/json")
    assert (answer.status_code, answer.json()["details"]) == (404, {"hash": "0" * 64})


@signed_in
def test_a_schema_is_dropped(client: Client, hash_: str) -> None:
    answer = client.delete(f"/schemas/{hash_}")
    assert (answer.status_code, answer.content, Schema.objects.exists()) == (204, b"", False)


@signed_in
def test_a_curated_schema_is_not_dropped(client: Client, hash_: str) -> None:
    mark_curated([hash_], curated=True)
    answer = client.delete(f"/schemas/{hash_}")
    said = f"the schema {hash_} is curated; take that mark away first"
    assert (refusal(answer), Schema.objects.exists()) == ((403, "permission", said), True)


@signed_in
def test_a_schema_that_another_stands_for_is_not_dropped_by_itself(client: Client, hash_: str) -> None:
    other = store(schema("other"))[0].hash
    merge([hash_], into=other)
    answer = client.delete(f"/schemas/{hash_}")
    said = f"the schema {hash_} was merged into {other}, which stands for it; drop that one instead"
    assert (refusal(answer), answer.json()["details"]) == ((409, "validation", said), {"hash": other})
    assert (Schema.objects.count(), LogEntry.objects.exists()) == (2, False)


@signed_in
def test_what_is_written_stands_in_the_history(client: Client, hash_: str) -> None:
    patch(client, hash_, schema=COLUMNS, curated=True)
    patch(client, hash_, schema=COLUMNS)
    patch(client, hash_, curated=False)
    client.delete(f"/schemas/{hash_}")
    entries = LogEntry.objects.order_by("pk").values_list(
        "user__username", "action_flag", "change_message", "object_repr"
    )
    assert list(entries) == [
        ("ada", 2, "Over HTTP: revision 2, marked as curated.", hash_),
        ("ada", 2, "Over HTTP: marked as not curated.", hash_),
        ("ada", 3, "Deleted over HTTP.", hash_),
    ]


@signed_in
def test_what_is_not_dropped_is_not_logged(client: Client, hash_: str) -> None:
    mark_curated([hash_], curated=True)
    client.delete(f"/schemas/{hash_}")
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("scheme", ["Token", "Bearer", "bearer", "TOKEN"])
def test_a_token_does_what_a_session_does(client: Client, hash_: str, scheme: str) -> None:
    headers = by_token(instructor("ada"), scheme)
    answer = client.patch(f"/schemas/{hash_}", {"schema": COLUMNS}, content_type="application/json", headers=headers)
    assert (answer.status_code, find(hash_).author) == (200, "ada")


Asked = tuple[str, str, str]
WRITES: list[Asked] = [
    ("PATCH", "/schemas/{hash}", '{"curated": true}'),
    ("DELETE", "/schemas/{hash}", ""),
    ("GET", "/schemas/export", ""),
    ("POST", "/schemas/import", '{"schemas": {}}'),
]
writes = pytest.mark.parametrize("asked", WRITES, ids=lambda asked: f"{asked[0]} {asked[1]}")


def write(client: Client, asked: Asked, hash_: str, **headers: str) -> Any:
    method, path, body = asked
    return client.generic(method, path.format(hash=hash_), body, content_type="application/json", headers=headers)


@writes
def test_who_is_not_signed_in_is_told_how_to(client: Client, hash_: str, asked: Asked) -> None:
    answer = write(client, asked, hash_)
    assert (refusal(answer), answer["WWW-Authenticate"]) == ((401, "permission", NOT_SIGNED_IN), CHALLENGE)


@writes
@pytest.mark.parametrize(
    ("header", "message"),
    [
        (f"Token {'0' * 40}", "Invalid token."),
        ("Token \x00", "Invalid token."),
        ("Bearer ÿ", "Invalid token header. Token string should not contain invalid characters."),
        ("Bearer", "Invalid token header. No credentials provided."),
        ("Token a b", "Invalid token header. Token string should not contain spaces."),
        ("Basic YWRhOmFkYQ==", NOT_SIGNED_IN),
    ],
)
def test_a_token_that_there_is_not_is_refused(
    client: Client, hash_: str, asked: Asked, header: str, message: str
) -> None:
    answer = write(client, asked, hash_, authorization=header)
    assert answer["WWW-Authenticate"] == CHALLENGE
    assert refusal(answer) == (401, "permission", message)


LACKING = {
    "PATCH /schemas/{hash}": "change_schema",
    "DELETE /schemas/{hash}": "delete_schema",
    "GET /schemas/export": "export_schema",
    "POST /schemas/import": "import_schema",
}


@writes
@pytest.mark.parametrize("make", [viewer, staff])
@pytest.mark.parametrize("by", ["session", "token"])
def test_who_lacks_the_permission_is_told_which(client: Client, hash_: str, asked: Asked, make: Any, by: str) -> None:
    user = make()
    headers = by_token(user) if by == "token" else {}
    if by == "session":
        client.force_login(user)
    said = f"This account lacks the permission schemas_cache.{LACKING[f'{asked[0]} {asked[1]}']}"
    assert refusal(write(client, asked, hash_, **headers)) == (403, "permission", said)


@writes
@pytest.mark.parametrize("by", ["session", "token"])
@pytest.mark.parametrize("make", [plain, pending])
def test_an_account_that_is_not_ready_is_refused(client: Client, hash_: str, asked: Asked, by: str, make: Any) -> None:
    said = {
        plain: "This is for instructors: the account is not one of the staff",
        pending: "Sign in to the admin and set a password of your own first",
    }[make]
    user = make()
    headers = by_token(user) if by == "token" else {}
    if by == "session":
        client.force_login(user)
    assert refusal(write(client, asked, hash_, **headers)) == (403, "permission", said)


@writes
def test_an_account_that_was_closed_is_refused(client: Client, hash_: str, asked: Asked) -> None:
    user = superuser()
    client.force_login(user)
    headers = by_token(user)
    User.objects.update(is_active=False)
    answers = [write(client, asked, hash_, **given) for given in ({}, headers)]
    assert [refusal(answer) for answer in answers] == [
        (401, "permission", NOT_SIGNED_IN),
        (401, "permission", "User inactive or deleted."),
    ]


def test_to_mark_as_curated_needs_a_permission_of_its_own(client: Client, hash_: str) -> None:
    client.force_login(staff("editor", "change_schema"))
    said = "This account lacks the permission schemas_cache.curate_schema"
    assert refusal(patch(client, hash_, curated=True, domain="people")) == (403, "permission", said)
    assert (find(hash_).curated, find(hash_).domain) == (False, "")
    assert patch(client, hash_, domain="people").status_code == 200


@pytest.mark.parametrize("asked", WRITES[:2] + WRITES[3:], ids=lambda asked: asked[0])
def test_a_session_writes_only_with_its_csrf_token(hash_: str, asked: Asked) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(instructor())
    assert refusal(write(client, asked, hash_)) == (403, "permission", "CSRF Failed: CSRF cookie not set.")
    client.get("/admin/password_change/")  # which sets the cookie
    token = client.cookies["csrftoken"].value
    assert write(client, asked, hash_, **{"x-csrftoken": token}).status_code < 400


def test_a_token_needs_no_csrf_token(hash_: str) -> None:
    client = Client(enforce_csrf_checks=True)
    assert write(client, WRITES[0], hash_, **by_token(instructor())).status_code == 200


READS = [
    ("GET", "/schemas", ""),
    ("GET", "/schemas/{hash}", ""),
    ("GET", "/datasets/{hash}.csv", ""),
    ("POST", "/generate", json.dumps({"schema": COLUMNS, "rows": 1})),
    ("POST", "/schemas", json.dumps({"schema": COLUMNS})),
    ("POST", "/schemas/{hash}/refine", json.dumps({"instruction": "add a city column"})),
    ("GET", "/health", ""),
    ("GET", "/openapi.json", ""),
    ("GET", "/docs", ""),
]


@pytest.mark.parametrize("read", READS, ids=lambda read: f"{read[0]} {read[1]}")
@pytest.mark.parametrize("header", [f"Token {'0' * 40}", "Bearer", "Basic \xff", "nonsense"])
def test_what_is_for_everybody_does_not_look_who_asks(read: Asked, hash_: str, header: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(instructor())
    client.cookies["sessionid"] = "expired"
    assert write(client, read, hash_, authorization=header).status_code in {200, 201}


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_pages_elsewhere_may_askedwith_a_token_and_never_with_a_cookie(client: Client, method: str) -> None:
    headers = {
        "origin": "https://example.org",
        "access-control-request-method": method,
        "access-control-request-headers": "authorization",
    }
    answer = client.options(f"/schemas/{'0' * 64}", headers=headers)
    assert method in answer["Access-Control-Allow-Methods"].split(", ")
    assert "authorization" in answer["Access-Control-Allow-Headers"].split(", ")
    assert "Access-Control-Allow-Credentials" not in answer


class Unlisted(GuardedViewSet):
    """A view whose author forgot to say for whom it is."""

    def look(self, _: Request) -> Response:
        return Response({})


@pytest.mark.parametrize("make", [None, instructor, superuser])
def test_what_is_not_said_to_be_for_somebody_is_for_nobody(rf: RequestFactory, make: Any) -> None:
    request = rf.get("/", headers=by_token(make()) if make else {})
    view: Any = Unlisted.as_view({"get": "look"})
    assert view(request).status_code == (403 if make else 401)


def test_every_action_says_for_whom_it_is() -> None:
    actions = {
        (pattern.callback.cls, action)  # type: ignore[attr-defined]  # REST framework's views have it
        for pattern in urlpatterns
        if hasattr(pattern.callback, "actions")
        for action in pattern.callback.actions.values()
    }
    assert {(cls.__name__, action) for cls, action in actions if action in {*cls.needs} ^ cls.for_all} == {
        (cls.__name__, action) for cls, action in actions
    }


# Files of schemas


def entry(description: str, **columns: str) -> dict[str, Any]:
    return {
        "description_hash": description_hash(description),
        "original_description": description,
        "schema": {name: {"faker_method": method, "data_type": "string"} for name, method in columns.items()},
        "domain": "zoos",
        "created_at": "2025-09-05T10:30:00Z",
        "usage_count": 3,
        "last_used": None,
    }


def document(*entries: dict[str, Any]) -> bytes:
    return json.dumps({"schemas": {entry["description_hash"]: entry for entry in entries}}).encode()


ANIMALS = entry("Animals of a zoo", name="fake.first_name()")
BAD = entry("Books of a library", title="fake.nme()")


def send(client: Client, body: bytes, query: str = "", **headers: str) -> Any:
    return client.post(f"/schemas/import{query}", body, content_type="application/json", headers=headers)


@signed_in
def test_a_file_is_taken_in_and_what_became_of_it_is_told(client: Client) -> None:
    answer = send(client, document(ANIMALS, BAD))
    report = answer.json()
    assert (answer.status_code, report["added"]) == (200, [ANIMALS["description_hash"]])
    assert [(refused["entry"], refused["column"]) for refused in report["refused"]] == [(2, "title")]
    assert find(ANIMALS["description_hash"]).usage_count == 3


@signed_in
@pytest.mark.parametrize(
    ("query", "became", "columns"),
    [
        ("", "kept", ["old"]),
        ("?on_conflict=skip", "kept", ["old"]),
        ("?on_conflict=replace", "replaced", ["name"]),
        ("?on_conflict=newer", "kept", ["old"]),
        ("?on_conflict=replace&dry_run=true", "replaced", ["old"]),
    ],
)
def test_what_is_there_already_meets_the_file_as_is_asked(
    client: Client, query: str, became: str, columns: list[str]
) -> None:
    send(client, document(entry("Animals of a zoo", old="fake.name()")))
    report = send(client, document(ANIMALS), query).json()
    hash_ = ANIMALS["description_hash"]
    assert {key: report[key] for key in ("added", "kept", "replaced")} == {
        "added": [],
        "kept": [],
        "replaced": [],
        became: [hash_],
    }
    assert [column.name for column in find(hash_).schema.columns] == columns


@signed_in
def test_what_is_curated_is_overwritten_only_when_that_is_asked_for(client: Client) -> None:
    send(client, document(entry("Animals of a zoo", old="fake.name()")))
    hash_ = ANIMALS["description_hash"]
    mark_curated([hash_], curated=True)
    queries = ("?on_conflict=replace", "?on_conflict=replace&overwrite_curated=true")
    reports = [send(client, document(ANIMALS), query).json() for query in queries]
    assert [report["replaced"] for report in reports] == [[], [hash_]]


def test_to_overwrite_what_is_curated_needs_a_permission_of_its_own(client: Client) -> None:
    client.force_login(staff("importer", "import_schema"))
    said = "This account lacks the permission schemas_cache.curate_schema"
    assert refusal(send(client, document(ANIMALS), "?overwrite_curated=true")) == (403, "permission", said)
    assert send(client, document(ANIMALS)).status_code == 200


@pytest.mark.parametrize(("permissions", "curated"), [((), False), (("curate_schema",), True)])
def test_a_file_marks_as_curated_what_its_sender_may_mark(
    client: Client, permissions: tuple[str, ...], *, curated: bool
) -> None:
    client.force_login(staff("importer", "import_schema", *permissions))
    report = send(client, document(ANIMALS | {"curated": True})).json()
    assert find(ANIMALS["description_hash"]).curated is curated
    assert [note["note"] for note in report["notes"]] == (
        [] if curated else ["its curated mark is left out: to give it needs a permission of its own"]
    )


@signed_in
@pytest.mark.parametrize(
    ("body", "query"),
    [(document(ANIMALS, BAD), "?all_or_nothing=true"), (document(BAD), ""), (document(BAD), "?dry_run=true")],
)
def test_when_nothing_is_taken_in_it_is_a_refusal_with_the_reasons(client: Client, body: bytes, query: str) -> None:
    answer = send(client, body, query)
    assert refusal(answer) == (400, "validation", "Nothing was taken in: 1 entry is refused")
    assert [refused["column"] for refused in answer.json()["details"]["refused"]] == ["title"]
    assert not Schema.objects.exists()


@signed_in
@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"schemas": 7}', b"\xff", b'{"schemas": {"a": NaN}}'])
def test_what_is_no_such_file_is_refused(client: Client, body: bytes) -> None:
    answer = send(client, body)
    assert refusal(answer)[:2] == (400, "validation")
    assert answer.json()["details"]["field"] == "body"


@signed_in
@pytest.mark.parametrize("query", ["?on_conflict=merge", "?dry_run=1", "?dry_run=yes", "?author=eve", "?dry_run="])
def test_a_way_to_take_it_in_that_there_is_not_is_refused(client: Client, query: str) -> None:
    assert refusal(send(client, document(ANIMALS), query))[:2] == (400, "validation")
    assert not Schema.objects.exists()


@signed_in
def test_a_file_may_be_larger_than_other_bodies(client: Client, settings: Any) -> None:
    settings.MAX_BODY_BYTES = 100
    assert send(client, document(ANIMALS)).status_code == 200


@signed_in
def test_a_file_that_is_too_large_is_refused_unread(client: Client, settings: Any) -> None:
    settings.MAX_IMPORT_BYTES = 100
    said = "The file must not have more than 100 bytes"
    assert refusal(send(client, document(ANIMALS))) == (413, "validation", said)


@signed_in
def test_a_file_of_another_type_is_refused(client: Client) -> None:
    assert client.post("/schemas/import", {"file": "x"}).status_code == 415


@signed_in
def test_schemas_are_taken_out_as_a_file_that_goes_in_again(client: Client) -> None:
    send(client, document(ANIMALS))
    answer: Any = client.get("/schemas/export")
    body = b"".join(answer.streaming_content)
    told = {name: answer[name] for name in ("Content-Type", "Content-Disposition", "Cache-Control")}
    assert told == {
        "Content-Type": "application/json",
        "Content-Disposition": 'attachment; filename="schemas.json"',
        "Cache-Control": "no-store",
    }
    assert list(json.loads(body)["schemas"]) == [ANIMALS["description_hash"]]
    assert send(client, body).json()["unchanged"] + send(client, body).json()["kept"] != []


@signed_in
def test_what_cannot_be_read_is_left_out_and_told(client: Client) -> None:
    send(client, document(ANIMALS))
    assert "X-Left-Out" not in client.get("/schemas/export")
    Revision.objects.update(columns=[])
    answer: Any = client.get("/schemas/export")
    head = json.loads(b"".join(answer.streaming_content))["cache_metadata"]
    assert (answer["X-Left-Out"], head["left_out"]) == ("1", [ANIMALS["description_hash"]])


@signed_in
@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?curated=true", 0),
        ("?curated=false", 1),
        ("?domain=zoos", 1),
        ("?domain=people", 0),
        ("?since=2025-09-01", 1),
        ("?since=2025-09-05T10:30:01Z", 0),
        ("?since=2025-09-05T10:30:00", 1),
    ],
)
def test_some_schemas_are_taken_out(client: Client, query: str, count: int) -> None:
    send(client, document(ANIMALS))
    answer: Any = client.get(f"/schemas/export{query}")
    assert len(json.loads(b"".join(answer.streaming_content))["schemas"]) == count


@signed_in
@pytest.mark.parametrize("query", ["?since=yesterday", "?since=0001-01-01", "?curated=1", "?format=json", "?since="])
def test_a_choice_of_schemas_that_there_is_not_is_refused(client: Client, query: str) -> None:
    assert refusal(client.get(f"/schemas/export{query}"))[:2] == (400, "validation")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="a database in memory lets no thread wait for another")
def test_no_mark_goes_to_a_revision_that_comes_meanwhile(hash_: str) -> None:
    ada = instructor("ada")
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            revise_schema(Revising(hash=hash_, user=ada, schema=schema("name", "age"), revision=1))
            marked = other.submit(mark_and_hang_up, Revising(hash=hash_, user=ada, curated=True, revision=1))
            time.sleep(0.5)  # long enough to read what is there, and to wait for who revises it
        with pytest.raises(RevisedMeanwhile):
            marked.result()

    assert (find(hash_).revision, find(hash_).curated) == (2, False)


def mark_and_hang_up(wish: Revising) -> None:
    try:
        revise_schema(wish)
    finally:
        connection.close()
