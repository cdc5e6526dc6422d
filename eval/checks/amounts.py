"""Sums, products, quotients, and units."""

from collections.abc import Callable
from datetime import date
from typing import Any

from eval.checks.rule import Rule, day_of, is_near, numbers

_PRICE = r"(?:unit_|item_)?price(?:_usd|_eur)?|unit_cost"
_COUNT = r"quantity|qty|units(?:_sold)?|quantity_(?:sold|ordered)"


def _product(price: float, count: float, total: float) -> bool:
    return is_near(total, price * count)


def _rate(part: float, whole: float, rate: float) -> bool:
    """Tell whether a rate is the part of the whole, in hundredths or not."""
    if not whole:
        return rate == 0
    return is_near(rate, part / whole, 0.03, 0.006) or is_near(rate, 100 * part / whole, 0.03, 0.06)


def _quotient(whole: float, parts: float, each: float) -> bool:
    return not parts or is_near(each, whole / parts, 0.03, 0.02)


def _difference(greater: float, less: float, difference: float) -> bool:
    return is_near(difference, greater - less)


def _left(whole: float, taken: float, left: float) -> bool:
    return left <= whole - taken + 0.02


def _sum(one: float, other: float, total: float) -> bool:
    return is_near(total, one + other)


def _bmi(height: float, weight: float, bmi: float) -> bool:
    metres = height if height < 3 else height / 100 if height > 100 else height * 0.0254  # m, cm, inches
    kilograms = (weight, weight * 0.45359237)
    return any(is_near(bmi, one / metres**2, 0.02, 0.2) for one in kilograms)


def _macro_calories(protein: float, carbs: float, fat: float, calories: float) -> bool:
    return is_near(calories, 4 * protein + 4 * carbs + 9 * fat, 0.35, 15)


def _season(won: float, drawn: float, lost: float, played: float) -> bool:
    return won + drawn + lost == played


def _points(won: float, drawn: float, points: float) -> bool:
    return points == 3 * won + drawn


def _charged(months: float, monthly: float, total: float) -> bool:
    return is_near(total, months * monthly, 0.4, monthly)


def _nights(check_in: Any, check_out: Any, nights: Any) -> bool:
    if not isinstance(check_in, date) or not isinstance(check_out, date):
        return True
    return bool((day_of(check_out) - day_of(check_in)).days == nights)


def _scaled(factor: float, offset: float = 0) -> Callable[..., bool]:
    return lambda one, other: is_near(other, one * factor + offset, 0.02, 0.15)


