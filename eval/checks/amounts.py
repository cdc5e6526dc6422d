"""Sums, products, and what is at most what."""

from collections.abc import Callable
from datetime import date
from typing import Any

from eval.checks.rule import Rule, day_of, is_near, numbers

_STEM = r"(?P<stem>(?:\w+_)?)"
_PRICE = r"(?:unit_|item_)?price(?:_usd|_eur)?|unit_cost"
_COUNT = r"quantity|qty|units(?:_sold)?|quantity_(?:sold|ordered)"
_AT_MOST = (
    ("The least is at most the greatest", rf"{_STEM}min(?:imum)?", rf"{_STEM}max(?:imum)?"),
    ("The least is at most the greatest, said before", r"min(?:imum)?_(?P<stem>\w+)", r"max(?:imum)?_(?P<stem>\w+)"),
    ("The least is at most the mean", r"min(?:imum)?_(?P<stem>\w+)", r"(?:avg|average|mean)_(?P<stem>\w+)"),
    ("The mean is at most the greatest", r"(?:avg|average|mean)_(?P<stem>\w+)", r"max(?:imum)?_(?P<stem>\w+)"),
    (
        "The low is at most the high",
        r"(?:low|day_low|low_price)(?:_price)?",
        r"(?:high|day_high|high_price)(?:_price)?",
    ),
    ("The low is at most the opening", r"low(?:_price)?", r"open(?:ing)?(?:_price)?"),
    ("The low is at most the closing", r"low(?:_price)?", r"(?:adj_)?clos(?:e|ing)(?:_price)?"),
    ("The opening is at most the high", r"open(?:ing)?(?:_price)?", r"high(?:_price)?"),
    ("The closing is at most the high", r"clos(?:e|ing)(?:_price)?", r"high(?:_price)?"),
    (
        "The price is at most the year's high",
        r"(?:close|price|last_price|current_price)",
        r"(?:high_52w|week_52_high|fifty_two_week_high|52_week_high)",
    ),
    (
        "The diastolic pressure is below the systolic",
        r"diastolic(?:_bp|_pressure|_blood_pressure)?|(?:bp|blood_pressure)_diastolic",
        r"systolic(?:_bp|_pressure|_blood_pressure)?|(?:bp|blood_pressure)_systolic",
    ),
    ("Clicks need impressions", r"(?:link_)?clicks", r"impressions"),
    ("Conversions need clicks", r"conversions|purchases", r"clicks"),
    ("Opened mail was sent", r"(?:emails_)?(?:opens|opened)", r"(?:emails_)?(?:sent|delivered)"),
    ("Clicked mail was opened", r"(?:emails_)?clicks|clicked", r"(?:emails_)?opens|opened"),
    ("Delivered mail was sent", r"(?:emails_)?delivered", r"(?:emails_)?sent"),
    ("Likes need views", r"likes?(?:_count)?", r"views?(?:_count)?|impressions|plays|reach"),
    ("Comments need views", r"comments?(?:_count)?|num_comments", r"views?(?:_count)?|impressions|plays"),
    ("Shares need views", r"shares?(?:_count)?", r"views?(?:_count)?|impressions|plays"),
    ("Reach is at most impressions", r"reach", r"impressions"),
    ("Unique visitors visit", r"unique_visitors|unique_users", r"visits|sessions|page_views|pageviews|visitors"),
    ("Sessions have a page view at least", r"sessions", r"page_?views"),
    (
        "A sale price is at most the list price",
        r"sale_price|discounted_price|sold_price",
        r"(?:list|original|regular|retail|full)_price|mrp",
    ),
    (
        "A discount is at most the price",
        r"discount(?:_amount)?",
        r"(?:sub)?total(?:_amount)?|(?:original|list)_price|order_(?:amount|total|value)",
    ),
    ("Costs are at most the price", r"(?:unit_)?cost(?:_price)?", r"(?:unit_|sale_|selling_|retail_|list_)?price"),
    (
        "Net is at most gross",
        r"net_(?P<stem>pay|salary|amount|income|revenue|weight|sales|price)",
        r"gross_(?P<stem>pay|salary|amount|income|revenue|weight|sales|price)",
    ),
    (
        "Taxes are at most the total",
        r"tax(?:_amount)?|vat(?:_amount)?",
        r"(?:sub|grand_|order_)?total(?:_amount|_price)?",
    ),
    (
        "The subtotal with nothing off is at most the total",
        r"tip(?:_amount)?|shipping(?:_cost|_fee)?|delivery_fee",
        r"(?:grand_|order_)?total(?:_amount|_price)?",
    ),
    (
        "What was paid is at most the amount",
        r"(?:amount_)?paid(?:_amount)?|approved_amount|settlement_amount|payout(?:_amount)?",
        r"(?:invoice|claim|claimed|total|billed)_amount|amount_billed|amount_due",
    ),
    (
        "Received is at most ordered",
        r"(?:quantity|qty|units)_(?:received|shipped|delivered)",
        r"(?:quantity|qty|units)_ordered",
    ),
    ("Reserved is at most in stock", r"reserved(?:_quantity|_stock)?", r"(?:stock|quantity)(?:_on_hand|_quantity)?"),
    (
        "Enrolled is at most the capacity",
        r"enrolled|enrollment|students_enrolled|booked|attendees|attendance|occupied|occupancy|registered|tickets_sold|passengers",
        r"(?:max_|seat_|seating_|total_)?(?:capacity|seats)",
    ),
    (
        "Occupied is at most all",
        r"(?:occupied|available|rooms_sold)_(?P<stem>rooms|beds|seats|units)",
        r"total_(?P<stem>rooms|beds|seats|units)",
    ),
    (
        "Votes are at most the voters",
        r"(?:total_)?votes(?:_cast|_received)?",
        r"registered_voters|electorate|eligible_voters",
    ),
    ("One candidate's votes are at most all", r"votes(?:_received)?", r"total_votes|votes_cast"),
    (
        "Defects are at most what was made",
        r"defects?(?:_count|_units)?|defective(?:_units)?|units_(?:defective|rejected)|rejected",
        r"(?:units_produced|produced|output|quantity_produced|production|units_inspected|sample_size|batch_size|lot_size|quantity)",
    ),
    ("Scrap is at most what was made", r"scrap(?:_count|_units)?", r"(?:units_produced|produced|output)"),
    (
        "The free is at most the total",
        r"free_(?:sulfur_dioxide|memory|space)",
        r"total_(?:sulfur_dioxide|memory|space)",
    ),
    ("The used is at most the total", r"(?:used_(?P<stem>\w+))", r"(?:total_(?P<stem>\w+))"),
    (
        "Deaths are at most the cases",
        r"deaths|recovered|recoveries|hospitalized",
        r"cases|confirmed(?:_cases)?|total_cases",
    ),
    ("Direct deaths are at most total", r"new_(?P<stem>cases|deaths|tests)", r"total_(?P<stem>cases|deaths|tests)"),
    (
        "Positive tests are at most the tests",
        r"positive(?:_tests|_cases)?",
        r"tests(?:_performed|_conducted)?|total_tests",
    ),
    ("The correct are at most the questions", r"correct(?:_answers)?", r"(?:total_)?questions(?:_answered)?"),
    ("Wins are at most the matches", r"wins|won|losses|lost|draws|drawn", r"(?:matches|games)(?:_played)?|played"),
    ("Goals are at most the shots", r"goals(?:_scored)?", r"shots(?:_on_target)?"),
    ("Shots on target are at most the shots", r"shots_on_target", r"(?:total_)?shots"),
    (
        "Made is at most attempted",
        r"(?:fgm|ftm|field_goals_made|free_throws_made|passes_completed)",
        r"(?:fga|fta|field_goals_attempted|free_throws_attempted|passes_attempted)",
    ),
    ("Not outs are at most innings", r"not_outs", r"innings"),
    ("Games started are at most games played", r"games_started", r"games(?:_played)?"),
    (
        "The first response is before the resolution",
        r"first_response_(?P<stem>minutes|hours|time(?:_\w+)?)",
        r"resolution_(?P<stem>minutes|hours|time(?:_\w+)?)",
    ),
    (
        "What is completed is at most what there is",
        r"(?:lessons|modules|tasks|courses|milestones)_completed",
        r"(?:total_)?(?:lessons|modules|tasks|courses|milestones)",
    ),
    ("Sugars are carbohydrates", r"sugars?(?:_g)?", r"carb(?:ohydrate)?s?(?:_g)?|total_carbs(?:_g)?"),
    ("Saturated fat is fat", r"saturated_fat(?:_g)?", r"(?:total_)?fat(?:_g)?"),
    ("Fibre is a carbohydrate", r"fib(?:er|re)(?:_g)?", r"carb(?:ohydrate)?s?(?:_g)?"),
    (
        "Sleep phases are at most the sleep",
        r"(?:deep|rem)_sleep_(?P<stem>hours|minutes)",
        r"(?:total_)?sleep_(?P<stem>hours|minutes)",
    ),
    (
        "Downtime is at most the running",
        r"downtime_(?P<stem>hours|minutes)",
        r"(?:planned|scheduled|total)_(?P<stem>hours|minutes)",
    ),
    ("Monthly charges are at most all of them", r"monthly_charges?", r"total_charges?"),
    (
        "Renovation comes after building",
        r"(?:year_built|yr_built|built_year)",
        r"(?:year_renovated|yr_renovated|renovation_year|year_remod_add)",
    ),
    ("The half is at most the whole", r"half_(?:time_)?(?:split|home_goals)", r"finish_time|full_time_home_goals"),
    ("A floor is one of those there are", r"floor", r"(?:total_floors|floors|number_of_floors)"),
    (
        "The first part is at most the population",
        r"(?:urban_|labou?r_|rural_)population|labou?r_force|households",
        r"(?:total_)?population",
    ),
    ("Moving is at most elapsed", r"moving_time(?:_\w+)?", r"elapsed_time(?:_\w+)?"),
    (
        "The mean heart rate is at most the highest",
        r"(?:avg|average|resting)_(?:heart_rate|hr|bpm)",
        r"max(?:imum)?_(?:heart_rate|hr|bpm)",
    ),
    ("A credit is used up to its limit", r"(?:credit_used|outstanding_balance|current_balance)", r"credit_limit"),
    (
        "What is outstanding was lent",
        r"outstanding_(?:balance|principal|amount)|remaining_balance",
        r"(?:loan|original|principal)_amount|principal",
    ),
    (
        "A down payment is at most the price",
        r"down_payment|deposit",
        r"(?:house_|sale_|purchase_|property_|total_)?price",
    ),
    ("Insured sums cover what was claimed", r"claim_amount", r"(?:coverage|insured)_amount|sum_insured|coverage_limit"),
    ("A deductible is at most the cover", r"deductible", r"(?:coverage|insured)_amount|sum_insured|coverage_limit"),
    ("Bathrooms are not many more than rooms", r"(?:half|full)_bath(?:room)?s?", r"bath(?:room)?s?"),
    ("Bedrooms are rooms", r"(?:num_|number_of_)?bedrooms", r"(?:total_)?rooms"),
)


def _at_most(less: float, more: float) -> bool:
    return less <= more + 1e-9


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
    *(numbers(says, _at_most, less=less, more=more) for says, less, more in _AT_MOST),
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
        less=r"(?:total_)?deductions|tax_withheld",
        difference=r"net_(?:pay|salary)",
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
