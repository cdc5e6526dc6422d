"""How often one may be wrong about a password or a token."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from rest_framework.authtoken.models import Token

from access.models import Allowance
from curation.accounts import make_account
from tests.curation.accounts import instructor
from watching.counting import gathered
from watching.metrics import REFUSED

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-battery-9"
THERE = "203.0.113.7"


@pytest.fixture(autouse=True)
def _three(settings: Any) -> None:
    settings.SIGN_IN_ATTEMPTS = 3


@pytest.fixture
def ada() -> User:
    """Make an instructor with a password."""
    user = instructor("ada")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(name: str, password: str, address: str = THERE) -> Any:
    return Client().post("/admin/login/", {"username": name, "password": password}, REMOTE_ADDR=address)


def statuses(*attempts: tuple[str, str], address: str = THERE) -> list[int]:
    return [sign_in(name, password, address).status_code for name, password in attempts]


WRONG = ("ada", "wrong")


def test_after_so_many_wrong_ones_not_even_the_right_one_is_looked_at(ada: User) -> None:
    assert statuses(*[WRONG] * 3, WRONG, (ada.username, PASSWORD)) == [200, 200, 200, 429, 429]


def test_who_is_refused_is_told_until_when(ada: User) -> None:
    statuses(*[WRONG] * 3)
    answer = sign_in(ada.username, PASSWORD)
    text = answer.content.decode()
    assert (answer.status_code, 290 < int(answer["Retry-After"]) <= 300) == (429, True)
    assert ("Too many wrong passwords" in text, "Try again in 5 minutes." in text) == (True, True)
    assert (PASSWORD in text, "ada" in text, answer["Cache-Control"]) == (False, False, "no-store")


def test_who_is_refused_is_counted(ada: User) -> None:
    def refused() -> float:
        return gathered((REFUSED,)).get(REFUSED.key("sign_in"), 0.0)

    statuses(*[WRONG] * 3)
    before = refused()
    sign_in(ada.username, PASSWORD)
    assert refused() - before == 1


@pytest.mark.usefixtures("ada")
def test_the_right_one_in_time_makes_up_for_those_before() -> None:
    assert statuses(*[WRONG] * 2, ("ada", PASSWORD), *[WRONG] * 3, WRONG) == [200, 200, 302, 200, 200, 200, 429]


@pytest.mark.usefixtures("ada")
def test_others_are_not_kept_waiting() -> None:
    statuses(*[WRONG] * 4)
    assert statuses(("ben", "wrong")) == [200]
    assert statuses(("ada", PASSWORD), address="203.0.113.8") == [302]


def test_one_name_in_other_letters_is_the_same_name() -> None:
    names = ["ada", "ADA", " ada ", "\uff41\uff44\uff41"]
    assert statuses(*((name, "wrong") for name in names)) == [200, 200, 200, 429]


def test_one_address_may_be_wrong_about_so_many_names(ada: User) -> None:
    found = statuses(*((f"name{number}", "wrong") for number in range(31)))
    assert (found[:30], found[30]) == ([200] * 30, 429)
    assert statuses((ada.username, PASSWORD)) == [429]
    assert statuses((ada.username, PASSWORD), address="203.0.113.8") == [302]


def test_a_network_of_ipv6_is_one_address() -> None:
    found = [sign_in("ada", "wrong", f"2001:db8::{number}").status_code for number in range(1, 5)]
    assert found == [200, 200, 200, 429]


def test_what_was_typed_is_in_no_table() -> None:
    statuses(("a-password-in-the-wrong-field", "wrong"))
    kept = str(list(Allowance.objects.values_list()))
    assert Allowance.objects.count() >= 2
    assert ("a-password" in kept, THERE in kept) == (False, False)


def test_a_form_without_a_password_is_no_attempt() -> None:
    assert statuses(*[("ada", "")] * 5) == [200] * 5


def test_a_one_time_password_is_guessed_no_oftener() -> None:
    account = make_account("new", instructor=True)
    assert statuses(*[("new", "aaaa-bbbb")] * 3, ("new", account.password)) == [200, 200, 200, 429]


def ask(token: str, address: str = THERE) -> int:
    header = f"Token {token}"
    return Client().get("/schemas/export", HTTP_AUTHORIZATION=header, REMOTE_ADDR=address).status_code


def test_after_so_many_wrong_tokens_none_is_looked_at(ada: User) -> None:
    token = Token.objects.create(user=ada).key
    assert ask(token) == 200
    assert {ask(wrong * 40) for wrong in "0123456789abcdef" * 2 if wrong != token[0]} == {401}
    assert [ask("0" * 40), ask(token), ask(token, "203.0.113.8")] == [429, 429, 200]


def test_an_api_key_is_no_token_and_no_guess_at_one() -> None:
    answers = [Client().get("/schemas/export", HTTP_AUTHORIZATION=f"Bearer dfs_{'a' * 43}") for _ in range(40)]
    assert {answer.status_code for answer in answers} == {401}
    assert answers[0].json()["message"] == "This is an API key: what is for instructors needs a token."
