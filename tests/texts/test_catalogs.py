"""Every text has its translations, and what programs read is what people wrote.

When one of these fails: `make texts`, translate in workbench/locale/*/LC_MESSAGES/django.po what it lists, and again.
"""

import gettext
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog

from texts.catalogs import Fault, Files, compiled, faults, languages, read, updated, written
from texts.extracting import extracted


@pytest.fixture(params=languages())
def files(request: pytest.FixtureRequest) -> Files:
    return Files(request.param)


def test_there_is_german() -> None:
    assert languages() == ["de"]


def test_every_text_is_translated_with_its_placeholders(files: Files) -> None:
    assert list(faults(updated(read(files), extracted()))) == []


def test_the_catalog_has_the_texts_that_there_are(files: Files) -> None:
    assert files.edited.read_bytes() == written(updated(read(files), extracted()))


def test_what_programs_read_is_what_people_wrote(files: Files) -> None:
    assert files.compiled.read_bytes() == compiled(read(files))


def catalog(text: str | tuple[str, str], translation: str | tuple[str, str], *, fuzzy: bool = False) -> Catalog:
    """Return a catalog with one text."""
    made = Catalog(locale="de", fuzzy=False)
    made.add(text, translation, flags=["fuzzy"] if fuzzy else [])
    return made


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (catalog("Rows", ""), "it has no translation"),
        (catalog(("%(n)s row", "%(n)s rows"), ("%(n)s Zeile", "")), "it has no translation"),
        (catalog("Rows", "Zeilen", fuzzy=True), "nobody looked at its translation"),
        (catalog("Add %(field)s", "Hinzufügen"), "its translation has other placeholders"),
        (catalog("Add %(field)s", "%(feld)s hinzufügen"), "its translation has other placeholders"),
        (catalog("{} of {total}", "{} von {gesamt}"), "its translation has other placeholders"),
        (catalog("Missing, in %%", "Fehlend, in %"), "its translation has other placeholders"),
    ],
)
def test_a_fault_is_told(made: Catalog, reason: str) -> None:
    assert [fault.reason for fault in faults(made)] == [reason]


@pytest.mark.parametrize(
    "made",
    [
        catalog("Add %(field)s", "%(field)s hinzufügen"),
        catalog(("one row", "%(n)s rows"), ("eine Zeile", "%(n)s Zeilen")),
        catalog("Made in 5 % of cases", "In 5 % der Fälle"),
    ],
)
def test_a_good_translation_has_none(made: Catalog) -> None:
    assert list(faults(made)) == []


def test_an_update_keeps_translations_and_drops_what_is_gone() -> None:
    found = Catalog()
    for text in ("Rows", "Columns"):
        found.add(text)
    old = catalog("Rows", "Zeilen")
    old.add("Cells", "Zellen")
    renewed = updated(old, found)
    assert ({message.id: message.string or "" for message in renewed if message.id}, list(faults(renewed))) == (
        {"Rows": "Zeilen", "Columns": ""},
        [Fault("Columns", "it has no translation")],
    )


def test_a_new_text_gets_no_translation_of_one_that_is_like_it() -> None:
    found = Catalog()
    found.add("Ten rows")
    assert [fault.reason for fault in faults(updated(catalog("Two rows", "Zwei Zeilen"), found))] == [
        "it has no translation"
    ]


def test_what_is_compiled_can_be_read_by_gettext() -> None:
    made = catalog(("%(n)s row", "%(n)s rows"), ("%(n)s Zeile", "%(n)s Zeilen"))
    read_back = gettext.GNUTranslations(BytesIO(compiled(made)))
    assert [read_back.ngettext("%(n)s row", "%(n)s rows", n) for n in (1, 2)] == ["%(n)s Zeile", "%(n)s Zeilen"]
