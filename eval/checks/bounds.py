"""What is at most what."""

from eval.checks.rule import Rule, numbers

_STEM = r"(?P<stem>(?:\w+_)?)"
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


RULES: tuple[Rule, ...] = tuple(numbers(says, _at_most, less=less, more=more) for says, less, more in _AT_MOST)
