from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

import pyarrow as pa
import pytest

from generation.designer.catalog import (
    LANGUAGE,
    CatalogError,
    Circumstances,
    Concept,
    Setting,
    Subject,
    Table,
    Way,
    load,
    read,
    references,
    weighted,
)
from generation.designer.composing.composer import Composer, compose
from generation.designer.meaning.choosing import Choice, choose
from generation.designer.meaning.lexicon import lexicon
from generation.designer.meaning.meanings import Meanings
from generation.designer.reading import Wish, WishedColumn, key
from generation.engine import Column, DatasetSchema, DataType, available_locales, compile_plan, run_plan

CATALOG = load()
ROWS = 200
COLUMNS = 50

CONCEPT = '[concept.mood]\nabout = "Mood"\nvalues = ["good", "bad"]\n'


def ways() -> Iterator[tuple[Concept, Way]]:
    return ((concept, way) for concept in CATALOG.concepts.values() for way in concept.ways)


def ways_by_locale() -> dict[str, list[tuple[Concept, Way]]]:
    found: dict[str, list[tuple[Concept, Way]]] = {}
    for concept, way in ways():
        found.setdefault(locale_of(way), []).append((concept, way))
    return found


def tables_of(many: list[tuple[Concept, Way]]) -> Iterator[list[tuple[Concept, Way]]]:
    """Yield ways that read the same concepts, so that one row can hold them all."""
    many = sorted(many, key=lambda one: sorted(one[1].references))
    for _, alike in groupby(many, key=lambda one: one[1].references):
        together = list(alike)
        yield from (together[start : start + COLUMNS] for start in range(0, len(together), COLUMNS))


def locale_of(way: Way) -> str:
    name = min(way.circumstances.locales - {"unstated"}, default="en_US")
    return min(locale for locale in available_locales() if locale.startswith(name))


def rows_of(columns: list[Column], locale: str) -> pa.RecordBatch:
    (batch,) = run_plan(compile_plan(DatasetSchema(tuple(columns), locale=locale)), rows=ROWS, seed=1)
    return batch


def test_the_catalog_knows_what_its_subjects_need() -> None:
    assert {domain.subject for domain in CATALOG.domains.values()} <= CATALOG.subjects.keys()
    assert {subject.domain for subject in CATALOG.subjects.values()} <= CATALOG.domains.keys()


def test_everything_that_is_referred_to_exists() -> None:
    meant = {
        *(name for _, way in ways() for name in (*way.references, *way.circumstances.beside)),
        *(
            name
            for table in CATALOG.tables.values()
            for name in (*table.head, *table.varied, *table.circumstances.beside)
        ),
        *(name for entry in CATALOG.domains.values() for name in entry.means.values()),
        *(name for entry in CATALOG.subjects.values() for name in entry.means.values()),
        *(ending.concept for ending in CATALOG.endings),
    }
    assert meant - CATALOG.concepts.keys() == set()


def test_no_concept_is_called_like_a_word_of_the_language() -> None:
    assert CATALOG.concepts.keys() & LANGUAGE == set()


def test_no_phrase_means_two_concepts() -> None:
    phrases = ({key(phrase) for phrase in (*concept.says, *concept.also)} for concept in CATALOG.concepts.values())
    assert [phrase for phrase, times in Counter(one for many in phrases for one in many).items() if times > 1] == []


def test_the_last_way_of_each_concept_is_always_open() -> None:
    last = [concept.ways[-1] for concept in CATALOG.concepts.values()]
    assert [way for way in last if way.references or way.circumstances != Circumstances()] == []


