"""Every rule of the checks holds for a good row, and is broken by a bad one."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from eval.checks import RULES, contradictions

JAN, FEB, MAR = date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31)
TODAY = datetime.now(UTC).date()
TOMORROW = TODAY + timedelta(days=3)
BORN = TODAY - timedelta(days=30 * 365 + 40)

# A sentence, the earlier column, and the later one.
ORDER = (
    ("Nothing ends before it starts", "start", "end"),
    ("Nothing starts after its end", "start_date", "end_date"),
    ("Nothing is shipped before it is ordered", "order_date", "ship"),
    ("Nothing is delivered before it is shipped", "ship", "delivery"),
    ("Nothing is delivered before it is ordered", "order_date", "delivery"),
    ("Nothing is returned before it is ordered", "order_date", "return_date"),
    ("Nothing is returned before it is delivered", "delivery_date", "return_date"),
    ("Nobody leaves a hospital before coming", "admission", "discharged"),
    ("Nobody checks out before checking in", "checkin", "checkout"),
    ("Nothing arrives before it departs", "departure", "arrival"),
    ("Nothing is updated before it is created", "creation", "update"),
    ("Nothing is closed before it is opened", "open", "close_date"),
    ("Nothing is due before it is issued", "issue_date", "due"),
    ("Nothing is paid before it is invoiced", "invoice_date", "paid_date"),
    ("Nothing is brought back before it is lent", "loan_date", "returned_date"),
    ("Nobody leaves before being hired", "hire_date", "termination_date"),
    ("Nobody is last seen before signing up", "signup", "last_login"),
    ("Nobody is set down before being picked up", "pickup", "dropoff"),
    ("Nothing is harvested before it is planted", "plant_date", "harvested_date"),
    ("Nothing expires before it is made", "manufacture_date", "expiry"),
    ("No warranty ends before the purchase", "purchase_date", "warranty_end"),
    ("Nothing is edited before it is published", "posted_date", "edited"),
    ("No interview is before the application", "application_date", "interview_date"),
    ("Nothing is decided before it is filed", "filing_date", "hearing_date"),
    ("Nothing is claimed before it happens", "incident_date", "claim_date"),
    ("Nothing is settled before it is claimed", "claim_date", "settlement_date"),
    ("No result is there before the sample", "sample", "result_date"),
    ("Nothing is sold before it is listed", "listing_date", "sold_date"),
    ("Nobody graduates before enrolling", "enrol_date", "graduation"),
    ("Nothing renews before it starts", "subscription_start", "renewal"),
    ("No sun sets before it rises", "sunrise", "sunset"),
    ("Nobody clocks out before clocking in", "clockin", "clockout"),
    ("Nothing is discontinued before its launch", "launch_date", "discontinued_date"),
    ("Nobody dies before being born", "dob", "death"),
    ("No last time is before the first", "first_x", "last_x"),
    ("No next time is before the last", "last_x", "next_x"),
    ("Nothing is served before it is installed", "install_date", "last_maintenance"),
    ("No follow-up is before the visit", "visit_date", "followup"),
    ("Nothing happens before its booking", "booking_date", "checkin"),
    ("Nobody does anything before being born", "dob", "signup_date"),
    ("Nothing is approved before it is asked for", "application_date", "approval_date"),
    ("Nothing is repaid before it is lent", "disbursement_date", "maturity_date"),
    ("Nothing is expected before it is ordered", "order_date", "expected_date"),
    ("Nothing is acknowledged before it is raised", "triggered", "acknowledged"),
)

# A sentence, the lesser column, and the greater one.
AT_MOST = (
    ("The least is at most the greatest", "min", "max"),
    ("The least is at most the greatest, said before", "min_x", "max_x"),
    ("The least is at most the mean", "min_x", "avg_x"),
    ("The mean is at most the greatest", "avg_x", "max_x"),
    ("The low is at most the high", "low", "high"),
    ("The low is at most the opening", "low", "open"),
    ("The low is at most the closing", "low", "close"),
    ("The opening is at most the high", "open", "high"),
    ("The closing is at most the high", "close", "high"),
    ("The price is at most the year's high", "close", "high_52w"),
    ("The diastolic pressure is below the systolic", "diastolic", "systolic"),
    ("Clicks need impressions", "clicks", "impressions"),
    ("Conversions need clicks", "conversions", "clicks"),
    ("Opened mail was sent", "opens", "sent"),
    ("Clicked mail was opened", "clicks", "opens"),
    ("Delivered mail was sent", "delivered", "sent"),
    ("Likes need views", "like", "view"),
    ("Comments need views", "comment", "view"),
    ("Shares need views", "share", "view"),
    ("Reach is at most impressions", "reach", "impressions"),
    ("Unique visitors visit", "unique_visitors", "visits"),
    ("Sessions have a page view at least", "sessions", "pageviews"),
    ("A sale price is at most the list price", "sale_price", "list_price"),
    ("A discount is at most the price", "discount", "total"),
    ("Costs are at most the price", "cost", "price"),
    ("Net is at most gross", "net_pay", "gross_pay"),
    ("Taxes are at most the total", "tax", "total"),
    ("The subtotal with nothing off is at most the total", "tip", "total"),
    ("What was paid is at most the amount", "paid", "invoice_amount"),
    ("Received is at most ordered", "quantity_received", "quantity_ordered"),
    ("Reserved is at most in stock", "reserved", "stock"),
    ("Enrolled is at most the capacity", "enrolled", "capacity"),
    ("Occupied is at most all", "occupied_rooms", "total_rooms"),
    ("Votes are at most the voters", "votes", "registered_voters"),
    ("One candidate's votes are at most all", "votes", "total_votes"),
    ("Defects are at most what was made", "defect", "units_produced"),
    ("Scrap is at most what was made", "scrap", "units_produced"),
    ("The free is at most the total", "free_sulfur_dioxide", "total_sulfur_dioxide"),
    ("The used is at most the total", "used_x", "total_x"),
    ("Deaths are at most the cases", "deaths", "cases"),
    ("Direct deaths are at most total", "new_cases", "total_cases"),
    ("Positive tests are at most the tests", "positive", "tests"),
    ("The correct are at most the questions", "correct", "questions"),
    ("Wins are at most the matches", "wins", "matches"),
    ("Goals are at most the shots", "goals", "shots"),
    ("Shots on target are at most the shots", "shots_on_target", "shots"),
    ("Made is at most attempted", "fgm", "fga"),
    ("Not outs are at most innings", "not_outs", "innings"),
    ("Games started are at most games played", "games_started", "games"),
    ("The first response is before the resolution", "first_response_minutes", "resolution_minutes"),
    ("What is completed is at most what there is", "lessons_completed", "lessons"),
    ("Sugars are carbohydrates", "sugar", "carb"),
    ("Saturated fat is fat", "saturated_fat", "fat"),
    ("Fibre is a carbohydrate", "fiber", "carb"),
    ("Sleep phases are at most the sleep", "deep_sleep_hours", "sleep_hours"),
    ("Downtime is at most the running", "downtime_hours", "planned_hours"),
    ("Monthly charges are at most all of them", "monthly_charge", "total_charge"),
    ("Renovation comes after building", "year_built", "year_renovated"),
    ("The half is at most the whole", "half_split", "finish_time"),
    ("A floor is one of those there are", "floor", "total_floors"),
    ("The first part is at most the population", "urban_population", "population"),
    ("Moving is at most elapsed", "moving_time", "elapsed_time"),
    ("The mean heart rate is at most the highest", "avg_heart_rate", "max_heart_rate"),
    ("A credit is used up to its limit", "credit_used", "credit_limit"),
    ("What is outstanding was lent", "outstanding_balance", "loan_amount"),
    ("A down payment is at most the price", "down_payment", "price"),
    ("Insured sums cover what was claimed", "claim_amount", "coverage_amount"),
    ("A deductible is at most the cover", "deductible", "coverage_amount"),
    ("Bathrooms are not many more than rooms", "half_bath", "bath"),
    ("Bedrooms are rooms", "bedrooms", "rooms"),
)

# A sentence, a column, and its ends.
RANGES = (
    ("A latitude lies between the poles", "lat", -90, 90),
    ("A longitude lies within half a turn", "lng", -180, 180),
    ("A percentage lies between 0 and 100", "percent", -100, 100),
    ("Humidity is a percentage", "humidity", 0, 100),
    ("A battery holds 0 to 100 percent", "battery", 0, 100),
    ("A pH lies between 0 and 14", "ph", 0, 14),
    ("A heart beats 20 to 250 times a minute", "heart_rate", 20, 250),
    ("Systolic pressure is possible", "systolic", 60, 260),
    ("Diastolic pressure is possible", "diastolic", 30, 160),
    ("Blood is saturated up to 100 percent", "spo2", 50, 100),
    ("A body mass index is possible", "bmi", 8, 90),
    ("A body's temperature is possible", "body_temp", 30, 115),
    ("Glucose is possible", "glucose", 1, 700),
    ("Cholesterol is possible", "cholesterol", 1, 700),
    ("A credit score lies between 300 and 900", "credit_score", 300, 900),
    ("A grade point average lies between 0 and 10", "gpa", 0, 10),
    ("An hour lies between 0 and 24", "hour", 0, 24),
    ("A month lies between 1 and 12", "month", 1, 12),
    ("A quarter lies between 1 and 4", "quarter", 1, 4),
    ("A day of the month lies between 1 and 31", "day_of_month", 1, 31),
    ("A week lies between 1 and 53", "week_number", 1, 53),
    ("A port lies below 65,536", "port", 0, 65535),
    ("A status of the web has three digits", "status_code", 100, 599),
    ("A year is one of ours", "year", 1000, 2101),
    ("A rating lies between 0 and 10", "rating", 0, 10),
    ("A share of the processor lies between 0 and 100", "cpu", 0, 100),
    ("A probability lies between 0 and 1, or 100", "probability", 0, 100),
    ("An interest rate is possible", "interest_rate", -5, 100),
    ("An occupancy is a share", "occupancy_rate", 0, 100),
    ("A net promoter score is -100 to 100", "nps", -100, 100),
    ("An air quality index lies between 0 and 500", "aqi", 0, 500),
    ("A UV index lies between 0 and 16", "uv_index", 0, 16),
    ("Wind blows at less than 450", "wind_speed", 0, 450),
    ("Air pressure is possible", "air_pressure", 0.5, 1100),
    ("Clouds cover 0 to 100 percent", "cloud_cover", 0, 100),
    ("Weather is between the extremes", "temp_celsius", -95, 130),
    ("An atomic number lies between 1 and 118", "atomic_number", 1, 118),
    ("A jersey has two digits", "jersey", 0, 99),
    ("A film lasts up to ten hours", "runtime", 0, 600),
    ("Popularity is 0 to 100", "popularity", 0, 100),
    ("Danceability and its like are 0 to 1", "danceability", 0, 1),
    ("An elevation is on earth", "elevation", -1400, 30000),
    ("A day has 24 hours", "sleep_hours", 0, 24),
    ("A week has 168 hours", "hours_per_week", 0, 168),
    ("An exam's score lies between 0 and 100", "exam_score", 0, 1600),
    ("An attendance rate lies between 0 and 100", "attendance_rate", 0, 100),
    ("People are up to 275 cm", "height_cm", 1, 1500),
    ("A house has up to 30 bathrooms", "baths", 0, 30),
    ("Cars have up to 16 cylinders", "cylinders", 0, 16),
)

# A sentence, a good row, and what makes it bad.
OTHERS: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
    (
        "Nobody is hired as a child",
        {"birth_date": date(1990, 1, 1), "hire_date": date(2010, 1, 1)},
        {"hire_date": date(2001, 1, 1)},
    ),
    ("An earthquake's magnitude is possible", {"magnitude": 10, "depth": 5}, {"magnitude": 11}),
    ("Nobody is born in the future", {"date_of_birth": TODAY}, {"date_of_birth": TOMORROW}),
    ("What is told as done is past", {"last_login_date": TODAY}, {"last_login_date": TOMORROW}),
    ("Counts, prices and sizes are not negative", {"unit_price": 0}, {"unit_price": -0.01}),
    ("Price times quantity is the line's total", {"unit_price": 2.5, "quantity": 3, "subtotal": 7.5}, {"subtotal": 8}),
    ("The click rate is clicks by impressions", {"clicks": 5, "impressions": 200, "ctr": 2.5}, {"ctr": 5}),
    ("The click rate is clicks by impressions", {"clicks": 50, "impressions": 200, "ctr": 0.25}, {"ctr": 0.5}),
    (
        "The conversion rate is conversions by clicks",
        {"conversions": 5, "clicks": 50, "conversion_rate": 10},
        {"conversion_rate": 3},
    ),
    ("A click's cost is the spend by clicks", {"spend": 100.0, "clicks": 50, "cpc": 2}, {"cpc": 5}),
    ("A conversion's cost is the spend by conversions", {"spend": 100.0, "conversions": 4, "cpa": 25}, {"cpa": 5}),
    ("The return is revenue by spend", {"revenue": 300.0, "spend": 100, "roas": 3}, {"roas": 5}),
    (
        "Price per square foot is price by area",
        {"price": 300000, "sqft": 1500, "price_per_sqft": 200},
        {"price_per_sqft": 300},
    ),
    ("Density is population by area", {"population": 1000, "area_km2": 10, "density": 100}, {"density": 200}),
    ("Profit is revenue less cost", {"revenue": 100, "cost": 60, "profit": 40}, {"profit": 60}),
    (
        "Goal difference is goals for less against",
        {"goals_for": 4, "goals_against": 6, "goal_difference": -2},
        {"goal_difference": 2},
    ),
    ("The change is the close less the opening", {"open": 100, "close": 98, "change": -2}, {"change": 2}),
    ("Net pay is gross less what is taken off", {"gross_pay": 100, "deductions": 30, "net_pay": 70}, {"net_pay": 80}),
    (
        "Who is paid gets no more than is left after tax",
        {"gross_pay": 100, "tax_withheld": 20, "net_pay": 75},
        {"net_pay": 85},
    ),
    (
        "What is left is the budget less what was spent",
        {"budget": 100, "spent": 30, "remaining": 70},
        {"remaining": 80},
    ),
    ("Male and female are all", {"male": 3, "female": 4, "total": 7}, {"total": 8}),
    ("Casual and registered are all", {"casual": 3, "registered": 4, "cnt": 7}, {"cnt": 8}),
    ("The body mass index is weight by height squared", {"height_cm": 180, "weight_kg": 81, "bmi": 25}, {"bmi": 20}),
    (
        "The body mass index is weight by height squared",
        {"height_in": 70.87, "weight_lb": 178.6, "bmi": 25},
        {"bmi": 20},
    ),
    (
        "Calories come from what is in the food",
        {"protein": 10, "carbs": 10, "fat": 10, "calories": 170},
        {"calories": 400},
    ),
    ("Won, drawn and lost are all played", {"wins": 3, "draws": 1, "losses": 2, "played": 6}, {"played": 7}),
    ("Points are three a win and one a draw", {"wins": 3, "draws": 1, "points": 10}, {"points": 9}),
    (
        "Charges add up month by month",
        {"tenure": 10, "monthly_charges": 50, "total_charges": 510},
        {"total_charges": 900},
    ),
    ("Nights are counted from the days", {"check_in": JAN, "check_out": FEB, "nights": 29}, {"nights": 2}),
    (
        "The stay is counted from the days",
        {"admission_date": JAN, "discharge_date": FEB, "length_of_stay": 29},
        {"length_of_stay": 2},
    ),
    ("Fahrenheit is Celsius in other words", {"temp_c": 20, "temp_f": 68}, {"temp_f": 60}),
    ("Miles are kilometres in other words", {"distance_km": 100, "distance_miles": 62.1}, {"distance_miles": 80}),
    ("Pounds are kilograms in other words", {"weight_kg": 10, "weight_lbs": 22.05}, {"weight_lbs": 12}),
    ("Inches are centimetres in other words", {"height_cm": 100, "height_in": 39.4}, {"height_in": 50}),
    ("The share is the votes by all", {"votes": 30, "total_votes": 60, "vote_share": 50}, {"vote_share": 40}),
    (
        "The occupancy rate is the occupied by all",
        {"occupied_rooms": 30, "total_rooms": 60, "occupancy_rate": 50},
        {"occupancy_rate": 40},
    ),
    (
        "The defect rate is defects by what was made",
        {"defects": 3, "units_produced": 60, "defect_rate": 5},
        {"defect_rate": 40},
    ),
    (
        "The open rate is the opened by the delivered or sent",
        {"opens": 30, "delivered": 60, "open_rate": 50},
        {"open_rate": 40},
    ),
    ("The win rate is wins by matches", {"wins": 30, "matches": 60, "win_rate": 50}, {"win_rate": 40}),
    ("A total is what its parts come to", {"price": 10, "quantity": 2, "tax": 3, "total": 23}, {"total": 20}),
    ("A total is what its parts come to", {"subtotal": 10, "discount_amount": 2, "total": 8}, {"total": 10}),
    (
        "An e-mail address holds a part of the name",
        {"first_name": "Zoë", "last_name": "Müller", "email": "zoe@x.org"},
        {"email": "ann@x.org"},
    ),
    (
        "An e-mail address holds a part of the full name",
        {"name": "Jan Müller", "email": "j.mueller@x.org"},
        {"email": "ann.lee@x.org"},
    ),
    (
        "A user name starts like a name",
        {"first_name": "Ann", "last_name": "Lee", "username": "alee7"},
        {"username": "tbo"},
    ),
    (
        "The full name holds the first and the last",
        {"first_name": "Ann", "last_name": "Lee", "full_name": "Dr. Ann Lee"},
        {"full_name": "Bo Lee"},
    ),
    ("Age is counted from the date of birth", {"age": 30, "date_of_birth": BORN}, {"age": 33}),
    ("Nobody has worked since childhood", {"age": 30, "years_experience": 12}, {"years_experience": 20}),
    ("Children are not married", {"age": 12, "marital_status": "Single"}, {"marital_status": "Divorced"}),
    ("Degrees take years", {"age": 30, "education": "PhD"}, {"age": 19}),
    ("The young are not retired, children do not work", {"age": 70, "employment_status": "Retired"}, {"age": 25}),
    ("A form of address fits the gender", {"title": "Mrs.", "gender": "Female"}, {"gender": "Male"}),
    ("An age lies in its group", {"age": 30, "age_group": "25-34"}, {"age": 36}),
    ("An age lies in its group", {"age": 70, "age_group": "65+"}, {"age": 60}),
    ("Children have no children", {"age": 10, "children": 0}, {"children": 2}),
    ("Nobody is their own manager", {"name": "Ann Lee", "manager": "Bo Ray"}, {"manager": "Ann Lee"}),
    ("Sender and receiver differ", {"sender": "A1", "receiver": "B2"}, {"receiver": "A1"}),
    ("Mother and patient differ", {"patient_name": "Ann Lee", "doctor": "Bo Ray"}, {"doctor": "Ann Lee"}),
    ("Men are not pregnant", {"gender": "Male", "pregnancies": 0}, {"pregnancies": 2}),
    ("A diagnosis fits the sex", {"gender": "F", "diagnosis": "Ovarian cyst"}, {"gender": "M"}),
    ("A diagnosis fits the age", {"age": 80, "diagnosis": "Alzheimer's disease"}, {"age": 8}),
    (
        "A job belongs to its department",
        {"job_title": "Senior Accountant", "department": "Finance"},
        {"department": "Marketing"},
    ),
    ("Nobody is older than anybody was", {"age": 115}, {"age": 116}),
    (
        "Nobody has been there longer than at work",
        {"years_at_company": 3, "total_working_years": 3},
        {"total_working_years": 2},
    ),
    (
        "Nobody has a role longer than the job",
        {"years_in_current_role": 3, "years_at_company": 3},
        {"years_at_company": 2},
    ),
    ("What is not sent has no day of shipping", {"order_status": "Pending", "ship_date": None}, {"ship_date": JAN}),
    (
        "What is not delivered has no day of delivery",
        {"status": "In transit", "delivery_date": None},
        {"delivery_date": JAN},
    ),
    ("What is delivered has a day of delivery", {"status": "Delivered", "delivery_date": JAN}, {"delivery_date": None}),
    ("What is open was not closed", {"status": "In Progress", "resolved_at": None}, {"resolved_at": JAN}),
    ("What is closed was closed on a day", {"ticket_status": "Closed", "closed_at": JAN}, {"closed_at": None}),
    (
        "What is not paid has no day of payment",
        {"payment_status": "Overdue", "payment_date": None},
        {"payment_date": JAN},
    ),
    ("What is paid was paid on a day", {"payment_status": "Paid", "payment_date": JAN}, {"payment_date": None}),
    ("Who works has not left", {"status": "Active", "termination_date": None}, {"termination_date": JAN}),
    ("Who has left did so on a day", {"status": "Terminated", "termination_date": JAN}, {"termination_date": None}),
    ("Who stays has no day of leaving", {"churned": False, "churn_date": None}, {"churn_date": JAN}),
    (
        "What was not returned has no reason for it",
        {"returned": "No", "return_reason": None},
        {"return_reason": "Too small"},
    ),
    (
        "What was not cancelled has no reason for it",
        {"is_canceled": 0, "cancellation_reason": None},
        {"cancellation_reason": "Ill"},
    ),
    (
        "Who has no insurance has no insurer",
        {"insured": False, "insurance_provider": None},
        {"insurance_provider": "Kern"},
    ),
    ("No refund without a return", {"order_status": "Returned", "return_date": JAN}, {"order_status": "Shipped"}),
    ("A weekend is one", {"date": date(2024, 6, 1), "is_weekend": True}, {"is_weekend": "No"}),
    (
        "A day of the week is that of the date",
        {"date": date(2024, 6, 1), "day_of_week": "Saturday"},
        {"day_of_week": "Mon"},
    ),
    ("A month is that of the date", {"date": JAN, "month": "January"}, {"month": "May"}),
    ("A month is that of the date", {"date": JAN, "month": 1}, {"month": 5}),
    ("A year is that of the date", {"date": JAN, "year": 2024}, {"year": 2023}),
    ("A quarter is that of the date", {"date": JAN, "quarter": "Q1"}, {"quarter": "Q3"}),
    ("An hour is that of the moment", {"timestamp": datetime(2024, 1, 1, 5, tzinfo=UTC), "hour": 5}, {"hour": 6}),
    ("A feeling fits its stars", {"rating": 5, "sentiment": "Positive"}, {"rating": 1}),
    ("A feeling fits its number", {"sentiment_score": 0.8, "sentiment": "Positive"}, {"sentiment_score": -0.8}),
    ("A grade fits its score", {"score": 95, "grade": "A"}, {"score": 50}),
    ("A grade fits its points", {"grade_points": 4.0, "grade": "A-"}, {"grade_points": 1.0}),
    ("Who passes has a score for it", {"score": 95, "passed": True}, {"passed": False}),
    ("Who passes has a score for it", {"score": 20, "result": "Fail"}, {"result": "Pass"}),
    ("What is in stock is there", {"stock": 0, "availability": "Out of stock"}, {"stock": 5}),
    ("A class of weight fits the body mass index", {"bmi": 32, "bmi_category": "Obese"}, {"bmi": 22}),
    ("The result is that of the goals", {"home_goals": 2, "away_goals": 1, "result": "Home win"}, {"away_goals": 2}),
    ("Snow needs cold", {"temperature": -1, "condition": "Light snow"}, {"temperature": 25}),
    ("Clear days are dry", {"rainfall_mm": 0, "condition": "Sunny"}, {"rainfall_mm": 12}),
    ("What is on time is not late", {"status": "On time", "delay_minutes": 3}, {"delay_minutes": 90}),
    ("Nobody plays against themselves", {"home_team": "Reds", "away_team": "Blues"}, {"away_team": "Reds"}),
    ("No way leads back to its start", {"origin": "JFK", "destination": "LAX"}, {"destination": "JFK"}),
    ("Nobody scores more than there is", {"score": 9, "max_score": 10}, {"score": 11}),
    ("A ZIP code lies in its state", {"state": "TX", "zip_code": "75001"}, {"zip_code": "10001"}),
    ("A city lies in its state", {"city": "Portland", "state": "Maine"}, {"state": "TX"}),
    ("A city lies in its country", {"city": "Lyon", "country": "France"}, {"country": "Germany"}),
    ("A state lies in its country", {"state": "Ohio", "country": "USA"}, {"country": "France"}),
    ("A country's code is its own", {"country": "Germany", "country_code": "DE"}, {"country_code": "FR"}),
    ("A country has its continent", {"country": "Japan", "continent": "Asia"}, {"continent": "Europe"}),
    ("A country has its capital", {"country": "Japan", "capital": "Tokyo"}, {"capital": "Osaka"}),
    ("A country has its currency", {"country": "Japan", "currency": "JPY"}, {"currency": "USD"}),
    ("A point lies in its country", {"latitude": 52.5, "longitude": 13.4, "country": "Germany"}, {"longitude": -13.4}),
    ("A point lies near its city", {"latitude": 52.5, "longitude": 13.4, "city": "Berlin"}, {"latitude": 48.1}),
    ("An airport serves its city", {"origin_city": "Paris", "origin_airport": "CDG"}, {"origin_airport": "LAX"}),
    ("A number is dialled in its country", {"phone": "+49 30 123456", "country": "Germany"}, {"phone": "+1 555 0100"}),
    ("A breed is one of its species", {"species": "Dog", "breed": "Beagle"}, {"species": "Cat"}),
    ("A model is one of its make", {"make": "Toyota", "model": "Corolla"}, {"make": "Ford"}),
    (
        "A product lies on its shelf",
        {"product_name": "Slim Jeans", "category": "Clothing"},
        {"category": "Electronics"},
    ),
    (
        "A flight has its airline's letters",
        {"airline": "Delta Air Lines", "flight_number": "DL1234"},
        {"flight_number": "UA12"},
    ),
    (
        "What drives by electricity has no displacement",
        {"fuel_type": "Electric", "engine_size": 0.0},
        {"engine_size": 2.0},
    ),
    ("A dosage says how much", {"dosage": "500 mg"}, {"dosage": "often"}),
    ("A book's number has its check digit", {"isbn": "978-0-306-40615-7"}, {"isbn": "978-0-306-40615-8"}),
    ("A vehicle's number has 17 letters", {"vin": "1HGCM82633A004352"}, {"vin": "1HGCM82633A00435O"}),
    (
        "A card's number has its check digit",
        {"card_number": "4111 1111 1111 1111"},
        {"card_number": "4111 1111 1111 1112"},
    ),
    ("An IBAN has its check digits", {"iban": "DE89 3704 0044 0532 0130 00"}, {"iban": "DE88 3704 0044 0532 0130 00"}),
    ("An IP address is one", {"source_ip": "10.0.0.1"}, {"source_ip": "10.0.0.256"}),
    ("A diagnosis code is one of the ICD", {"icd10_code": "J45.909"}, {"icd10_code": "ABC"}),
    ("A method is one of HTTP's", {"http_method": "GET"}, {"http_method": "TAKE"}),
    ("A level is one of logs", {"log_level": "WARN"}, {"log_level": "LOUD"}),
    ("A MAC address is one", {"mac_address": "00:1a:2b:3c:4d:5e"}, {"mac_address": "00:1a:2b"}),
    ("A currency has three capitals or a name", {"currency_code": "EUR"}, {"currency_code": "euro"}),
    ("An e-mail address is one", {"email": "a@b.org"}, {"email": "a at b"}),
    ("A link is one", {"url": "https://example.org/a"}, {"url": "a link"}),
)


def sentences(row: dict[str, Any]) -> set[str]:
    return set(contradictions({name: [cell] for name, cell in row.items()}))


@pytest.mark.parametrize(("says", "earlier", "later"), ORDER)
def test_moments_in_order(says: str, earlier: str, later: str) -> None:
    rows = {"good": {earlier: JAN, later: FEB}, "same": {earlier: JAN, later: JAN}, "bad": {earlier: FEB, later: JAN}}
    assert {name: says in sentences(row) for name, row in rows.items()} == {"good": False, "same": False, "bad": True}


@pytest.mark.parametrize(("says", "less", "more"), AT_MOST)
def test_numbers_in_order(says: str, less: str, more: str) -> None:
    rows: dict[str, dict[str, Any]] = {
        "good": {less: 1, more: 2.5},
        "same": {less: 2, more: 2},
        "bad": {less: 2.5, more: 2},
    }
    assert {name: says in sentences(row) for name, row in rows.items()} == {"good": False, "same": False, "bad": True}


@pytest.mark.parametrize(("says", "name", "low", "high"), RANGES)
def test_numbers_in_range(says: str, name: str, low: float, high: float) -> None:
    inside = [says in sentences({name: value}) for value in (low, high)]
    outside = [says in sentences({name: value}) for value in (low - 1, high + 1)]
    assert (inside, outside) == ([False, False], [True, True])


@pytest.mark.parametrize(("says", "good", "bad"), OTHERS)
def test_what_else_goes_together(says: str, good: dict[str, Any], bad: dict[str, Any]) -> None:
    assert (says in sentences(good), says in sentences(good | bad)) == (False, True)


def test_every_rule_was_tried() -> None:
    assert {rule.says for rule in RULES} - {case[0] for case in (*ORDER, *AT_MOST, *RANGES, *OTHERS)} == set()


def test_columns_of_different_stems_do_not_go_together() -> None:
    assert contradictions({"contract_start_date": [FEB], "promo_end_date": [JAN]}) == {}


def test_a_missing_cell_breaks_nothing() -> None:
    assert contradictions({"start_date": [FEB, None], "end_date": [MAR, JAN]}) == {}


def test_the_rows_that_break_a_rule_are_told_with_what_the_first_holds() -> None:
    found = contradictions({"start_date": [JAN, FEB, MAR], "end_date": [JAN, JAN, JAN]})
    assert found["Nothing ends before it starts"] == ({1, 2}, "start_date = 2024-02-29, end_date = 2024-01-31")


def test_a_column_of_random_words_breaks_every_row() -> None:
    words = ["Without", "Your", "Six", "Civil", "Represent", "None", "Tree", "Ever", "Anyone", "Then", "Step", "Focus"]
    words += [
        "Agency",
        "Dinner",
        "Cell",
        "Line",
        "Far",
        "Conference",
        "Partner",
        "Magazine",
        "Value",
        "Purpose",
        "Sister",
    ]
    words += ["Opportunity", "Recently", "Computer", "Budget", "Method", "Feeling", "Positive"]
    assert contradictions({"grain": words, "size": ["S"] * 30}) == {
        "Words have a meaning: grain": (set(range(30)), "grain = Without")
    }
