"""What a calendar says about the other cells of a row."""

import re
from datetime import date, datetime
from typing import Any

from eval.checks.rule import Rule, anything, day_of, says_yes

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def _on_weekend(moment: Any, weekend: Any) -> bool:
    if not isinstance(moment, date):
        return True
    return (day_of(moment).weekday() >= 5) == says_yes(weekend)  # Saturday


def _on_weekday(moment: Any, weekday: Any) -> bool:
    name = str(weekday)[:3].lower()
    return not isinstance(moment, date) or name not in _DAYS or _DAYS[day_of(moment).weekday()] == name


def _in_month(moment: Any, month: Any) -> bool:
    if not isinstance(moment, date):
        return True
    if isinstance(month, str):
        return month[:3].lower() not in _MONTHS or _MONTHS[moment.month - 1] == month[:3].lower()
    return not isinstance(month, int | float) or month == moment.month


def _in_year(moment: Any, year: Any) -> bool:
    return not isinstance(moment, date) or not isinstance(year, int) or year == moment.year


def _in_quarter(moment: Any, quarter: Any) -> bool:
    digits = re.findall(r"[1-4]", str(quarter)[:2])
    return not isinstance(moment, date) or not digits or int(digits[0]) == (moment.month + 2) // 3


def _at_hour(moment: Any, hour: Any) -> bool:
    return not isinstance(moment, datetime) or not isinstance(hour, int) or hour == moment.hour


RULES: tuple[Rule, ...] = (
    anything(
        "A weekend is one",
        _on_weekend,
        moment=r"date|datetime|timestamp|order_date|transaction_date",
        weekend=r"is_weekend|weekend",
    ),
    anything(
        "A day of the week is that of the date",
        _on_weekday,
        moment=r"date|datetime|timestamp|order_date|transaction_date|sale_date",
        weekday=r"day_?of_?week|weekday|day_name|day",
    ),
    anything(
        "A month is that of the date",
        _in_month,
        moment=r"date|datetime|timestamp|order_date|transaction_date|sale_date",
        month=r"month(?:_name|_number)?",
    ),
    anything(
        "A year is that of the date",
        _in_year,
        moment=r"date|datetime|timestamp|order_date|transaction_date|sale_date|release_date|publication_date",
        year=r"year|release_year|publication_year",
    ),
    anything(
        "A quarter is that of the date",
        _in_quarter,
        moment=r"date|order_date|transaction_date|sale_date",
        quarter=r"quarter",
    ),
    anything(
        "An hour is that of the moment",
        _at_hour,
        moment=r"timestamp|datetime|date_time|recorded_at",
        hour=r"hour(?:_of_day)?",
    ),
)
