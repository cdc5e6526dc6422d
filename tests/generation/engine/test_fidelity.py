"""The statistical gate. All providers, in larger samples and in all locales: `python -m bench.fidelity --all`."""

from collections.abc import Callable
from random import Random
from zlib import crc32

import pytest
from faker import VERSION

from bench.fidelity import Sampler, differences, gate, vectorised, vocabulary
from generation.engine import ENGINE_VERSION, available_locales
from tests.generation.engine.tables import values

ROWS, SEED = 600, 1
LOCALES = ("de_DE", "fr_FR", "ja_JP", "pt_BR")
GRID_ROWS = 4000


def share(locale: str, one_in: int) -> list[str]:
    """Return a part of a locale's vectorised providers, which is always the same."""
    return [name for name in vectorised(locale) if crc32(f"{locale} {name}".encode()) % one_in == 0]


def changing_locales() -> list[str]:
    """Return locales that change with the engine and with Faker."""
    others = sorted(available_locales() - {"en_US", *LOCALES})
    return Random(f"{ENGINE_VERSION} {VERSION}").sample(others, 2)


def test_a_third_of_what_is_vectorised_in_english_is_as_faker_makes_it() -> None:
    assert gate("en_US", share("en_US", 3), ROWS, SEED) == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_sixth_of_what_is_vectorised_in_other_languages_is_as_faker_makes_it(locale: str) -> None:
    assert gate(locale, share(locale, 6), ROWS, SEED) == {}


@pytest.mark.parametrize("locale", changing_locales())
def test_some_of_what_is_vectorised_elsewhere_is_as_faker_makes_it(locale: str) -> None:
    assert gate(locale, share(locale, 9), ROWS, SEED) == {}


@pytest.mark.parametrize("locale", ["en_US", "de_DE"])
def test_the_gate_raises_no_false_alarm(locale: str) -> None:
    assert gate(locale, share(locale, 6), ROWS, SEED, itself=True) == {}


Change = Callable[[str], str]
MORE = 1500


def real(locale: str, name: str, seed: int = SEED) -> list[str]:
    return Sampler(locale, name).theirs(MORE, seed)


def rejected(wrong: list[str], locale: str, name: str) -> bool:
    return differences(wrong, real(locale, name), vocabulary(locale)) != []


@pytest.mark.parametrize(
    ("locale", "name"), [("en_US", "last_name"), ("en_US", "first_name_male"), ("en_GB", "last_name"), ("en_US", "tld")]
)
def test_the_gate_rejects_a_vocabulary_without_its_weights(locale: str, name: str) -> None:
    vocabulary_of_method = sorted(set(Sampler(locale, name).theirs(20_000, SEED)))
    assert rejected(Random(SEED).choices(vocabulary_of_method, k=MORE), locale, name)


@pytest.mark.parametrize("locale", ["en_US", "de_DE", "fr_FR", "ja_JP", "pt_BR"])
@pytest.mark.parametrize("name", ["first_name_{}", "name_{}"])
def test_the_gate_rejects_men_for_women(locale: str, name: str) -> None:
    assert rejected(real(locale, name.format("male")), locale, name.format("female"))


@pytest.mark.parametrize(
    ("locale", "name"),
    [("en_US", "phone_number"), ("de_DE", "phone_number"), ("ja_JP", "building_number"), ("fr_FR", "postcode")],
)
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text.replace("9", "8"), id="digits from 0 to 8"),
        pytest.param(lambda text: text.replace("0", "1"), id="digits from 1 to 9"),
        pytest.param(lambda text: text + "0", id="a digit too many"),
        pytest.param(lambda text: text[:-1], id="a digit too few"),
    ],
)
def test_the_gate_rejects_digits_that_are_off_by_one(locale: str, name: str, change: Change) -> None:
    assert rejected([change(text) for text in real(locale, name, seed=SEED + 1)], locale, name)


@pytest.mark.parametrize(
    ("locale", "name", "part"),
    [
        ("en_US", "phone_number", "x"),
        ("de_DE", "name", "."),
        ("en_US", "company", " and "),
        ("en_US", "street_address", "Apt."),
        ("de_DE", "company", "GmbH"),
        ("fr_FR", "phone_number", "+33"),
        ("ja_JP", "company", "株式会社"),
        ("pt_BR", "name", "."),
    ],
)
def test_the_gate_rejects_a_missing_format(locale: str, name: str, part: str) -> None:
    left = [text for text in real(locale, name, seed=SEED + 1) if part not in text]
    assert rejected(left, locale, name)


@pytest.mark.parametrize("name", ["city", "company", "name", "street_name", "job"])
def test_the_gate_rejects_small_letters_for_capitals(name: str) -> None:
    assert rejected([text.lower() for text in real("en_US", name, seed=SEED + 1)], "en_US", name)


@pytest.mark.parametrize(
    ("locale", "other", "name"),
    [
        ("en_US", "en_IN", "city"),
        ("en_US", "en_GB", "phone_number"),
        ("de_DE", "de_AT", "name"),
        ("fr_FR", "fr_CA", "postcode"),
        ("pt_BR", "pt_PT", "company"),
        ("ja_JP", "zh_CN", "last_name"),
    ],
)
def test_the_gate_rejects_another_country(locale: str, other: str, name: str) -> None:
    assert rejected(real(other, name), locale, name)


def test_the_gate_rejects_a_single_value_that_faker_does_not_have() -> None:
    assert rejected([*real("en_US", "first_name", seed=SEED + 1)[1:], "Xyzzy"], "en_US", "first_name")


@pytest.mark.parametrize(
    ("expression", "data_type", "grid"),
    [
        ("fake.random_int(1, 6)", "integer", range(1, 7)),
        ("fake.pyint(min_value=0, max_value=40, step=5)", "integer", range(0, 41, 5)),
        ("fake.random_number(digits=2)", "integer", range(100)),
        ("random.randrange(3, 30, 3)", "integer", range(3, 30, 3)),
        ("np.random.randint(10)", "integer", range(10)),
        ("fake.pyfloat(min_value=1.0, max_value=5.0, right_digits=1)", "float", [n / 10 for n in range(10, 51)]),
        ("fake.pydecimal(left_digits=1, right_digits=1, positive=True)", "float", [n / 10 for n in range(1, 100)]),
        ("fake.pydecimal(min_value=-1, max_value=1, right_digits=1)", "float", [n / 10 for n in range(-10, 11)]),
    ],
)
def test_numbers_are_uniform_on_the_grid_of_their_arguments(
    expression: str, data_type: str, grid: range | list[float]
) -> None:
    made = values(expression, data_type, rows=GRID_ROWS)
    even = Random(SEED).choices(list(grid), k=GRID_ROWS)
    assert set(made) == set(grid)
    assert differences([*map(str, made)], [*map(str, even)]) == []
