import re
from typing import Any

import pytest
from faker.utils.text import slugify

from generation.engine.providers import faker
from tests.generation.engine.tables import table, values

LOCALES = ["en_US", "de_DE", "fr_FR", "el_GR", "pt_BR"]


def lists(locale: str) -> Any:
    """Return the object on which Faker keeps a locale's domains, pages and formats."""
    found = faker.implementation(locale, "email")
    assert found is not None
    return found[0]


@pytest.mark.parametrize("locale", LOCALES)
def test_addresses_lie_at_the_domains_that_were_asked_for(locale: str) -> None:
    domains = {
        "fake.email()": lists(locale).safe_domain_names,
        "fake.ascii_safe_email()": lists(locale).safe_domain_names,
        "fake.free_email()": lists(locale).free_email_domains,
        "fake.email(domain='Example.EDU')": ["example.edu"],
    }
    for expression, expected in domains.items():
        made = values(expression, rows=300, locale=locale)
        assert {address.split("@")[1] for address in made} == set(expected)


@pytest.mark.parametrize("locale", LOCALES)
def test_what_is_before_the_at_sign_is_ascii_without_capitals(locale: str) -> None:
    made = values("fake.email(safe=False)", rows=500, locale=locale)
    assert all(re.fullmatch(r"[a-z0-9_.-]+", address.split("@")[0]) for address in made)


@pytest.mark.parametrize(("locale", "spelled"), [("de_DE", "mueller"), ("fr_FR", "lefevre"), ("pt_BR", "araujo")])
def test_names_are_spelled_as_the_locale_spells_them(locale: str, spelled: str) -> None:
    assert any(spelled in name for name in values("fake.user_name()", rows=5000, locale=locale))


@pytest.mark.parametrize("locale", LOCALES)
def test_a_domain_is_named_after_the_first_word_of_a_company(locale: str) -> None:
    real = set(map(str, faker.call(locale, "domain_word", 1, 5000, {})))
    made = values("fake.domain_word()", rows=2000, locale=locale)
    assert all(re.fullmatch(r"[a-z0-9-]+", word) for word in made)
    assert len(real & set(made)) / len(set(made)) > 0.25


@pytest.mark.parametrize("method", ["ascii_email", "ascii_company_email"])
def test_domains_are_spelled_in_ascii_if_asked(method: str) -> None:
    """Ukraine has a domain in Cyrillic letters."""
    made = values(f"fake.{method}()", rows=500, locale="uk_UA")
    assert any(address.endswith(".ukr") for address in made)
    assert all(address.isascii() for address in made)


def test_chinese_companies_take_no_name_that_is_reserved_for_the_second_level() -> None:
    made = {domain.split(".")[0] for domain in values("fake.domain_name()", rows=5000, locale="zh_CN")}
    assert made.isdisjoint(lists("zh_CN").second_level_domains)
    assert any(len(word) == 2 for word in made)


@pytest.mark.parametrize(
    ("expression", "pattern"),
    [
        ("fake.domain_name(levels=3)", r"([a-z-]+\.){3}[a-z]+"),
        ("fake.hostname(levels=0)", r"[a-z]+-\d\d"),
        ("fake.hostname()", r"[a-z]+-\d\d\.[a-z-]+\.[a-z]+"),
        ("fake.url(schemes=['ftp'])", r"ftp://(www\.)?[a-z-]+\.[a-z]+/"),
        ("fake.uri(deep=2)", r"https?://(www\.)?[a-z-]+\.[a-z]+/[a-z-]+/[a-z-]+\.[a-z]+"),
        ("fake.uri_path()", r"[a-z-]+(/[a-z-]+){0,2}"),
        ("fake.image_url(width=640)", r"https://[a-z.]+(/photos)?/640[x/]\d{1,4}"),
    ],
)
def test_addresses_of_pages_have_their_shape(expression: str, pattern: str) -> None:
    assert [made for made in values(expression, rows=300) if not re.fullmatch(pattern, made)] == []


def test_any_window_of_rows_is_that_of_the_whole() -> None:
    whole = values("fake.company_email()", rows=300)
    assert values("fake.company_email()", rows=100, start=150) == whole[150:250]


@pytest.mark.parametrize(
    "value", ["Ünïcode — Text!", "  a -- b  ", "-x- ", "日本 x", "½ ﬁ", "tab\tnew\nline", "naïve_café", "straße"]
)
def test_a_slug_of_a_text_is_that_of_faker(value: str) -> None:
    assert values(f"fake.slug({value!r})", rows=1) == [slugify(value)]


def test_a_slug_of_a_column_follows_its_rows() -> None:
    made = table({"title": "fake.catch_phrase()", "slug": "fake.slug(title)"}, rows=50)
    assert made["slug"].to_pylist() == [slugify(title) for title in made["title"].to_pylist()]


def test_a_slug_of_nothing_is_a_few_words() -> None:
    made = values("fake.slug()", rows=500)
    assert [slug for slug in made if not re.fullmatch(r"[a-z]+(-[a-z]+)*", slug) or len(slug) > 20] == []
