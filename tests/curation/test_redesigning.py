"""A schema is designed again: what would change is shown, and what was shown is taken."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core import signing
from django.test import Client

from generation.designer import Design
from generation.engine import DatasetSchema
from generation.services import RefinementWish, SchemaWish, design_schema, redesign, refine_schema
from schemas_cache.curating import drop, edit, mark_curated, merge
from schemas_cache.models import DailyUse, Schema
from schemas_cache.services import Entry, find, obtain, store
from tests.curation.accounts import instructor, viewer
from tests.curation.remembered import one_column, page, remember, revise, row
from tests.page_dom import CANARY, Dom
from tests.schemas_cache.designs import schema
from tests.scripted_model import ScriptedModel

pytestmark = pytest.mark.django_db
STUDENTS = "Students of a school with name and age"


@pytest.fixture
def model(settings: Any) -> Iterator[ScriptedModel]:
    """Give the service a language model, which follows a script."""
    with ScriptedModel("good") as scripted:
        settings.OPENAI_API_KEY = "sk-of-the-tests"
        settings.OPENAI_BASE_URL = scripted.base_url
        settings.MODEL_DEADLINE = 5.0
        settings.MODEL_ATTEMPTS = 1
        yield scripted


@pytest.fixture
def students() -> Entry:
    """Remember a schema whose columns an instructor has replaced by one."""
    entry, _ = design_schema(SchemaWish(description=STUDENTS))
    return edit(entry.hash, schema("nick"), domain="schools", revision=1, author="ann")


def address(entry: Entry) -> str:
    return page("redesign", row(entry.hash).pk)


def shown(client: Client, entry: Entry) -> tuple[Design, str]:
    """Return the design that is shown once it was asked for, and the text that stands for it in the page's form."""
    response = client.post(address(entry))
    fields = {attributes.get("name"): attributes.get("value") for _, attributes in Dom.of(response).elements}
    return response.context["design"], fields.get("design") or ""


def said(client: Client, entry: Entry) -> list[str]:
    return [str(message) for message in client.get(page("revisions", row(entry.hash).pk)).context["messages"]]


def test_nothing_is_designed_before_the_button_is_pressed(
    admin_client: Client, students: Entry, model: ScriptedModel
) -> None:
    dom = Dom.of(admin_client.get(address(students)))

    assert "Design again with gpt-4o-mini" in dom.attributes("input", "value")
    assert "which costs tokens" in dom.text
    assert model.calls == 0


def test_rules_are_named_where_there_is_no_model(admin_client: Client, students: Entry) -> None:
    dom = Dom.of(admin_client.get(address(students)))

    assert "Design again with rules" in dom.attributes("input", "value")
    assert "costs tokens" not in dom.text


def test_what_would_change_is_shown_and_nothing_is_changed(admin_client: Client, students: Entry) -> None:
    response = admin_client.post(address(students))

    assert [(each.name, str(each.fate)) for each in response.context["comparison"].columns][-1] == ("nick", "removed")
    assert [field.label for field in response.context["comparison"].whole] == ["domain", "designed by"]
    assert find(students.hash) == students


def test_the_design_that_was_shown_is_the_one_that_is_taken(client: Client, students: Entry) -> None:
    client.force_login(instructor("carla"))
    design, signed = shown(client, students)

    client.post(address(students), {"design": signed})

    entry = find(students.hash)
    assert (entry.design(), entry.revision, entry.author) == (design, 3, "carla")
    assert said(client, students) == ["The new design is revision 3."]
    assert LogEntry.objects.get().change_message == "Designed again, as revision 3."


def test_a_design_by_the_model_is_not_asked_for_twice(
    admin_client: Client, students: Entry, model: ScriptedModel
) -> None:
    design, signed = shown(admin_client, students)
    admin_client.post(address(students), {"design": signed})

    assert (model.calls, find(students.hash).design()) == (1, design)
    assert (design.designed_by, find(students.hash).spent.requests) == ("gpt-4o-mini", 1)


@pytest.mark.parametrize(
    "forge", [lambda _: "", lambda text: text[:-1], lambda text: f"x{text}", lambda _: signing.dumps({})]
)
def test_a_design_that_was_not_shown_is_not_taken(admin_client: Client, students: Entry, forge: Any) -> None:
    _, signed = shown(admin_client, students)

    admin_client.post(address(students), {"design": forge(signed)})

    assert find(students.hash).revision == 2
    assert said(admin_client, students) == [
        "Nothing was replaced: that design was shown too long ago. Design again, please."
    ]


def test_a_design_is_taken_for_no_other_schema_and_from_nobody_else(
    client: Client, admin_client: Client, students: Entry
) -> None:
    _, signed = shown(admin_client, students)
    other = edit(remember("Animals"), schema("nick"), domain="", revision=1, author="")
    client.force_login(instructor())

    admin_client.post(address(other), {"design": signed})
    client.post(address(students), {"design": signed})

    assert (find(other.hash).revision, find(students.hash).revision) == (2, 2)


