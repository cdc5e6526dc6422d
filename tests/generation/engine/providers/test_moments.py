import re
from datetime import date, timedelta

import pytest

from generation.engine import EngineError
from generation.engine.providers import faker
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


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("fake.date_between('today', '2020-01-01')", "the start, today, lies after the end, 2020-01-01"),
        (
            "fake.date_between('-1y', '-2y')",
            "the start, 365 days before today, lies after the end, 730 days before today",
        ),
        (
            "fake.date_between(date(2024, 1, 2), date(2024, 1, 1))",
            "the start, 2024-01-02, lies after the end, 2024-01-01",
        ),
        ("fake.date_time(tzinfo='Europe/Berlin')", "tzinfo of fake.date_time is None or UTC"),
        ("fake.date_of_birth(minimum_age=30, maximum_age=20)", "the least age, 30, is above the greatest, 20"),
        ("fake.iso8601(timespec='days')", "timespec of fake.iso8601 is one of"),
    ],
)
def test_what_has_no_moment_is_refused_before_a_row_is_made(expression: str, message: str) -> None:
    with pytest.raises(EngineError, match=re.escape(message)):
        values(expression)


@pytest.mark.parametrize("zone", ["timezone.utc", "datetime.timezone.utc", "pytz.UTC", "None", "'UTC'"])
def test_utc_is_the_zone_that_moments_are_in(zone: str) -> None:
    assert values(f"fake.date_time(tzinfo={zone})", "datetime") == values("fake.date_time()", "datetime")


def test_the_days_ahead_of_this_month_end_with_its_last_second() -> None:
    made = values("fake.date_time_this_month(before_now=False, after_now=True)", rows=30_000)
    assert AS_OF.isoformat() <= min(made) < f"{AS_OF} 01"
    assert "2026-11-30 23" <= max(made) <= "2026-11-30 23:59:59"


def test_ages_may_differ_from_row_to_row() -> None:
    expression = "fake.date_of_birth(minimum_age=18 + row_number % 3, maximum_age=18 + row_number % 3)"
    born = values(expression, "date", rows=600)
    ages = [AS_OF.year - day.year - ((AS_OF.month, AS_OF.day) < (day.month, day.day)) for day in born]
    assert ages == [18 + row % 3 for row in range(600)]


@pytest.mark.parametrize(
    "locale", ["en_US", "de_DE", "fr_FR", "ja_JP", "pt_BR", "zh_CN", "ar_SA", "hu_HU", "gu_IN", "th_TH"]
)
@pytest.mark.parametrize("method", ["month_name", "day_of_week", "am_pm", "month"])
def test_months_weekdays_and_halves_of_the_day_have_the_names_of_the_locale(locale: str, method: str) -> None:
    theirs = {str(name) for name in faker.call(locale, method, 5, 400, {})}
    assert set(values(f"fake.{method}()", locale=locale, rows=1000)) == theirs


@pytest.mark.parametrize(
    ("timespec", "shape"), [("auto", r"\d\d:\d\d:\d\d"), ("minutes", r"\d\d:\d\d"), ("hours", r"\d\d")]
)
def test_iso_texts_are_as_exact_as_asked(timespec: str, shape: str) -> None:
    made = values(f"fake.iso8601(sep=' ', timespec='{timespec}')", rows=20)
    assert all(re.fullmatch(rf"\d{{4}}-\d\d-\d\d {shape}", text) for text in made)


@pytest.mark.parametrize("method", ["time_series", "pytimezone", "enum", "json", "pystr_format", "pylist"])
def test_what_is_refused_names_what_to_write_instead(method: str) -> None:
    with pytest.raises(EngineError, match=rf"fake\.{method} is not allowed: .*: "):
        values(f"fake.{method}()")
