"""Places: cities, states, postcodes, countries, coordinates."""

import re
from typing import Any

from eval.checks.rule import Rule, anything, texts


def _pairs(text: str) -> dict[str, str]:
    """Return what stands right of `=` by what stands left, for pairs that commas part."""
    return {left: right for left, _, right in (pair.partition("=") for pair in text.split(","))}


_US_STATES = _pairs(
    "Alabama=AL,Alaska=AK,Arizona=AZ,Arkansas=AR,California=CA,Colorado=CO,Connecticut=CT,Delaware=DE,Florida=FL,Georgia=GA,Hawaii=HI,Idaho=ID,"
    "Illinois=IL,Indiana=IN,Iowa=IA,Kansas=KS,Kentucky=KY,Louisiana=LA,Maine=ME,Maryland=MD,Massachusetts=MA,Michigan=MI,Minnesota=MN,"
    "Mississippi=MS,Missouri=MO,Montana=MT,Nebraska=NE,Nevada=NV,New Hampshire=NH,New Jersey=NJ,New Mexico=NM,New York=NY,North Carolina=NC,"
    "North Dakota=ND,Ohio=OH,Oklahoma=OK,Oregon=OR,Pennsylvania=PA,Rhode Island=RI,South Carolina=SC,South Dakota=SD,Tennessee=TN,Texas=TX,"
    "Utah=UT,Vermont=VT,Virginia=VA,Washington=WA,West Virginia=WV,Wisconsin=WI,Wyoming=WY,District of Columbia=DC"
)
_FIRST_DIGITS = {
    "0": "CT MA ME NH NJ RI VT PR VI",
    "1": "DE NY PA",
    "2": "DC MD NC SC VA WV",
    "3": "AL FL GA MS TN",
    "4": "IN KY MI OH",
    "5": "IA MN MT ND SD WI",
    "6": "IL KS MO NE",
    "7": "AR LA OK TX",
    "8": "AZ CO ID NM NV UT WY",
    "9": "AK CA HI OR WA AS GU",
}
_US_CITIES = _pairs(
    "New York=NY,New York City=NY,Los Angeles=CA,Chicago=IL,Houston=TX,Phoenix=AZ,Philadelphia=PA,San Antonio=TX,San Diego=CA,Dallas=TX,San Jose=CA,"
    "Austin=TX,Fort Worth=TX,San Francisco=CA,Seattle=WA,Denver=CO,Washington=DC,Boston=MA,Nashville=TN,Detroit=MI,Oklahoma City=OK,"
    "Las Vegas=NV NM,Memphis=TN,Louisville=KY CO,Baltimore=MD,Milwaukee=WI,Albuquerque=NM,Tucson=AZ,Fresno=CA,Sacramento=CA,Atlanta=GA,"
    "Omaha=NE,Raleigh=NC,Miami=FL,Minneapolis=MN,Tulsa=OK,Tampa=FL,New Orleans=LA,Cleveland=OH TN,Honolulu=HI,Pittsburgh=PA,"
    "Cincinnati=OH,Saint Paul=MN,Orlando=FL,Indianapolis=IN,Charlotte=NC,Salt Lake City=UT,Boise=ID,Des Moines=IA,Anchorage=AK,"
    "Portland=OR ME,Columbus=OH GA IN,Jacksonville=FL NC,Kansas City=MO KS,Buffalo=NY,Richmond=VA CA IN,St. Louis=MO,El Paso=TX"
)
_COUNTRIES = {
    city: country
    for country, cities in {
        "United States": "New York,Los Angeles,Chicago,Houston,Phoenix,Philadelphia,San Francisco,Seattle,Boston,Miami",
        "United Kingdom": "Manchester,Liverpool,Leeds,Glasgow,Edinburgh,Bristol,Sheffield,Cardiff,Belfast",
        "France": "Lyon,Marseille,Toulouse,Nantes,Bordeaux,Lille",
        "Germany": "Berlin,Hamburg,Munich,München,Cologne,Köln,Frankfurt,Stuttgart",
        "Spain": "Madrid,Barcelona,Sevilla,Seville,Bilbao",
        "Italy": "Milan,Milano,Naples,Turin,Roma",
        "Japan": "Tokyo,Osaka,Kyoto,Yokohama,Nagoya",
        "India": "Mumbai,Delhi,New Delhi,Bangalore,Bengaluru,Chennai,Kolkata,Pune,Hyderabad",
        "China": "Beijing,Shanghai,Shenzhen,Guangzhou",
        "Australia": "Sydney,Brisbane,Canberra,Adelaide",
        "Canada": "Toronto,Montreal,Vancouver,Calgary,Ottawa",
        "Brazil": "São Paulo,Rio de Janeiro,Brasília",
        "Mexico": "Mexico City,Guadalajara,Monterrey",
        "Netherlands": "Amsterdam,Rotterdam,Utrecht",
        "Sweden": "Stockholm,Gothenburg",
        "South Africa": "Cape Town,Johannesburg,Durban",
        "United Arab Emirates": "Dubai,Abu Dhabi",
        "Turkey": "Istanbul,Ankara",
        "Egypt": "Cairo",
        "Kenya": "Nairobi",
        "Argentina": "Buenos Aires",
    }.items()
    for city in cities.split(",")
}
_SAME_COUNTRY = {
    "USA": "United States",
    "US": "United States",
    "United States of America": "United States",
    "U.S.": "United States",
    "UK": "United Kingdom",
    "GB": "United Kingdom",
    "England": "United Kingdom",
    "Scotland": "United Kingdom",
    "Great Britain": "United Kingdom",
    "Wales": "United Kingdom",
    "Northern Ireland": "United Kingdom",
    "UAE": "United Arab Emirates",
    "Türkiye": "Turkey",
    "The Netherlands": "Netherlands",
    "DE": "Germany",
    "FR": "France",
    "IN": "India",
    "CA": "Canada",
    "AU": "Australia",
    "JP": "Japan",
    "ES": "Spain",
    "IT": "Italy",
    "BR": "Brazil",
    "MX": "Mexico",
    "CN": "China",
    "NL": "Netherlands",
    "SE": "Sweden",
    "ZA": "South Africa",
}
_CODES = {
    "United States": "US USA",
    "United Kingdom": "GB UK GBR",
    "Germany": "DE DEU",
    "France": "FR FRA",
    "Spain": "ES ESP",
    "Italy": "IT ITA",
    "Japan": "JP JPN",
    "China": "CN CHN",
    "India": "IN IND",
    "Brazil": "BR BRA",
    "Canada": "CA CAN",
    "Australia": "AU AUS",
    "Mexico": "MX MEX",
    "Netherlands": "NL NLD",
    "Sweden": "SE SWE",
    "Poland": "PL POL",
}
_CURRENCIES = {
    "United States": "USD",
    "United Kingdom": "GBP",
    "Germany": "EUR",
    "France": "EUR",
    "Spain": "EUR",
    "Italy": "EUR",
    "Netherlands": "EUR",
    "Japan": "JPY",
    "China": "CNY",
    "India": "INR",
    "Brazil": "BRL",
    "Canada": "CAD",
    "Australia": "AUD",
    "Mexico": "MXN",
    "Sweden": "SEK",
    "Poland": "PLN",
    "Switzerland": "CHF",
    "South Africa": "ZAR",
}
_CONTINENTS = {
    "United States": "North America",
    "Canada": "North America",
    "Mexico": "North America",
    "Brazil": "South America",
    "Argentina": "South America",
    "Germany": "Europe",
    "France": "Europe",
    "Spain": "Europe",
    "Italy": "Europe",
    "United Kingdom": "Europe",
    "Japan": "Asia",
    "China": "Asia",
    "India": "Asia",
    "Nigeria": "Africa",
    "Kenya": "Africa",
    "Egypt": "Africa",
}
_CAPITALS = {
    "France": "Paris",
    "Germany": "Berlin",
    "Spain": "Madrid",
    "Italy": "Rome",
    "Japan": "Tokyo",
    "United Kingdom": "London",
    "China": "Beijing",
    "Canada": "Ottawa",
    "Australia": "Canberra",
}
_BOXES = {
    "United States": (18, 72, -180, -64),
    "United Kingdom": (49, 61, -9, 2.1),
    "Germany": (47, 55.2, 5.7, 15.2),
    "France": (41, 51.3, -5.3, 9.7),
    "Japan": (24, 46, 122, 146),
    "India": (6, 36, 68, 98),
    "Australia": (-44, -9, 112, 154.5),
    "Brazil": (-34.5, 6, -74.5, -32),
    "Canada": (41, 84, -142, -52),
    "Spain": (27, 44, -18.5, 4.5),
    "Italy": (35, 47.2, 6.5, 18.7),
}
_CITY_POINTS = {
    "New York": (40.7, -74.0),
    "Los Angeles": (34.05, -118.2),
    "Chicago": (41.9, -87.6),
    "London": (51.5, -0.1),
    "Paris": (48.86, 2.35),
    "Berlin": (52.5, 13.4),
    "Tokyo": (35.7, 139.7),
    "Sydney": (-33.9, 151.2),
    "Houston": (29.8, -95.4),
    "Toronto": (43.7, -79.4),
    "Mumbai": (19.1, 72.9),
    "Seattle": (47.6, -122.3),
    "Boston": (42.36, -71.1),
    "San Francisco": (37.8, -122.4),
}
_AIRPORTS = {
    "New York": "JFK LGA EWR",
    "Los Angeles": "LAX",
    "Chicago": "ORD MDW",
    "London": "LHR LGW STN LTN LCY",
    "Paris": "CDG ORY",
    "Frankfurt": "FRA",
    "Tokyo": "HND NRT",
    "Dubai": "DXB",
    "Atlanta": "ATL",
    "Amsterdam": "AMS",
    "Madrid": "MAD",
    "Denver": "DEN",
    "Miami": "MIA",
    "Boston": "BOS",
    "Seattle": "SEA",
    "San Francisco": "SFO",
}
_DIALLING = {
    "United States": "1",
    "Canada": "1",
    "Germany": "49",
    "France": "33",
    "United Kingdom": "44",
    "Japan": "81",
    "India": "91",
    "Spain": "34",
    "Italy": "39",
}
_CITY = r"(?P<stem>(?:\w+_)?)(?:city|town)(?:_name)?"
_COUNTRY = r"(?P<stem>(?:\w+_)?)country(?:_name)?"
_NEAR = 1.2  # degrees


