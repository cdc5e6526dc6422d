import pytest

from generation.designer.meaning.lexicon import lexicon, spelt_out


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("emial", "email"),
        ("frist name", "first name"),
        ("last nam", "last name"),
        ("adress", "address"),
        ("quantitty", "quantity"),
        ("prise", "price"),
    ],
)
def test_a_slip_of_one_letter_is_corrected(slip: str, meant: str) -> None:
    assert lexicon().correct(slip) == meant


@pytest.mark.parametrize("phrase", ["email", "published", "xyzzy", "abc", "pclass"])
def test_another_word_is_no_slip(phrase: str) -> None:
    assert lexicon().correct(phrase) is None


@pytest.mark.parametrize(
    ("short", "phrase"),
    [("cust id", "customer id"), ("txn amt", "transaction amount"), ("dob", "date birth"), ("soil ph", "soil ph")],
)
def test_abbreviations_are_spelt_out(short: str, phrase: str) -> None:
    assert spelt_out(short) == phrase
