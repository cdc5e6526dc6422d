from datetime import date, timedelta

import pytest

from tests.generation.engine.tables import AS_OF, values


@pytest.mark.parametrize(
    ("expression", "first", "last"),
    [
        ("fake.date_between('-3d', 'today')", AS_OF - timedelta(days=3), AS_OF),
        ("fake.date_between(date(2024, 2, 27), date(2024, 3, 1))", date(2024, 2, 27), date(2024, 3, 1)),
        ("fake.date_between('2024-02-27', '2024-03-01')", date(2024, 2, 27), date(2024, 3, 1)),
        ("fake.past_date('-4d')", AS_OF - timedelta(days=4), AS_OF - timedelta(days=1)),
        ("fake.future_date('+4d')", AS_OF + timedelta(days=1), AS_OF + timedelta(days=4)),
        ("fake.date_this_month(before_today=True, after_today=True)", date(2026, 11, 1), date(2026, 11, 30)),
        ("fake.date_this_month()", date(2026, 11, 1), AS_OF),
    ],
)
def test_dates_reach_both_ends(expression: str, first: date, last: date) -> None:
    made = values(expression, "date", rows=1000)
    assert (min(made), max(made)) == (first, last)


def test_birthdays_give_the_ages_asked() -> None:
    born = values("fake.date_of_birth(minimum_age=18, maximum_age=19)", "date", rows=5000)
    ages = {AS_OF.year - day.year - ((AS_OF.month, AS_OF.day) < (day.month, day.day)) for day in born}
    assert ages == {18, 19}


def test_datetimes_lie_between_their_ends_to_the_second() -> None:
    made = values("fake.date_time_between(datetime(2024, 1, 1), datetime(2024, 1, 1, 0, 0, 9))", "datetime", rows=500)
    assert {moment.second for moment in made} == set(range(10))


def test_an_end_may_be_another_column() -> None:
    made = values("fake.date_between(date(2024, 1, 1) + timedelta(days=row_number), date(2024, 1, 5))", "date", rows=5)
    assert all(date(2024, 1, 1 + row) <= day <= date(2024, 1, 5) for row, day in enumerate(made))


def test_the_start_after_the_end_of_a_row_makes_a_missing_cell() -> None:
    made = values("fake.date_between(date(2024, 1, 1) + timedelta(days=row_number), date(2024, 1, 1))", "date", rows=2)
    assert made == [date(2024, 1, 1), None]


def test_texts_of_dates_are_laid_out_as_asked() -> None:
    made = values("fake.date(pattern='%d.%m.%Y')", rows=50)
    assert all(date(1970, 1, 1) <= date(*map(int, reversed(text.split(".")))) <= AS_OF for text in made)