def us_code(state: str) -> str | None:
    """Return the two letters of a state of the US, given by name or letters."""
    return state if state in _US_STATES.values() else _US_STATES.get(state)


def country(name: str) -> str:
    """Return one name of a country for all that it goes by."""
    return _SAME_COUNTRY.get(name, name)


def _zipped(state: str, postcode: str) -> bool:
    code = us_code(state)
    if code is None or not re.fullmatch(r"\d{5}(?:-\d{4})?", postcode):
        return True
    return (
        code in _FIRST_DIGITS[postcode[0]].split()
        or (code == "NY" and postcode.startswith(("06390", "005")))
        or (code == "TX" and postcode.startswith("885"))
    )


def _in_state(city: str, state: str) -> bool:
    code = us_code(state)
    return code is None or city not in _US_CITIES or code in _US_CITIES[city].split()


def _in_country(city: str, land: str) -> bool:
    return city not in _COUNTRIES or country(land) == _COUNTRIES[city] or (len(land) == 3 and land.isupper())  # a code


def _state_of(state: str, land: str) -> bool:
    return state not in _US_STATES or state == "Georgia" or country(land) == "United States" or land == "USA"


def _told(table: dict[str, str], known: str, told: str) -> bool:
    land = country(known)
    return land not in table or told in table[land].split() or told == table[land]


