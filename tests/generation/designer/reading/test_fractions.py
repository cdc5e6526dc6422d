import pytest

from generation.designer.reading.fractions import in_percent


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1 in 10 claims is fraudulent", "10% claims is fraudulent"),
        ("about one in five customers churned", "20% customers churned"),
        ("two thirds of the users are male", "66.67% of the users are male"),
        ("half of them are new", "50% of them are new"),
        ("premium: 1 in 5", "premium: 20%"),
        ("half of the price", "half of the price"),
        ("rated 4 out of 5", "rated 4 out of 5"),
        ("from 1 to 5", "from 1 to 5"),
    ],
)
def test_shares_in_words_are_written_in_percent(text: str, written: str) -> None:
    assert in_percent(text) == written
