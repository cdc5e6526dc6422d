from collections import Counter

import pytest

from generation.engine import EngineError, compile_plan
from generation.engine.providers.suggestions import exists, suggestion, suggestions
from tests.generation.engine.tables import schema

LOCALES = ("en_US", "de_DE", "fr_FR", "ja_JP", "pt_BR", "en_PH")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_suggestion_compiles_in_its_locale(locale: str) -> None:
    meant = {suggestion(name, locale) for name in suggestions()} - {None}
    refused = []
    for expression in sorted(filter(None, meant)):
        try:
            compile_plan(schema({"x": expression}, locale))
        except EngineError as error:
            refused.append(f"{expression}: {error}")
    assert refused == []


def test_every_name_is_suggested_something_in_english() -> None:
    assert [name for name in suggestions() if suggestion(name, "en_US") is None] == []


def test_no_line_is_written_twice() -> None:
    lines = Counter((name, expression) for name, expressions in suggestions().items() for expression in expressions)
    assert [line for line, times in lines.items() if times > 1] == []


@pytest.mark.parametrize(
    ("name", "locale", "expression"),
    [
        ("fake.state", "ja_JP", "fake.prefecture()"),
        ("fake.prefecture", "en_US", "fake.state()"),
        ("fake.zipcode", "de_DE", "fake.postcode()"),
        ("fake.zip", "en_US", "fake.zipcode()"),
        ("fake.unique", "en_US", "fake.unique.email()"),
        ("fake.optional", "de_DE", "fake.optional.email()"),
        ("fake.zipcode_in_state", "de_DE", "fake.postcode()"),
        ("fake.phone_number", "en_PH", "fake.numerify('##########')"),
        ("gender", "en_US", "random.choice(['female', 'male'])"),
        ("random.normal", "en_US", "random.gauss(0, 1)"),
        ("fake.person.firstName", "en_US", "fake.first_name()"),
        ("random.first_name", "en_US", None),
    ],
)
def test_what_is_meant_by_a_name_depends_on_the_locale(name: str, locale: str, expression: str | None) -> None:
    assert suggestion(name, locale) == expression


def test_a_provider_exists_where_faker_has_it() -> None:
    assert exists("fake.prefecture", "ja_JP")
    assert not exists("fake.prefecture", "en_US")
    assert exists("random.gauss", "en_US")
    assert not exists("random.normal", "en_US")
