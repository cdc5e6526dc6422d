"""Locales have names that people know."""

from django.utils.translation import override

from generation.engine import available_locales
from workbench.locales import locale_choices, locale_name


def test_a_locale_is_a_language_in_a_country() -> None:
    assert [locale_name(code) for code in ("de_AT", "en_US", "zh_TW", "pt_BR")] == [
        "German (Austria)",
        "English (United States)",
        "Chinese (Taiwan)",
        "Portuguese (Brazil)",
    ]


def test_what_is_no_country_has_none() -> None:
    assert locale_name("ar_AA") == "Arabic"


def test_what_has_no_name_is_called_by_its_code() -> None:
    assert [locale_name(code) for code in ("xx_DE", "de_XX")] == ["xx_DE", "de_XX"]


def test_every_locale_has_a_name_of_its_own() -> None:
    choices = locale_choices()
    names = [name for _, name in choices]
    assert {code for code, _ in choices} == available_locales()
    assert (len(set(names)), [code for code, name in choices if code == name]) == (len(names), [])


def test_they_stand_in_the_order_of_their_names() -> None:
    names = [name.casefold() for _, name in locale_choices()]
    assert names == sorted(names)


def test_languages_are_called_as_the_reader_calls_them() -> None:
    with override("de"):
        assert locale_name("fr_CH").startswith("Französisch (")