@pytest.mark.parametrize(("locale", "many"), ways_by_locale().items(), ids=ways_by_locale())
def test_each_way_runs_in_a_row_that_holds_what_it_reads(locale: str, many: list[tuple[Concept, Way]]) -> None:
    setting = Setting(domain="generic", subject="thing", locale=locale)
    gaps = []
    for table in tables_of(many):
        read_by_it = sorted(table[0][1].references)
        choices = tuple(Choice(name=name, phrase=name, concept=CATALOG.concepts[name]) for name in read_by_it)
        columns = [replace(column, unique=False) for column in compose(choices, setting, CATALOG)]
        own = [
            Column(name=f"{concept.name}, {place}", expression=way.expression, data_type=concept.data_type)
            for place, (concept, way) in enumerate(table)
        ]
        batch = rows_of([*columns, *own], locale)
        gaps += [(column.expression, batch.column(column.name).null_count) for column in own]
    assert [(way, missing) for way, missing in gaps if missing == ROWS or (missing and "None" not in way)] == []


def strange_rows(table: Table) -> set[tuple[Any, ...]]:
    """Return the rows that a table does not hold and that come of it all the same."""
    locale = min(table.circumstances.locales - {"unstated"}, default="en_US")
    setting = Setting(domain="generic", subject=min(table.circumstances.subjects, default="thing"), locale=locale)
    names = {*table.head, *table.circumstances.beside}
    choices = tuple(Choice(name=name, phrase=name, concept=CATALOG.concepts[name]) for name in sorted(names))
    unstated = replace(setting, stated="unstated" not in table.circumstances.locales)
    batch = rows_of(list(compose(choices, unstated, CATALOG)), locale)
    plain = [name for name in table.head if table.varied.get(name, CATALOG.concepts[name].varied) == "fact"]
    facts = {tuple(row[table.head.index(name)] for name in plain) for row in table.rows}
    return set(zip(*(batch.column(name).to_pylist() for name in plain), strict=True)) - facts


def test_the_rows_of_a_table_go_together() -> None:
    strange = {name: strange_rows(table) for name, table in CATALOG.tables.items()}
    assert {name: rows for name, rows in strange.items() if rows} == {}


def read_as(test: str) -> str:
    """Return the concept that a phrase is read as; a subject or a domain may go before it."""
    place, _, phrase = test.rpartition(": ")
    subject = CATALOG.subjects.get(place) or CATALOG.subjects[CATALOG.domains[place or "generic"].subject]
    domain = place if place in CATALOG.domains else subject.domain
    setting = Setting(domain=domain, subject=subject.name, locale="en_US")
    return Meanings(setting, lexicon()).of(WishedColumn(phrase=phrase)).concept.name


def test_each_phrase_is_read_as_its_concept() -> None:
    read = ((test, concept.name, read_as(test)) for concept in CATALOG.concepts.values() for test in concept.tests)
    assert [(test, wanted, found) for test, wanted, found in read if found != wanted] == []


def broken_truths(subject: Subject) -> list[str]:
    setting = Setting(domain=subject.domain, subject=subject.name, locale="en_US", stated=False)
    choices = choose(Wish(text="", heading=""), setting, lexicon())
    truths = Composer(choices, setting, CATALOG).truths()
    checks = [
        Column(name=f"truth {place}", expression=truth, data_type=DataType.BOOLEAN)
        for place, truth in enumerate(truths.values())
    ]
    batch = rows_of([*compose(choices, setting, CATALOG), *checks], "en_US")
    return [truth for check, truth in zip(checks, truths, strict=True) if False in batch.column(check.name).to_pylist()]


@pytest.mark.parametrize("domain", CATALOG.domains)
def test_a_template_breaks_no_truth(domain: str) -> None:
    broken = {name: broken_truths(one) for name, one in CATALOG.subjects.items() if one.domain == domain}
    assert {name: truths for name, truths in broken.items() if truths} == {}


def test_every_template_can_be_kept_as_a_schema() -> None:
    """An expression of a template is never longer than a schema may hold."""
    for subject in CATALOG.subjects.values():
        setting = Setting(domain=subject.domain, subject=subject.name, locale="en_US", stated=False)
        columns = compose(choose(Wish(text="", heading=""), setting, lexicon()), setting, CATALOG)
        assert DatasetSchema.from_json(DatasetSchema(columns).to_json_list()).columns == columns


