import subprocess
import sys

import pytest

from generation.engine import CheckError, available_locales, compile_plan
from generation.engine.providers import faker, names
from generation.engine.providers.registry import REGISTRY
from tests.generation.engine.tables import schema, table

PLUMBING = {"add_element"}  # public in Faker by accident


def public_methods(locale: str) -> set[str]:
    """Return what one can call on Faker in a locale."""
    found: set[str] = set()
    for provider in faker.generator(locale).get_providers():
        found |= {
            name for name in dir(type(provider)) if not name.startswith("_") and callable(getattr(type(provider), name))
        }
    return found


@pytest.mark.parametrize("locale", sorted(available_locales()))
def test_every_method_of_faker_is_in_the_table(locale: str) -> None:
    """A new release of Faker may add methods: each is allowed, vectorised or refused with a reason before it is used."""
    known = set(faker.methods()) | {name.removeprefix("fake.") for name in REGISTRY} | {"optional", "unique"} | PLUMBING
    assert {name for name in public_methods(locale) - known if name.islower()} == set()


def test_every_refused_method_says_why() -> None:
    assert [name for name, method in faker.methods().items() if not method.allowed and not method.reason] == []


def test_every_provider_of_american_english_without_arguments_runs() -> None:
    callable_plainly = [name for name in names("en_US") if name.startswith("fake.") and name != "fake.bank"]
    columns = {name.removeprefix("fake."): f"{name}()" for name in callable_plainly}
    for start in range(0, len(columns), 100):
        some = dict(list(columns.items())[start : start + 100])
        assert table(some, rows=3).num_rows == 3


@pytest.mark.parametrize("locale", sorted(available_locales()))
def test_the_common_fields_compile_in_every_locale(locale: str) -> None:
    common = ["name", "first_name", "last_name", "city", "address", "company", "job", "email", "user_name", "word"]
    compile_plan(schema({name: f"fake.{name}()" for name in common}, locale))


@pytest.mark.parametrize(("locale", "method"), [("pl_PL", "pesel"), ("uk_UA", "ssn"), ("en_US", "passport_gender")])
def test_what_could_not_be_made_again_is_refused(locale: str, method: str) -> None:
    with pytest.raises(CheckError, match="counts from the clock or draws unseeded, so it cannot be made again"):
        compile_plan(schema({"x": f"fake.{method}()"}, locale))


@pytest.mark.parametrize(("locale", "method"), [("it_IT", "city"), ("ru_RU", "email"), ("en_US", "color")])
def test_other_processes_make_the_same(locale: str, method: str) -> None:
    """Faker keeps some lists as sets, whose order differs by process, and a random generator of its own for colours."""
    script = (
        "from tests.generation.engine.tables import values;"
        f"print(values('fake.{method}()', rows=20, locale='{locale}'))"
    )
    command = [sys.executable, "-c", script]
    made = {
        subprocess.run(command, env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True).stdout
        for seed in ("0", "1")
    }
    assert len(made) == 1


def test_several_values_of_one_call_belong_together() -> None:
    made = table({"pair": "fake.currency()"}, rows=50)["pair"].to_pylist()
    assert all(len(pair.split(", ")[0]) == 3 for pair in made)
