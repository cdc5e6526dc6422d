import pytest

from generation.designer.catalog import load
from generation.designer.meaning.lexicon import lexicon
from generation.designer.meaning.setting import find_setting
from generation.designer.reading import read


@pytest.mark.parametrize(
    ("description", "countries"),
    [
        ("customers from Germany, France and Spain: name, city", ("Germany", "France", "Spain")),
        ("Scandinavian customers: name, city", ("Sweden", "Norway", "Denmark")),
        ("South American users: name, city", ("Brazil", "Argentina", "Colombia", "Chile", "Peru")),
        ("German customers: name, city", ()),
        ("customers: name, city", ()),
    ],
)
def test_rows_come_from_the_countries_that_are_named(description: str, countries: tuple[str, ...]) -> None:
    assert find_setting(read(description), lexicon(), None).countries == countries


def test_a_locale_that_was_asked_for_goes_before_countries() -> None:
    setting = find_setting(read("European customers: name, city"), lexicon(), "ja_JP")
    assert (setting.locale, setting.countries) == ("ja_JP", ())


def test_every_locale_that_a_word_stands_for_has_a_country() -> None:
    assert set(load().locales.values()) - load().homes.keys() == set()
