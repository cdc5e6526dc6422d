"""What comes of numbers: grades, feelings, results, weather."""

import re
from typing import Any

from eval.checks.rule import Rule, anything, is_said, numbers, says_no, says_yes, texts

_NEGATIVE, _POSITIVE = re.compile("(?:very )?negative", re.IGNORECASE), re.compile("(?:very )?positive", re.IGNORECASE)
_GRADES = {"A": (80, 100), "B": (68, 95), "C": (55, 85), "D": (40, 76), "F": (0, 66)}
_GRADE_POINTS = {"A": (3.3, 4.5), "B": (2.3, 3.7), "C": (1.3, 2.9), "D": (0.5, 2.0), "F": (0, 1.2)}
_BMI = (
    ("under", 0, 18.6),
    ("normal", 18.4, 25.1),
    ("healthy", 18.4, 25.1),
    ("overweight", 24.9, 30.1),
    ("obes", 29.9, 100),
)
_SURE_PASS, _SURE_FAIL = 90, 30


def _felt(rating: float, sentiment: str) -> bool:
    if not isinstance(rating, int | float):
        return True
    return not (rating >= 4 and is_said(_NEGATIVE, sentiment)) and not (rating <= 2 and is_said(_POSITIVE, sentiment))


def _felt_number(score: float, sentiment: str) -> bool:
    if not isinstance(score, int | float) or not -1 <= score <= 1:
        return True
    return not (score > 0.3 and is_said(_NEGATIVE, sentiment)) and not (score < -0.3 and is_said(_POSITIVE, sentiment))


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
    failed = said in {"fail", "failed"} or says_no(passed)
    return (
        score <= _SURE_PASS if failed else score >= _SURE_FAIL or not (said in {"pass", "passed"} or says_yes(passed))
    )


def _stocked(stock: Any, available: Any) -> bool:
    said = str(available).lower()
    if not isinstance(stock, int | float):
        return True
    if stock == 0:
        return said != "in stock" and not says_yes(available)
    return said != "out of stock" and not says_no(available)


def _weighed(bmi: Any, category: Any) -> bool:
    for word, low, high in _BMI:
        if isinstance(bmi, int | float) and str(category).lower().startswith(word):
            return low <= bmi <= high
    return True


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
        one=r"origin(?:_(?:airport|city|station|code|port))?|from(?:_station|_city|_airport)?|departure_(?:airport|city|station)|source|pick_?up_(?:location|city)|start_(?:station|location)",
        other=r"destination(?:_(?:airport|city|station|code|port))?|to(?:_station|_city|_airport)?|arrival_(?:airport|city|station)|drop_?off_(?:location|city)",
    ),
    numbers(
        "Nobody scores more than there is",
        lambda score, most: score <= most,
        score=r"(?:score|marks|points)(?:_obtained)?",
        most=r"(?:max|maximum|total)_(?:score|marks|points)",
    ),
)
