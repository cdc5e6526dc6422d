"""What a status says about the other cells of its row, those that are empty included; and calendars."""

import re
from datetime import date, datetime
from typing import Any

from eval.checks.rule import Rule, anything, day_of, numbers, texts

_DATED = r"(?:_(?:date|time|at|on))"
_PREFIX = r"(?:order|shipment|shipping|delivery|fulfillment|parcel|package)_status|status"
_NOT_SENT = re.compile(
    r"pending|processing|placed|received|confirmed|created|new|packed|unfulfilled|preparing|awaiting\w*|cancelled|canceled",
    re.IGNORECASE,
)
_ON_THE_WAY = re.compile(r"shipped|in transit|dispatched|out for delivery", re.IGNORECASE)
_OPEN = re.compile(
    r"open|new|pending|in progress|assigned|on hold|active|unresolved|waiting.*|triaged|in review|under review",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"closed|resolved|completed|done|solved", re.IGNORECASE)
_UNPAID = re.compile(r"unpaid|pending|overdue|due|open|draft|sent|outstanding|failed|void", re.IGNORECASE)
_WORKING = re.compile(r"active|employed|full[- ]time|part[- ]time|on leave|probation", re.IGNORECASE)
_GONE = re.compile(r"terminated|resigned|retired|inactive|left|former", re.IGNORECASE)
_NEGATIVE, _POSITIVE = re.compile("(?:very )?negative", re.IGNORECASE), re.compile("(?:very )?positive", re.IGNORECASE)
_NO, _YES = {"no", "false", "0", "n"}, {"yes", "true", "1", "y"}
_GRADES = {"A": (80, 100), "B": (68, 95), "C": (55, 85), "D": (40, 76), "F": (0, 66)}
_GRADE_POINTS = {"A": (3.3, 4.5), "B": (2.3, 3.7), "C": (1.3, 2.9), "D": (0.5, 2.0), "F": (0, 1.2)}
_BMI = (
    ("under", 0, 18.6),
    ("normal", 18.4, 25.1),
    ("healthy", 18.4, 25.1),
    ("overweight", 24.9, 30.1),
    ("obes", 29.9, 100),
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_SURE_PASS, _SURE_FAIL = 90, 30


def _is(pattern: re.Pattern[str], status: Any) -> bool:
    return isinstance(status, str) and pattern.fullmatch(status.strip()) is not None


def _not_sent(status: Any, moment: Any) -> bool:
    return not _is(_NOT_SENT, status) or moment is None


def _delivered(status: Any, moment: Any) -> bool:
    return moment is None or not (_is(_NOT_SENT, status) or _is(_ON_THE_WAY, status))


def _has_arrived(status: Any, moment: Any) -> bool:
    return not (isinstance(status, str) and status.lower() == "delivered") or moment is not None


def _open(status: Any, moment: Any) -> bool:
    return not _is(_OPEN, status) or moment is None


def _closed(status: Any, moment: Any) -> bool:
    return not _is(_CLOSED, status) or moment is not None


def _unpaid(status: Any, moment: Any) -> bool:
    return not _is(_UNPAID, status) or moment is None


def _paid(status: Any, moment: Any) -> bool:
    return not (isinstance(status, str) and status.lower() == "paid") or moment is not None


def _working(status: Any, moment: Any) -> bool:
    return not _is(_WORKING, status) or moment is None


def _gone(status: Any, moment: Any) -> bool:
    return not (isinstance(status, str) and status.lower() in {"terminated", "resigned"}) or moment is not None


def says_no(answer: Any) -> bool:
    """Tell whether an answer is no, however it is written."""
    return str(answer).lower() in _NO


def says_yes(answer: Any) -> bool:
    """Tell whether an answer is yes, however it is written."""
    return str(answer).lower() in _YES


def _only_if(flag: Any, detail: Any) -> bool:
    return not says_no(flag) or detail in {None, 0, "", "None", "N/A"}


def _returned(status: Any, moment: Any) -> bool:
    return (
        moment is None
        or not isinstance(status, str)
        or bool(re.search("return|refund|complete|closed|late|check", status.lower()))
    )


def _felt(rating: float, sentiment: str) -> bool:
    if not isinstance(rating, int | float):
        return True
    return not (rating >= 4 and _is(_NEGATIVE, sentiment)) and not (
        rating <= 2 and _is(_POSITIVE, sentiment)
    )  # of five stars


def _felt_number(score: float, sentiment: str) -> bool:
    if not isinstance(score, int | float) or not -1 <= score <= 1:
        return True
    return not (score > 0.3 and _is(_NEGATIVE, sentiment)) and not (
        score < -0.3 and _is(_POSITIVE, sentiment)
    )  # of -1 to 1


def _graded(score: Any, grade: Any) -> bool:
    low, high = _GRADES.get(str(grade)[:1], (0, 100)) if len(str(grade)) <= 2 else (0, 100)  # A, or B+
    return not isinstance(score, int | float) or score > 100 or low <= score <= high  # percent


def _grade_pointed(points: Any, grade: Any) -> bool:
    low, high = _GRADE_POINTS.get(str(grade)[:1], (0, 5)) if len(str(grade)) <= 2 else (0, 5)  # A, or B+
    return not isinstance(points, int | float) or points > 5 or low <= points <= high  # points


def _passed(score: Any, passed: Any) -> bool:
    if not isinstance(score, int | float) or score > 100:  # percent
        return True
    said = str(passed).lower()
    return not (said in _YES | {"pass", "passed"} and score < _SURE_FAIL) and not (
        said in _NO | {"fail", "failed"} and score > _SURE_PASS
    )


def _stocked(stock: Any, available: Any) -> bool:
    said = str(available).lower()
    if not isinstance(stock, int | float):
        return True
    return not (stock == 0 and said in _YES | {"in stock"}) and not (stock > 0 and said in _NO | {"out of stock"})


def _weighed(bmi: Any, category: Any) -> bool:
    for word, low, high in _BMI:
        if isinstance(bmi, int | float) and str(category).lower().startswith(word):
            return low <= bmi <= high
    return True


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


def _won(home: Any, away: Any, result: Any) -> bool:
    said = str(result).lower()
    if not isinstance(home, int | float):
        return True
    if said in {"home win", "home", "h"}:
        return bool(home > away)
    if said in {"away win", "away", "a"}:
        return bool(home < away)
    return said not in {"draw", "d"} or bool(home == away)


def _snows(temperature: Any, condition: Any) -> bool:
    return (
        not isinstance(temperature, int | float) or temperature < 10 or "snow" not in str(condition).lower()
    )  # Celsius


def _rains(rain: Any, condition: Any) -> bool:
    said = str(condition).lower()
    if not isinstance(rain, int | float):
        return True
    return not (rain > 1 and said in {"sunny", "clear"}) and not (rain == 0 and said in {"rain", "rainy", "heavy rain"})


def _cancelled_flight(status: Any, delay: Any) -> bool:
    return str(status).lower() != "on time" or not isinstance(delay, int | float) or delay <= 15  # minutes


RULES: tuple[Rule, ...] = (
    anything(
        "What is not sent has no day of shipping",
        _not_sent,
        missing=True,
        status=_PREFIX,
        moment=rf"(?:ship|shipped|shipping|dispatch){_DATED}",
    ),
    anything(
        "What is not delivered has no day of delivery",
        _delivered,
        missing=True,
        status=_PREFIX,
        moment=rf"(?:actual_)?(?:delivery|delivered){_DATED}",
    ),
    anything(
        "What is delivered has a day of delivery",
        _has_arrived,
        missing=True,
        status=_PREFIX,
        moment=rf"(?:actual_)?(?:delivery|delivered){_DATED}",
    ),
    anything(
        "What is open was not closed",
        _open,
        missing=True,
        status=r"(?:ticket_|issue_|case_|claim_|request_|incident_|alert_|task_)?status",
        moment=rf"(?:closed|resolved|resolution|completed|completion|closing|settlement){_DATED}",
    ),
    anything(
        "What is closed was closed on a day",
        _closed,
        missing=True,
        status=r"(?:ticket_|issue_|case_|request_|incident_)status|status",
        moment=rf"(?:closed|resolved|resolution){_DATED}",
    ),
    anything(
        "What is not paid has no day of payment",
        _unpaid,
        missing=True,
        status=r"(?:payment_|invoice_|bill_)status",
        moment=rf"(?:paid|payment){_DATED}",
    ),
    anything(
        "What is paid was paid on a day",
        _paid,
        missing=True,
        status=r"(?:payment_|invoice_|bill_)status",
        moment=rf"(?:paid|payment){_DATED}",
    ),
    anything(
        "Who works has not left",
        _working,
        missing=True,
        status=r"(?:employment_|employee_)?status",
        moment=r"(?:termination|exit|leaving|resignation)_date",
    ),
    anything(
        "Who has left did so on a day",
        _gone,
        missing=True,
        status=r"(?:employment_|employee_)?status",
        moment=r"(?:termination|exit|leaving|resignation)_date",
    ),
    anything(
        "Who stays has no day of leaving",
        _only_if,
        missing=True,
        flag=r"churn(?:ed)?|is_churned|attrition|exited",
        detail=r"(?:churn|exit|attrition|cancell?ation)_(?:date|reason)",
    ),
    anything(
        "What was not returned has no reason for it",
        _only_if,
        missing=True,
        flag=r"(?:is_)?returned",
        detail=r"return_(?:date|reason)",
    ),
    anything(
        "What was not cancelled has no reason for it",
        _only_if,
        missing=True,
        flag=r"(?:is_)?cancell?ed",
        detail=r"cancell?ation_(?:date|reason)",
    ),
    anything(
        "Who has no insurance has no insurer",
        _only_if,
        missing=True,
        flag=r"(?:has_insurance|insured)",
        detail=r"insurance_provider",
    ),
    anything(
        "No refund without a return", _returned, missing=True, status=r"order_status", moment=r"(?:return|refund)_date"
    ),
    anything("A feeling fits its stars", _felt, rating=r"(?:\w+_)?(?:rating|stars)", sentiment=r"sentiment(?:_label)?"),
    anything(
        "A feeling fits its number",
        _felt_number,
        score=r"sentiment_score|polarity|compound",
        sentiment=r"sentiment(?:_label)?",
    ),
    anything(
        "A grade fits its score",
        _graded,
        score=r"(?:final_|exam_|total_|overall_|test_)?(?:score|marks|percentage)",
        grade=r"(?:final_|letter_)?grade",
    ),
    anything("A grade fits its points", _grade_pointed, points=r"grade_points?", grade=r"(?:final_|letter_)?grade"),
    anything(
        "Who passes has a score for it",
        _passed,
        score=r"(?:final_|exam_|total_|test_)?(?:score|marks)",
        passed=r"(?:is_)?pass(?:ed)?|result|pass_fail",
    ),
    anything(
        "What is in stock is there",
        _stocked,
        stock=r"stock(?:_quantity|_level)?|quantity_in_stock|quantity_on_hand|inventory",
        available=r"(?:is_)?(?:in_stock|available|availability)|stock_status",
    ),
    anything(
        "A class of weight fits the body mass index",
        _weighed,
        bmi=r"bmi",
        category=r"bmi_(?:category|class)|weight_(?:category|status)|obesity\w*",
    ),
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
    anything(
        "The result is that of the goals",
        _won,
        home=r"home_(?:goals|score|team_score|team_goals)",
        away=r"away_(?:goals|score|team_score|team_goals)",
        result=r"(?:match_)?(?:result|outcome|winner)",
    ),
    anything(
        "Snow needs cold",
        _snows,
        temperature=r"(?:air_|avg_|min_)?temperature(?:_c|_celsius)?",
        condition=r"(?:weather_)?conditions?|weather|precip_type",
    ),
    anything(
        "Clear days are dry",
        _rains,
        rain=r"rain(?:fall)?(?:_mm)?|precipitation(?:_mm)?",
        condition=r"(?:weather_)?conditions?|weather",
    ),
    anything(
        "What is on time is not late",
        _cancelled_flight,
        status=r"(?:flight_|train_)?status",
        delay=r"(?:departure_|arrival_)?delay(?:_minutes|_min)?",
    ),
    texts(
        "Nobody plays against themselves",
        lambda one, other: one != other,
        one=r"home_team|team|player_1|white_player",
        other=r"away_team|opponent|player_2|black_player",
    ),
    texts(
        "No way leads back to its start",
        lambda one, other: one != other,
        one=r"origin(?:_\w+)?|from(?:_\w+)?|departure_(?:airport|city|station)|source|pick_?up_(?:location|city)|start_(?:station|location)",
        other=r"destination(?:_\w+)?|to(?:_\w+)?|arrival_(?:airport|city|station)|drop_?off_(?:location|city)",
    ),
    numbers(
        "Nobody scores more than there is",
        lambda score, most: score <= most,
        score=r"(?:score|marks|points)(?:_obtained)?",
        most=r"(?:max|maximum|total)_(?:score|marks|points)",
    ),
)