RULES: tuple[Rule, ...] = (
    numbers(
        "Price times quantity is the line's total",
        _product,
        price=_PRICE,
        count=_COUNT,
        total=r"line_total|subtotal|sub_total|line_amount|extended_price|line_value",
    ),
    numbers(
        "The click rate is clicks by impressions",
        _rate,
        part=r"clicks",
        whole=r"impressions",
        rate=r"ctr|click_(?:through_)?rate|click_through_rate",
    ),
    numbers(
        "The conversion rate is conversions by clicks",
        _rate,
        part=r"conversions",
        whole=r"clicks",
        rate=r"conversion_rate|cvr",
    ),
    numbers(
        "A click's cost is the spend by clicks",
        _quotient,
        whole=r"(?:ad_)?spend|cost|amount_spent",
        parts=r"clicks",
        each=r"cpc|avg_cpc|cost_per_click",
    ),
    numbers(
        "A conversion's cost is the spend by conversions",
        _quotient,
        whole=r"(?:ad_)?spend|cost|amount_spent",
        parts=r"conversions",
        each=r"cpa|cost_per_(?:conversion|acquisition)",
    ),
    numbers(
        "The return is revenue by spend",
        _quotient,
        whole=r"revenue|conversion_value",
        parts=r"(?:ad_)?spend|cost|amount_spent",
        each=r"roas",
    ),
    numbers(
        "Price per square foot is price by area",
        _quotient,
        whole=r"(?:sale_|house_|list_)?price",
        parts=r"sqft|square_feet|area_sqft|living_area(?:_sqft)?",
        each=r"price_per_sq_?ft|price_per_square_foot",
    ),
    numbers(
        "Density is population by area",
        _quotient,
        whole=r"population",
        parts=r"area(?:_km2|_sq_km)?|land_area(?:_km2)?",
        each=r"(?:population_)?density",
    ),
    numbers(
        "Profit is revenue less cost",
        _difference,
        greater=r"revenue|sales|total_revenue",
        less=r"(?:total_)?costs?|expenses|cogs|total_expenses",
        difference=r"(?:gross_|net_)?profit",
    ),
    numbers(
        "Goal difference is goals for less against",
        _difference,
        greater=r"goals_for",
        less=r"goals_against",
        difference=r"goal_difference",
    ),
    numbers(
        "The change is the close less the opening",
        _difference,
        greater=r"close(?:_price)?",
        less=r"open(?:_price)?",
        difference=r"(?:price_|daily_)?change",
    ),
    numbers(
        "Net pay is gross less what is taken off",
        _difference,
        greater=r"gross_(?:pay|salary)",
        less=r"(?:total_)?deductions",
        difference=r"net_(?:pay|salary)",
    ),
    numbers(
        "Who is paid gets no more than is left after tax",
        _left,
        whole=r"gross_(?:pay|salary)",
        taken=r"tax_withheld",
        left=r"net_(?:pay|salary)",
    ),
    numbers(
        "What is left is the budget less what was spent",
        _difference,
        greater=r"budget(?:_amount)?|allocated_budget",
        less=r"spent|actual_cost|amount_spent|spent_to_date|actual_spend",
        difference=r"remaining(?:_budget)?|budget_remaining|budget_left",
    ),
    numbers(
        "Male and female are all",
        _sum,
        one=r"male(?:_population|_students|_count)?",
        other=r"female(?:_population|_students|_count)?",
        total=r"total(?:_population|_students|_count)?|population",
    ),
    numbers("Casual and registered are all", _sum, one=r"casual", other=r"registered", total=r"cnt|count|total"),
    numbers(
        "The body mass index is weight by height squared",
        _bmi,
        height=r"height(?:_cm|_m|_in|_inches)?",
        weight=r"(?:body_)?weight(?:_kg|_lbs?)?",
        bmi=r"bmi|body_mass_index",
    ),
    numbers(
        "Calories come from what is in the food",
        _macro_calories,
        protein=r"protein(?:_g)?",
        carbs=r"carb(?:ohydrate)?s?(?:_g)?",
        fat=r"(?:total_)?fat(?:_g)?",
        calories=r"calories|energy_kcal|kcal",
    ),
    numbers(
        "Won, drawn and lost are all played",
        _season,
        won=r"wins|won",
        drawn=r"draws|drawn",
        lost=r"losses|lost",
        played=r"(?:matches_|games_)?played|matches|games",
    ),
    numbers("Points are three a win and one a draw", _points, won=r"wins|won", drawn=r"draws|drawn", points=r"points"),
    numbers(
        "Charges add up month by month",
        _charged,
        months=r"tenure(?:_months)?",
        monthly=r"monthly_charges?",
        total=r"total_charges?",
    ),
    Rule(
        "Nights are counted from the days",
        {
            "check_in": r"check_?in(?:_date)?",
            "check_out": r"check_?out(?:_date)?",
            "nights": r"(?:number_of_|num_|total_)?nights|length_of_stay|stay_nights",
        },
        _nights,
    ),
    Rule(
        "The stay is counted from the days",
        {
            "check_in": r"admission_date|date_of_admission|admit_date",
            "check_out": r"discharge_date",
            "nights": r"length_of_stay(?:_days)?|los(?:_days)?|stay_days",
        },
        _nights,
    ),
    numbers(
        "Fahrenheit is Celsius in other words",
        _scaled(1.8, 32),
        one=r"(?P<stem>\w*temp\w*?)_(?:c|celsius)",
        other=r"(?P<stem>\w*temp\w*?)_(?:f|fahrenheit)",
    ),
    numbers(
        "Miles are kilometres in other words",
        _scaled(0.621371),
        one=r"(?P<stem>\w+?)_(?:km|kilometers)",
        other=r"(?P<stem>\w+?)_(?:mi|miles)",
    ),
    numbers(
        "Pounds are kilograms in other words",
        _scaled(2.204623),
        one=r"(?P<stem>\w+?)_kg",
        other=r"(?P<stem>\w+?)_(?:lb|lbs)",
    ),
    numbers(
        "Inches are centimetres in other words",
        _scaled(0.393701),
        one=r"(?P<stem>\w+?)_cm",
        other=r"(?P<stem>\w+?)_(?:in|inches)",
    ),
    numbers(
        "The share is the votes by all",
        _rate,
        part=r"votes(?:_received)?",
        whole=r"total_votes|votes_cast",
        rate=r"vote_share|vote_percentage|vote_share_pct",
    ),
    numbers(
        "The occupancy rate is the occupied by all",
        _rate,
        part=r"occupied_rooms|rooms_sold|occupied_beds",
        whole=r"total_(?:rooms|beds)",
        rate=r"occupancy(?:_rate)?",
    ),
    numbers(
        "The defect rate is defects by what was made",
        _rate,
        part=r"defects?(?:_count)?|defective_units|units_defective",
        whole=r"units_produced|produced|output",
        rate=r"defect_rate",
    ),
    numbers(
        "The open rate is the opened by the delivered or sent",
        _rate,
        part=r"(?:emails_)?(?:opens|opened)",
        whole=r"(?:emails_)?(?:delivered)",
        rate=r"open_rate",
    ),
    numbers(
        "The win rate is wins by matches",
        _rate,
        part=r"wins|won",
        whole=r"(?:matches|games)(?:_played)?|played",
        rate=r"win_(?:rate|pct|percentage)",
    ),
)
