"""The page on which an instructor edits a schema, or adds one."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.messages import get_messages
from django.http.response import HttpResponseBase
from django.test import Client

from generation.designer import DesignError
from generation.engine import Column, DatasetSchema, DataType
from generation.services import SchemaWish, design_schema
from schemas_cache.curating import create, mark_curated, merge
from schemas_cache.entries import Entry
from schemas_cache.models import Schema
from schemas_cache.services import find
from tests.curation.accounts import instructor, staff, viewer
from tests.curation.form_dom import FormDom, typed
from tests.curation.remembered import page, remember, revise, row
from tests.page_dom import Dom

pytestmark = pytest.mark.django_db
ADD = page("add")


@pytest.fixture
def teacher(client: Client) -> Client:
    """Return a client in which an instructor is signed in."""
    client.force_login(instructor("ada"))
    return client


def change(hash_: str) -> str:
    return page("change", row(hash_).pk)


def form(client: Client, hash_: str) -> dict[str, str]:
    """Return what the form of a schema posts when nobody touches it."""
    return FormDom.of(client.get(change(hash_))).fields


def written(*columns: Column, description: str = "Animals of a zoo", locale: str = "en_US") -> str:
    schema = DatasetSchema(columns, locale=locale)
    return create(description, schema, locale=None, domain="zoos", author="ada").hash


def column(name: str, expression: str = "fake.name()", **said: Any) -> Column:
    return Column(**{"name": name, "expression": expression, "data_type": DataType.STRING} | said)


def told(response: HttpResponseBase) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]  # type: ignore[attr-defined]


def history() -> list[tuple[int, str, str]]:
    return [(entry.action_flag, str(entry.user), entry.change_message) for entry in LogEntry.objects.all()]


def names(entry: Entry) -> list[str]:
    return [column.name for column in entry.schema.columns]


# Changing


def test_what_is_saved_untouched_makes_no_revision_and_no_history(teacher: Client) -> None:
    hash_ = written(
        column(" a b ", "\n 'x' + \\\r\n 'y' ", description="\nTwo\r\nlines ", null_rate=0.07),
        column("n", "1", data_type=DataType.INTEGER, unique=False),
    )
    before = find(hash_)

    response = teacher.post(change(hash_), form(teacher, hash_) | {"_save": "Save"})

    assert (response.status_code, find(hash_), history()) == (302, before, [])
    assert told(response) == ["Nothing was changed, so there is no new revision."]


def test_columns_are_changed_added_removed_and_moved_at_once(teacher: Client) -> None:
    hash_ = written(column("a"), column("b"), column("c"))
    fields = form(teacher, hash_)
    fields |= {"columns-0-expression": "fake.city()", "columns-1-DELETE": "on", "columns-2-ORDER": "5"}
    fields |= {"columns-3-name": "d", "columns-3-expression": "1", "columns-3-data_type": "integer"}

    response = teacher.post(change(hash_), fields | {"columns-3-missing": "5", "_save": "Save"})

    assert response.status_code == 302
    assert find(hash_).schema.columns == (
        column("c"),
        column("a", "fake.city()"),
        column("d", "1", data_type=DataType.INTEGER, null_rate=0.05),
    )
    assert history() == [(CHANGE, "ada", "Revision 2: added d; removed b; changed a; moved a.")]


def test_the_revision_has_its_author_and_what_is_said_of_the_whole(teacher: Client) -> None:
    hash_ = remember("Animals of a zoo")

    teacher.post(change(hash_), form(teacher, hash_) | {"domain": "zoos", "locale": "de_DE", "curated": "on"})

    entry = find(hash_)
    assert (entry.domain, entry.schema.locale, entry.curated) == ("zoos", "de_DE", True)
    assert (entry.revision, entry.author, entry.designed_by) == (2, "ada", "instructor")
    assert history()[0][2] == "Revision 2: locale en_US > de_DE; domain people > zoos. Marked as curated."


def test_saving_leads_to_the_list_as_it_was_filtered_or_back_to_the_form(teacher: Client) -> None:
    hash_ = remember("Animals of a zoo")
    filtered = f"{change(hash_)}?_changelist_filters=q%3Dzoo"
    fields = form(teacher, hash_)

    addresses = [
        teacher.post(filtered, fields | {button: "x"}).headers["Location"] for button in ("_save", "_continue")
    ]

    assert addresses == [f"{page('changelist')}?q=zoo", filtered]


def test_the_mark_alone_makes_no_revision(teacher: Client) -> None:
    hash_ = remember("Animals of a zoo")

    teacher.post(change(hash_), form(teacher, hash_) | {"curated": "on"})

    assert (find(hash_).curated, find(hash_).revision) == (True, 1)
    assert history() == [(CHANGE, "ada", "Marked as curated.")]


def test_a_mark_that_another_made_meanwhile_stays(teacher: Client) -> None:
    hash_ = remember("Animals of a zoo")
    fields = form(teacher, hash_)
    mark_curated([hash_], curated=True)

    teacher.post(change(hash_), fields | {"domain": "zoos"})

    assert (find(hash_).curated, find(hash_).domain) == (True, "zoos")


def test_what_was_merged_meanwhile_is_not_saved(teacher: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    cats, dogs = remember("Cats"), remember("Dogs")
    fields = form(teacher, cats) | {"domain": "cats"}

    def find_then_merge(hash_: str, revision: int) -> Entry:
        entry = find(hash_, revision)
        merge([cats], into=dogs)
        return entry

    monkeypatch.setattr("curation.pages.editing.find", find_then_merge)
    answer = teacher.post(change(cats), fields, follow=True)

    assert [str(message) for message in answer.context["messages"]] == [
        "Nothing was saved: the schema was merged into another one meanwhile."
    ]
    assert find(dogs).domain == "people"


def test_who_may_not_curate_changes_columns_alone(client: Client) -> None:
    client.force_login(staff("helper", "view_schema", "change_schema"))
    hash_ = remember("Animals of a zoo")

    client.post(change(hash_), form(client, hash_) | {"curated": "on", "domain": "zoos"})

    assert (find(hash_).curated, find(hash_).domain) == (False, "zoos")


def test_the_longest_expressions_in_other_scripts_go_through_the_form(teacher: Client) -> None:
    hash_ = written(*(column(f"c{number}", "x") for number in range(80)))
    longest = f"'{'語' * 3998}'"
    fields = form(teacher, hash_) | {f"columns-{number}-expression": longest for number in range(80)}

    teacher.post(change(hash_), urlencode(fields), content_type="application/x-www-form-urlencoded")

    assert {column.expression for column in find(hash_).schema.columns} == {longest}


def test_two_hundred_columns_go_through_the_form(teacher: Client) -> None:
    hash_ = written(*(column(f"c{number}", "x", description="d") for number in range(200)))
    fields = form(teacher, hash_)
    fields |= {f"columns-{number}-expression": "fake.name()" for number in range(200)}

    response = teacher.post(change(hash_), fields | {"_save": "Save"})

    assert (response.status_code, len(find(hash_).schema.columns), find(hash_).revision) == (302, 200, 2)


def test_an_entry_of_another_program_is_edited_as_well(teacher: Client) -> None:
    hash_ = written(column("a"))
    row(hash_).revisions.update(designed_by="")

    assert teacher.post(change(hash_), form(teacher, hash_) | {"domain": "x"}).status_code == 302


# Refusing


def test_what_does_not_run_is_said_at_its_field_and_nothing_is_lost_or_saved(teacher: Client) -> None:
    hash_ = written(column("a"), column("b"), column("c"))
    fields = form(teacher, hash_) | {
        "columns-0-expression": "\n  fake.nmae( )  ",
        "columns-0-ORDER": "25",
        "columns-1-DELETE": "on",
        "columns-1-missing": "many",
        "columns-2-unique": "on",
        "columns-3-name": " d ",
        "columns-3-expression": "1",
        "columns-3-description": "\n two\nlines ",
        "domain": "<zoo>",
        "curated": "on",
    }

    dom = FormDom.of(teacher.post(change(hash_), fields | {"_save": "Save"}))

    blank = {name: value for name, value in dom.fields.items() if name.startswith("columns-4-")}
    assert dom.fields == fields | {"columns-TOTAL_FORMS": "5"} | blank
    assert set(blank.values()) == {"", "string"}
    assert dom.rows("name", "ORDER") == [("b", "20"), ("a", "25"), ("c", "30"), (" d ", ""), ("", "")]
    assert dom.said_of("columns-0-expression") == "fake.nmae does not exist  fake.nmae( )  \n  ^did you mean fake.name?"
    assert "#id_columns-0-expression" in dom.links
    assert find(hash_).revision == 1


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"columns-1-name": "a"}, "columns-1-name", "Another column has this name already."),
        ({"columns-1-name": ""}, "columns-1-name", "A column needs a name."),
        ({"columns-1-name": "n" * 101}, "columns-1-name", "A column's name is a printable text of 1 to 100"),
        ({"columns-1-expression": ""}, "columns-1-expression", "Write how the column's values are made"),
        ({"columns-1-expression": "9" * 4001}, "columns-1-expression", "The expression has 4001 characters"),
        ({"columns-1-missing": "101"}, "columns-1-missing", "The share of missing cells is a number from 0 to 100"),
        ({"columns-1-data_type": "text"}, "columns-1-data_type", "Select a valid choice. text"),
        ({"locale": "xx"}, "locale", "Select a valid choice. xx"),
        ({"domain": "d" * 101}, "domain", "A domain has 100 characters at most."),
    ],
)
def test_what_is_malformed_is_said_at_its_field(
    teacher: Client, fields: dict[str, str], field: str, message: str
) -> None:
    hash_ = written(column("a"), column("b"))

    dom = FormDom.of(teacher.post(change(hash_), form(teacher, hash_) | fields))

    assert dom.said_of(field)[: len(message)] == message
    assert f"#id_{field}" in dom.links
    assert find(hash_).revision == 1


def test_what_is_wrong_with_the_whole_stands_at_the_top(teacher: Client) -> None:
    hash_ = written(column("a"))
    untold = {"columns-0-DELETE": "on", "revision": ""}

    faults = FormDom.of(teacher.post(change(hash_), form(teacher, hash_) | untold)).texts["faults"]

    assert "The form does not say which revision it was made from. Open the page again." in faults
    assert "A schema has one column at least." in faults


def test_who_was_overtaken_is_told_and_saves_on_top_deliberately(teacher: Client) -> None:
    hash_ = remember("Animals of a zoo", "a", "b")
    fields = form(teacher, hash_) | {"columns-0-name": "mine", "columns-1-DELETE": "on", "curated": "on"}
    revise(hash_, "theirs", author="bob")

    response = teacher.post(change(hash_), fields | {"_save": "Save"})

    dom = FormDom.of(response)
    assert "bob made revision 2 while you were editing revision 1" in response.content.decode()
    assert f"{page('revisions', row(hash_).pk)}?before=1&after=2" in dom.links
    assert dom.fields == fields | {
        name: value for name, value in dom.fields.items() if name == "revision" or name not in fields
    }
    assert (dom.fields["revision"], find(hash_).revision, find(hash_).curated) == ("2", 2, False)

    teacher.post(change(hash_), dom.fields | {"_save": "Save"})

    assert (find(hash_).revision, names(find(hash_)), find(hash_).curated) == (3, ["mine"], True)


# Without JavaScript


def test_a_column_more_is_there_to_be_filled_in(teacher: Client) -> None:
    hash_ = written(column("a"))
    fields = form(teacher, hash_) | {"columns-0-name": "typed"}

    dom = FormDom.of(teacher.post(change(hash_), fields | {"_add_column": "1"}))

    assert dom.rows("name") == [("typed",), ("",), ("",)]
    assert find(hash_).revision == 1


def test_the_preview_is_made_from_what_is_typed_and_nothing_is_saved(teacher: Client) -> None:
    hash_ = written(column("a"))
    fields = form(teacher, hash_) | {"columns-0-expression": "'only this' "}

    dom = FormDom.of(teacher.post(change(hash_), fields | {"_preview": "Preview"}))

    assert "only this" in dom.texts["preview"]
    assert (dom.fields["columns-0-expression"], find(hash_).revision) == ("'only this' ", 1)


def test_every_field_has_a_label(teacher: Client) -> None:
    dom = Dom.of(teacher.get(change(written(column("a")))))
    labelled = set(dom.attributes("label", "for"))
    fields = [
        attributes["id"]
        for tag, attributes in dom.elements
        if tag in {"input", "select", "textarea"}
        and attributes.get("type") not in {"hidden", "submit"}
        and attributes.get("id", "").startswith("id_")
    ]

    assert (len(fields), set(fields) - labelled) == (3 + 8 * 3, set())


# What is there to be read


def test_the_page_shows_what_is_known_of_the_schema(teacher: Client) -> None:
    entry, _ = design_schema(SchemaWish(description="Patients with name and zorbled flag"))

    response = teacher.get(change(entry.hash))

    text = Dom.of(response).text
    assert all(known in text for known in (entry.description, entry.hash, *entry.assumptions, *entry.not_understood))
    link = f"http://testserver/datasets/{entry.hash}.csv?rows=1000&seed=1&revision=1"
    assert link in Dom.of(response).attributes("a", "href")
    assert teacher.get(link).status_code == 200
    assert "stated in the description" in text


def test_who_may_only_look_reads_everything_and_has_nothing_to_press(client: Client) -> None:
    client.force_login(viewer())
    hash_ = written(column("weight", "random.gauss(80, 9)", data_type=DataType.FLOAT, description="In kg"))

    response = client.get(change(hash_))

    dom = FormDom.of(response)
    assert (dom.fields, dom.buttons) == ({}, [])
    assert "10 rows of 1 column." in dom.texts["preview"]
    assert all(known in Dom.of(response).text for known in ("weight", "random.gauss(80, 9)", "float", "In kg"))
    assert client.post(change(hash_), {"domain": "mine"}).status_code == 403
    assert client.get(ADD).status_code == 403


def test_a_schema_that_was_merged_is_to_be_read_alone(teacher: Client) -> None:
    merged, into = remember("Animals of a zoo", "a"), remember("Beasts of a zoo", "b")
    merge([merged], into)

    dom = FormDom.of(teacher.get(change(merged)))

    assert (dom.fields, change(into) in dom.links) == ({}, True)
    assert teacher.post(change(merged), {"domain": "mine"}).status_code == 403


@pytest.mark.parametrize("pk", ["0", "999", "x", "1_2", "9" * 400, "1/x"])
def test_a_schema_that_is_not_there_is_not_found(teacher: Client, pk: str) -> None:
    assert teacher.get(f"{page('changelist')}{pk}/change/").status_code == 404


# Adding


def test_a_schema_is_added_with_its_columns(teacher: Client) -> None:
    said = typed(
        {"name": "b"}, {"name": "a", "ORDER": "5"}, description=" Animals  of a zoo ", domain="zoos", curated="on"
    )

    response = teacher.post(ADD, said | {"_save": "Save"})

    entry = find(Schema.objects.get().hash)
    assert (response.status_code, response.headers["Location"]) == (302, page("changelist"))
    assert (entry.description, entry.domain, names(entry)) == ("Animals of a zoo", "zoos", ["a", "b"])
    assert (entry.curated, entry.author, entry.designed_by) == (True, "ada", "instructor")
    assert history() == [(ADDITION, "ada", "Added with 2 columns, designed by instructor.")]


def test_a_schema_that_was_added_is_what_the_description_gets(teacher: Client) -> None:
    teacher.post(ADD, typed({"name": "a"}, description="Animals of a zoo", locale=""))

    entry, was_there = design_schema(SchemaWish(description="Animals of a zoo"))

    assert (names(entry), was_there) == (["a"], True)


def test_without_columns_the_designer_makes_them_and_they_are_shown(teacher: Client) -> None:
    said = typed({"name": "", "expression": ""}, description="Patients with name and age", locale="de_DE")

    response = teacher.post(ADD, said | {"_save": "Save"})

    entry = find(Schema.objects.get().hash)
    assert response.headers["Location"] == change(entry.hash)
    assert ("age" in names(entry), entry.schema.locale, entry.is_offline) == (True, "de_DE", True)
    assert told(response) == [f"{entry.designed_by} designed {len(names(entry))} columns. Look through them."]


@pytest.mark.parametrize("rows", [[{"name": "a"}], [{"name": "", "expression": ""}]])
def test_a_description_that_has_a_schema_leads_to_it(teacher: Client, rows: list[dict[str, str]]) -> None:
    hash_ = remember("Animals of a zoo", "there")
    said = typed(*rows, description="Animals of a zoo", locale="")

    dom = FormDom.of(teacher.post(ADD, said))

    assert change(hash_) in dom.links
    assert dom.fields["description"] == "Animals of a zoo"
    assert (Schema.objects.count(), names(find(hash_))) == (1, ["there"])


def test_what_is_wrong_with_a_new_schema_is_said_at_its_field(teacher: Client) -> None:
    said = typed({"name": "a", "expression": "fake.nmae()"}, description="short")

    dom = FormDom.of(teacher.post(ADD, said))

    assert dom.said_of("description") == "A description has 10 to 4000 characters."
    assert dom.said_of("columns-0-expression").startswith("fake.nmae does not exist")
    assert (dom.fields["description"], Schema.objects.count()) == ("short", 0)


def test_a_designer_that_fails_loses_nothing(teacher: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: SchemaWish) -> tuple[Entry, bool]:
        raise DesignError("nothing came of it")

    monkeypatch.setattr("curation.pages.editing.design_schema", fail)

    dom = FormDom.of(teacher.post(ADD, typed(description="Animals of a zoo")))

    assert "The designer made no schema of it: nothing came of it." in dom.texts["faults"]
    assert dom.fields["description"] == "Animals of a zoo"