def _inside(latitude: Any, longitude: Any, land: Any) -> bool:
    box = _BOXES.get(country(str(land)))
    if box is None or not isinstance(latitude, float) or not isinstance(longitude, float):
        return True
    south, north, west, east = box
    return south <= latitude <= north and west <= longitude <= east


def _near(latitude: Any, longitude: Any, city: Any) -> bool:
    point = _CITY_POINTS.get(str(city))
    if point is None or not isinstance(latitude, float) or not isinstance(longitude, float):
        return True
    return abs(latitude - point[0]) <= _NEAR and abs(longitude - point[1]) <= 1.5 * _NEAR


def _dialled(phone: str, land: str) -> bool:
    code = _DIALLING.get(country(land))
    return code is None or not phone.startswith("+") or re.sub(r"\D", "", phone).startswith(code)


_STATE = r"(?P<stem>(?:\w+_)?)state(?:_code|_name|_abbr)?"
_POSTCODE = r"(?P<stem>(?:\w+_)?)(?:zip|zip_?code|post_?code|postal_code)"
_LATITUDE, _LONGITUDE = r"(?P<stem>(?:\w+_)?)lat(?:itude)?", r"(?P<stem>(?:\w+_)?)(?:lng|lon|long|longitude)"

RULES: tuple[Rule, ...] = (
    texts("A ZIP code lies in its state", _zipped, state=_STATE, postcode=_POSTCODE),
    texts("A city lies in its state", _in_state, city=_CITY, state=_STATE),
    texts("A city lies in its country", _in_country, city=_CITY, land=_COUNTRY),
    texts("A state lies in its country", _state_of, state=_STATE, land=_COUNTRY),
    texts(
        "A country's code is its own",
        lambda known, told: _told(_CODES, known, told),
        known=_COUNTRY,
        told=r"(?P<stem>(?:\w+_)?)country_code|iso_code",
    ),
    texts(
        "A country has its continent",
        lambda known, told: (
            country(known) not in _CONTINENTS
            or told in {_CONTINENTS[country(known)], "Americas", "America"}
            or not told[0].isupper()
        ),
        known=r"country(?:_name)?",
        told=r"continent",
    ),
    texts(
        "A country has its capital",
        lambda known, told: country(known) not in _CAPITALS or told == _CAPITALS[country(known)],
        known=r"country(?:_name)?",
        told=r"capital(?:_city)?",
    ),
    texts(
        "A country has its currency",
        lambda known, told: len(told) != 3 or _told(_CURRENCIES, known, told),
        known=r"country(?:_name)?",
        told=r"(?:local_)?currency(?:_code)?",
    ),  # letters of a code
    anything(
        "A point lies in its country",
        _inside,
        latitude=_LATITUDE,
        longitude=_LONGITUDE,
        land=r"(?P<stem>(?:\w+_)?)country(?:_name)?",
    ),
    anything("A point lies near its city", _near, latitude=_LATITUDE, longitude=_LONGITUDE, city=_CITY),
    texts(
        "An airport serves its city",
        lambda city, code: city not in _AIRPORTS or len(code) != 3 or code in _AIRPORTS[city].split(),
        city=r"(?P<stem>origin|destination|departure|arrival)_city",
        code=r"(?P<stem>origin|destination|departure|arrival)(?:_airport|_code|_iata)*",
    ),  # letters of a code
    texts("A number is dialled in its country", _dialled, phone=r"phone(?:_number)?|mobile", land=r"country(?:_name)?"),
)