def test_truths_speak_of_concepts() -> None:
    named = {name for truth in CATALOG.truths.values() for name in references(truth)}
    assert named - CATALOG.concepts.keys() == set()


def test_a_way_is_open_in_its_circumstances_only() -> None:
    circumstances = Circumstances(domains=frozenset({"finance"}), locales=frozenset({"de"}), beside=frozenset({"age"}))
    here = Setting(domain="finance", subject="loan", locale="de_AT", concepts=frozenset({"age"}))
    others = (replace(here, domain="hr"), replace(here, locale="en_US"), replace(here, concepts=frozenset()))
    assert [circumstances.fit(setting) for setting in (here, *others)] == [True, False, False, False]


def test_an_unstated_locale_has_a_name_of_its_own() -> None:
    circumstances = Circumstances(locales=frozenset({"unstated"}))
    here = Setting(domain="generic", subject="thing", locale="en_US", stated=False)
    assert [circumstances.fit(here), circumstances.fit(replace(here, stated=True))] == [True, False]


def test_shares_become_a_weighted_draw() -> None:
    assert weighted({"O+": 37.4, "A+": 36}) == "fake.random_element(OrderedDict([('O+', 37.4), ('A+', 36)]))"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[concept.mood", "moods.toml: "),
        ('[concept.mood]\nvalues = ["good"]\n', "moods.toml: [concept.mood]: KeyError('about')"),
        (CONCEPT + "colour = 1\n", "moods.toml: [concept.mood] has an unknown key 'colour'"),
        (CONCEPT + 'type = "moody"\n', "moods.toml: [concept.mood]: ValueError("),
        ("[moods.mood]\n", "moods.toml: there are no entries of the kind 'moods'"),
        ('[table.moods]\nhead = ["mood"]\nrows = [["good", 1]]\n', "moods.toml: [table.moods]: ValueError("),
    ],
)
def test_a_malformed_file_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(CatalogError) as refusal:
        read({"moods.toml": text})
    assert str(refusal.value).startswith(message)


@pytest.mark.parametrize(("values", "kept"), [(("good",), (("good",),)), (("none",), (("good",), ("bad",)))])
def test_a_table_keeps_the_rows_with_a_value(values: tuple[str, ...], kept: tuple[tuple[str, ...], ...]) -> None:
    table = read({"moods.toml": CONCEPT + '[table.moods]\nhead = ["mood"]\nrows = [["good"], ["bad"]]\n'}).tables[
        "moods"
    ]
    assert table.among("mood", values).rows == kept


def test_a_table_has_from_another_what_it_does_not_say() -> None:
    first = '[table.moods]\nhead = ["mood"]\nrows = [["good"]]\nlocale = "de_DE"\n'
    second = '[table.others]\nlike = "moods"\nlocale = "fr_FR"\n'
    tables = read({"moods.toml": CONCEPT + first + second}).tables
    assert tables["others"].rows == (("good",),)
    assert tables["others"].circumstances.locales == frozenset({"fr_FR"})


def test_a_concept_is_not_described_twice() -> None:
    with pytest.raises(CatalogError, match=r"b.toml: \[concept.mood\] is there twice"):
        read({"a.toml": CONCEPT, "b.toml": CONCEPT})


def test_a_fact_of_share_0_is_only_found_by_another_column() -> None:
    table = '[table.moods]\nhead = ["mood", "sound", "share"]\nrows = [["good", "laugh", 1], ["bad", "sigh", 0]]\n'
    moods = read({"moods.toml": CONCEPT + CONCEPT.replace("mood", "sound") + table}).tables["moods"]
    assert moods.tally("mood") == {"good": 1}
    assert moods.by("mood", "sound") == {"good": ["laugh"], "bad": ["sigh"]}
