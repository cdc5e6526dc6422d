"""What a single number can be."""

from eval.checks.rule import Holds, Rule, numbers

_RANGES: tuple[tuple[str, str, float, float], ...] = (
    ("A latitude lies between the poles", r"(?:\w+_)?lat(?:itude)?", -90, 90),
    ("A longitude lies within half a turn", r"(?:\w+_)?(?:lng|lon|longitude)", -180, 180),
    ("A percentage lies between 0 and 100", r"(?:\w+_)?(?:percent|percentage|pct)", -100, 100),
    ("Humidity is a percentage", r"(?:relative_)?humidity(?:_pct|_percent)?", 0, 100),
    ("A battery holds 0 to 100 percent", r"battery(?:_level|_pct|_percent|_percentage)?", 0, 100),
    ("A pH lies between 0 and 14", r"(?:soil_|water_)?ph(?:_level|_value)?", 0, 14),
    ("A heart beats 20 to 250 times a minute", r"(?:\w+_)?(?:heart_rate|pulse|bpm)(?:_bpm)?", 20, 250),
    ("Systolic pressure is possible", r"systolic\w*|\w+_systolic", 60, 260),
    ("Diastolic pressure is possible", r"diastolic\w*|\w+_diastolic", 30, 160),
    ("Blood is saturated up to 100 percent", r"spo2|oxygen_saturation|o2_sat", 50, 100),
    ("A body mass index is possible", r"bmi|body_mass_index", 8, 90),
    ("A body's temperature is possible", r"body_temp(?:erature)?(?:_c|_f)?", 30, 115),
    ("Glucose is possible", r"(?:blood_|fasting_)?glucose(?:_level)?(?:_mg_dl)?", 1, 700),
    ("Cholesterol is possible", r"(?:total_)?cholesterol(?:_mg_dl)?", 1, 700),
    ("A credit score lies between 300 and 900", r"credit_score|fico(?:_score)?", 300, 900),
    ("A grade point average lies between 0 and 10", r"c?gpa", 0, 10),
    ("An hour lies between 0 and 24", r"hour(?:_of_day)?", 0, 24),
    ("A month lies between 1 and 12", r"month(?:_number|_num)?", 1, 12),
    ("A quarter lies between 1 and 4", r"quarter", 1, 4),
    ("A day of the month lies between 1 and 31", r"day_of_month", 1, 31),
    ("A week lies between 1 and 53", r"week(?:_number|_of_year)", 1, 53),
    ("A port lies below 65,536", r"(?:\w+_)?port", 0, 65535),
    ("A status of the web has three digits", r"(?:http_)?status_code|http_status|response_code", 100, 599),
    ("A year is one of ours", r"(?:\w+_)?year", 1000, 2101),
    ("A rating lies between 0 and 10", r"(?:\w+_)?(?:rating|stars)", 0, 10),
    (
        "A share of the processor lies between 0 and 100",
        r"(?:cpu|memory|disk)(?:_usage|_utili[sz]ation)?(?:_pct|_percent)?",
        0,
        100,
    ),
    (
        "A probability lies between 0 and 1, or 100",
        r"(?:\w+_)?(?:probability|likelihood|confidence)(?:_score)?",
        0,
        100,
    ),
    ("An interest rate is possible", r"(?:interest_rate|apr|apy)(?:_pct|_percent)?", -5, 100),
    ("An occupancy is a share", r"occupancy_rate(?:_pct)?", 0, 100),
    ("A net promoter score is -100 to 100", r"nps(?:_score)?", -100, 100),
    ("An air quality index lies between 0 and 500", r"aqi|air_quality_index", 0, 500),
    ("A UV index lies between 0 and 16", r"uv_index", 0, 16),
    ("Wind blows at less than 450", r"wind_(?:speed|gust)(?:_\w+)?", 0, 450),
    ("Air pressure is possible", r"(?:air_|atmospheric_|barometric_)pressure(?:_hpa|_mb)?", 0.5, 1100),
    ("Clouds cover 0 to 100 percent", r"cloud_cover(?:age)?(?:_pct)?", 0, 100),
    (
        "Weather is between the extremes",
        r"(?:air_|outdoor_|avg_|min_|max_|daily_)?temp(?:erature)?_(?:c|celsius)",
        -95,
        130,
    ),
    ("An atomic number lies between 1 and 118", r"atomic_number", 1, 118),
    ("A jersey has two digits", r"jersey(?:_number)?|shirt_number", 0, 99),
    ("A film lasts up to ten hours", r"runtime(?:_min|_minutes)?", 0, 600),
    ("Popularity is 0 to 100", r"popularity", 0, 100),
    (
        "Danceability and its like are 0 to 1",
        r"danceability|valence|acousticness|speechiness|liveness|instrumentalness",
        0,
        1,
    ),
    ("An elevation is on earth", r"elevation(?:_m|_ft)?|altitude_m", -1400, 30000),
    ("A day has 24 hours", r"(?:sleep|screen_time)_hours|hours_(?:slept|of_sleep)", 0, 24),
    ("A week has 168 hours", r"hours_per_week|weekly_hours|work_hours_per_week", 0, 168),
    (
        "An exam's score lies between 0 and 100",
        r"(?:exam|math|reading|writing|science|test|quiz|final|midterm)_score",
        0,
        1600,
    ),
    ("An attendance rate lies between 0 and 100", r"attendance_(?:rate|pct|percent|percentage)", 0, 100),
    ("People are up to 275 cm", r"(?:person_|player_|patient_)?height_cm", 1, 1500),
    ("A house has up to 30 bathrooms", r"(?:num_|number_of_)?bath(?:room)?s", 0, 30),
    ("Cars have up to 16 cylinders", r"cylinders", 0, 16),
)
_NEVER_NEGATIVE = (
    r"(?:\w+_)?(?:count|quantity|qty|price|cost|salary|income|fee|stock|views|likes|comments|shares|clicks|impressions|distance|duration"
    r"|weight|height|area|mileage|population|votes|tickets|seats|capacity|bedrooms|bathrooms|floors|goals|attendance|calories|steps|orders"
    r"|visits|sessions|premium|fare|rent|budget|salaries|wage|revenue|sales|rainfall|precipitation)"
)


def _within(low: float, high: float) -> Holds:
    return lambda value: low <= value <= high


RULES: tuple[Rule, ...] = (
    *(numbers(says, _within(low, high), value=name) for says, name, low, high in _RANGES),
    numbers(
        "An earthquake's magnitude is possible",  # a star's may be 20
        lambda magnitude, depth: -2 <= magnitude <= 10 and depth >= 0,
        magnitude=r"magnitude|mag",
        depth=r"(?:\w+_)?depth(?:_km)?",
    ),
    numbers("Counts, prices and sizes are not negative", lambda value: value >= 0, value=_NEVER_NEGATIVE),
)