def test_a_design_that_was_shown_yesterday_is_not_taken(
    admin_client: Client, students: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, signed = shown(admin_client, students)
    monkeypatch.setattr("curation.pages.redesigning._SECONDS", -1)

    admin_client.post(address(students), {"design": signed})

    assert find(students.hash).revision == 2


def test_nothing_is_replaced_when_somebody_revised_meanwhile(admin_client: Client, students: Entry) -> None:
    _, signed = shown(admin_client, students)
    revise(students.hash, "other")

    admin_client.post(address(students), {"design": signed})

    assert find(students.hash).revision == 3
    assert said(admin_client, students) == ["Nothing was replaced: somebody made revision 3 meanwhile."]


def test_a_schema_that_is_designed_so_already_is_left_alone(admin_client: Client) -> None:
    entry, _ = design_schema(SchemaWish(description=STUDENTS))
    response = admin_client.post(address(entry))

    assert b"there is nothing to replace" in response.content
    assert Dom.of(response).attributes("input", "name").count("design") == 0


def test_a_curated_schema_stays_curated(admin_client: Client, students: Entry) -> None:
    mark_curated([students.hash], curated=True)
    _, signed = shown(admin_client, students)
    admin_client.post(address(students), {"design": signed})

    assert (find(students.hash).curated, find(students.hash).revision) == (True, 3)


def test_a_refined_schema_is_designed_again_from_what_it_was_refined_from(admin_client: Client) -> None:
    parent, _ = design_schema(SchemaWish(description=STUDENTS))
    refined = refine_schema(RefinementWish(hash=parent.hash, instruction="add an email address")).entry
    revise(parent.hash, "nick")
    edit(refined.hash, schema("nick"), domain="", revision=1, author="ann")

    assert shown(admin_client, refined)[0].schema == refined.schema


def test_a_schema_whose_parent_is_gone_is_not_designed_again(admin_client: Client) -> None:
    parent = remember("Animals", "name")
    refined = refine_schema(RefinementWish(hash=parent, instruction="add an email address")).entry
    drop([parent])

    assert admin_client.post(address(refined)).status_code == 302
    assert said(admin_client, refined) == ["The schema that this one was refined from is gone."]


def test_a_schema_that_was_given_as_columns_is_not_designed_again(admin_client: Client) -> None:
    entry, _ = store(schema("x"))

    assert [admin_client.get(address(entry)).status_code, admin_client.post(address(entry)).status_code] == [302, 302]
    assert set(said(admin_client, entry)) == {"This schema was given as columns: there are no words to design it from."}


def test_the_locale_that_was_asked_for_is_kept() -> None:
    entry, _ = design_schema(SchemaWish(description=STUDENTS, locale="de_DE"))
    edited = edit(entry.hash, schema("nick"), domain="", revision=1, author="ann")

    assert (edited.schema.locale, redesign(edited).schema.locale) == ("en_US", "de_DE")


def test_a_model_that_fails_says_so(admin_client: Client, students: Entry, model: ScriptedModel, settings: Any) -> None:
    settings.OFFLINE_FALLBACK = False
    model.follow("server_error")

    assert admin_client.post(address(students)).status_code == 302
    assert said(admin_client, students)[0].startswith("It could not be designed again: ")
    assert find(students.hash).revision == 2


def test_rules_that_stand_in_for_the_model_say_so(admin_client: Client, students: Entry, model: ScriptedModel) -> None:
    model.follow("server_error")

    response = admin_client.post(address(students))

    assert "The language model did not make this design" in response.content.decode()
    assert response.context["design"].designed_by == "offline/2"


def test_the_budget_of_the_day_holds(
    admin_client: Client, students: Entry, model: ScriptedModel, settings: Any
) -> None:
    settings.MODEL_DAILY_DESIGNS = 0
    shown(admin_client, students)
    assert model.calls == 0


def test_each_design_is_counted(admin_client: Client, students: Entry) -> None:
    before = DailyUse.objects.get().offline_designs
    shown(admin_client, students)
    assert DailyUse.objects.get().offline_designs == before + 1


def test_a_merged_schema_is_not_designed_again(admin_client: Client, students: Entry) -> None:
    merge([students.hash], into=remember("Animals"))
    assert admin_client.get(address(students)).status_code == 404


def test_who_may_only_look_designs_nothing(client: Client, students: Entry) -> None:
    client.force_login(viewer())
    assert [client.get(address(students)).status_code, client.post(address(students)).status_code] == [403, 403]


def test_what_people_and_models_wrote_is_text(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Design(
        schema=one_column(CANARY, f"'{CANARY[1:]}'"),
        domain=CANARY,
        designed_by=CANARY,
        assumptions=(CANARY,),
        not_understood=(CANARY,),
    )
    hash_ = obtain(CANARY, None, design=lambda: made, wait=0, replace_offline=False)[0].hash
    other = replace(made, schema=DatasetSchema((*schema("x").columns,)), assumptions=(), domain=f"{CANARY} 2")
    monkeypatch.setattr("curation.pages.redesigning.redesign", lambda _: other)

    dom = Dom.of(admin_client.post(page("redesign", Schema.objects.get(hash=hash_).pk)))

    assert dom.faults() == []
    assert (dom.text.count("<canary onload"), dom.loose.count("<canary onload")) == (10, 0)
