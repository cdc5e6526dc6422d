"""The first account, its one-time password, and what stands before it until another one is set."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from rest_framework.authtoken.models import Token

from curation import accounts
from curation.accounts import Account, OwnPassword, make_account, may_write, must_set_password, reset_account
from curation.errors import AccountExists, AccountNotFound, AccountUnfit
from curation.models import OneTimePassword
from tests.curation.accounts import instructor, plain, staff, viewer

pytestmark = pytest.mark.django_db

OWN = "correct-horse-battery-9"
PASSWORD_PAGE = "/admin/password_change/"


def sign_in(client: Client, account: Account) -> Any:
    return client.post("/admin/login/", {"username": account.username, "password": account.password})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def set_password(client: Client, old: str, new: str = OWN) -> Any:
    form = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post(PASSWORD_PAGE, form)


def faults(answer: Any) -> list[str]:
    return [error for errors in answer.context["form"].errors.values() for error in errors]


@pytest.mark.parametrize(
    ("as_instructor", "role", "flags", "groups"),
    [(False, "superuser", (True, True), []), (True, "instructor", (True, False), ["instructor"])],
)
def test_an_account_is_made_with_its_role(
    as_instructor: bool,  # noqa: FBT001 - a parameter
    role: str,
    flags: tuple[bool, bool],
    groups: list[str],
) -> None:
    account = make_account("ada", instructor=as_instructor)
    user = User.objects.get(username="ada")
    assert (account.role, (user.is_staff, user.is_superuser)) == (role, flags)
    assert [group.name for group in user.groups.all()] == groups


def test_passwords_are_strong_valid_for_a_week_and_never_the_same() -> None:
    made = [make_account(name, instructor=True) for name in ("ada", "ben")]
    assert [len(account.password) for account in made] == [24, 24]
    assert made[0].password != made[1].password
    assert abs(made[0].expires_at - timezone.now() - timedelta(days=7)) < timedelta(minutes=1)


def test_passwords_are_kept_nowhere() -> None:
    password = make_account("ada", instructor=True).password
    kept = [*User.objects.values_list(), *OneTimePassword.objects.values_list()]
    assert password not in str(kept)


def test_an_account_that_is_there_is_not_made_again() -> None:
    plain("ada")
    with pytest.raises(AccountExists, match="There is an account 'ada' already"):
        make_account("ada", instructor=False)
    assert not User.objects.get().is_superuser


@pytest.mark.parametrize("name", ["", "a b", "x" * 151, "ada\n", "<ada>"])
def test_a_name_that_cannot_be_one_is_refused(name: str) -> None:
    with pytest.raises(AccountUnfit):
        make_account(name, instructor=True)
    assert not User.objects.exists()


def test_without_the_group_no_instructor_is_made() -> None:
    Group.objects.all().delete()
    with pytest.raises(AccountUnfit, match="There is no group 'instructor'"):
        make_account("ada", instructor=True)
    assert not User.objects.exists()


def test_whoever_signs_in_with_it_sees_no_page_but_the_one_for_passwords(client: Client) -> None:
    sign_in(client, make_account("ada", instructor=True))
    answers = [client.get(page) for page in ("/admin/", "/admin/schemas_cache/schema/", "/admin/token/", "/admin/x/")]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, PASSWORD_PAGE)] * 4
    assert client.get(PASSWORD_PAGE).status_code == 200
    assert client.get("/admin/jsi18n/").status_code == 200


def test_they_are_told_why(client: Client) -> None:
    sign_in(client, make_account("ada", instructor=True))
    answer = client.get("/admin/")
    assert [str(message) for message in get_messages(answer.wsgi_request)] == [
        "Set a password of your own first: the one that you signed in with was for once."
    ]


def test_a_password_of_their_own_opens_the_admin(client: Client) -> None:
    account = make_account("ada", instructor=True)
    sign_in(client, account)
    assert set_password(client, account.password)["Location"] == "/admin/password_change/done/"
    assert client.get("/admin/").status_code == 200
    assert not OneTimePassword.objects.exists()


def test_the_one_time_password_is_none_of_their_own(client: Client) -> None:
    account = make_account("ada", instructor=True)
    sign_in(client, account)
    answer = set_password(client, account.password, new=account.password)
    assert faults(answer) == ["This is the one-time password; set one of your own."]
    assert must_set_password(User.objects.get())


def test_it_is_good_for_one_sign_in(client: Client) -> None:
    account = make_account("ada", instructor=True)
    sign_in(client, account)
    other = Client()
    answer = sign_in(other, account)
    assert (is_signed_in(client), is_signed_in(other)) == (True, False)
    assert faults(answer)[0].startswith("This one-time password was used already, or is no longer valid.")


def test_a_wrong_password_does_not_use_it_up(client: Client) -> None:
    account = make_account("ada", instructor=True)
    client.post("/admin/login/", {"username": "ada", "password": "wrong"})
    sign_in(client, account)
    assert is_signed_in(client)


def test_after_a_week_it_is_good_for_nothing(client: Client) -> None:
    account = make_account("ada", instructor=True)
    OneTimePassword.objects.update(expires_at=timezone.now())
    sign_in(client, account)
    assert not is_signed_in(client)


def test_who_signed_in_in_time_may_set_a_password_later(client: Client) -> None:
    account = make_account("ada", instructor=True)
    sign_in(client, account)
    OneTimePassword.objects.update(expires_at=timezone.now())
    assert set_password(client, account.password).status_code == 302


def test_an_own_password_is_good_for_many_sign_ins(client: Client) -> None:
    account = make_account("ada", instructor=True)
    sign_in(client, account)
    set_password(client, account.password)
    for _ in range(2):
        again = Client()
        again.post("/admin/login/", {"username": "ada", "password": OWN})
        assert is_signed_in(again)


def test_a_password_that_is_set_anywhere_removes_it() -> None:
    make_account("ada", instructor=True)
    user = User.objects.get()
    user.set_password(OWN)
    user.save()
    assert not must_set_password(user)


def test_a_better_hash_of_the_same_password_does_not(client: Client, settings: Any) -> None:
    account = make_account("ada", instructor=True)
    better = "django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher"
    settings.PASSWORD_HASHERS = [better, *settings.PASSWORD_HASHERS]
    sign_in(client, account)
    user = User.objects.get()
    assert (user.password.partition("$")[0], must_set_password(user)) == ("pbkdf2_sha1", True)


def test_a_reset_ends_the_sessions_and_the_token(client: Client) -> None:
    user = instructor("ada")
    user.set_password(OWN)
    user.save()
    client.force_login(user)
    Token.objects.create(user=user)
    account = reset_account("ada")
    assert (client.get("/admin/").status_code, Token.objects.exists(), account.role) == (302, False, "instructor")
    sign_in(client, account)
    assert client.get("/admin/")["Location"] == PASSWORD_PAGE


def test_a_reset_gives_nobody_another_role() -> None:
    viewer("ada")
    assert reset_account("ada").role == "staff"
    assert not User.objects.get().is_superuser


def test_only_an_account_that_may_sign_in_is_reset() -> None:
    plain("ada")
    with pytest.raises(AccountUnfit, match="The account 'ada' may not sign in"):
        reset_account("ada")
    with pytest.raises(AccountNotFound, match="There is no account 'ben'"):
        reset_account("ben")


def test_who_may_write_has_any_of_the_permissions() -> None:
    users = [instructor(), viewer(), staff("exporter", "export_schema"), plain()]
    assert [may_write(user) for user in users] == [True, False, True, False]


def test_the_validator_has_nothing_against_passwords_of_new_users() -> None:
    OwnPassword().validate(OWN, User(username="ada"))
    OwnPassword().validate(OWN)
    OwnPassword().password_changed(OWN)


def test_the_validator_knows_the_one_time_password() -> None:
    account = make_account("ada", instructor=True)
    with pytest.raises(ValidationError):
        OwnPassword().validate(account.password, User.objects.get())


def test_of_two_who_use_it_at_once_one_signs_in() -> None:
    make_account("ada", instructor=True)
    user = User.objects.get()
    assert [accounts.take_one_time_password(user) for _ in range(2)] == [True, False]


def test_the_command_for_passwords_removes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    make_account("ada", instructor=True)
    monkeypatch.setattr("getpass.getpass", lambda *_, **__: OWN)
    call_command("changepassword", "ada", verbosity=0)
    assert not OneTimePassword.objects.exists()
