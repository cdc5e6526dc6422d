"""Kinds of texts."""

import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from ipaddress import ip_address
from pkgutil import iter_modules

from faker.providers import lorem
from faker.providers.address.en_US import Provider as Places
from faker.providers.company.en_US import Provider as Companies

from eval.kinds.sample import Judge, Sample
from eval.phrases import word_set

_NAME_PART = r"(?:[^\W\d_]|[\u0900-\u0d7f\u0e00-\u0e7f.'\u2019·-])+"
_ONE_NAME = re.compile(rf"{_NAME_PART}(?: {_NAME_PART}){{0,3}}")
_FULL_NAME = re.compile(rf"{_NAME_PART}(?:,? {_NAME_PART}){{1,5}}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{{2,8}}")
_PLACE = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0900-\u0d7f\u0e00-\u0e7f .,'\u2019()/&-])*")
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", re.IGNORECASE)
_PHONE = re.compile(r"[+(]?[\d(][\d ().x/+-]{5,28}")
_FEWEST_DIGITS = 7
_URL = re.compile(
    r"(?:https?://|www\.)[\w.-]+\.[a-z]{2,}(?:[/:?#]\S*)?|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?|/\S*", re.IGNORECASE
)
_POSTAL_CODE = re.compile(r"(?=.*\d)[A-Z0-9][A-Z0-9 -]{2,9}")
_ID = re.compile(r"(?=.*\d)[A-Za-z0-9][\w.:#/-]{0,63}")
_CODE = re.compile(r"(?=.*\d)[\w#+*(][\w .:/+#*()'-]{0,63}|[^a-z]{1,16}|\w{1,3}|[a-z]{2}[-_][A-Z]{2}")
_USER_NAME = re.compile(r"@?\w[\w.-]{1,39}(?:#\d{4})?")
_ADDRESS = re.compile(r"(?=.*\d)(?=.*[^\W\d_]).{6,200}", re.DOTALL)
_ORGANISATION = re.compile(r"(?=.*[^\W\d_]).{2,100}")
_LABEL = re.compile(r"(?=.*[^\W_]).{1,80}|[^\w\s]{1,6}", re.DOTALL)
_JOB = re.compile(r"[^\W\d_](?:[^\W_]|[ .,'\u2019()/&+#-]){1,79}")
_DEPARTMENT = re.compile(r"[^\W\d_](?:[^\W_]|[ .,'\u2019()/&-]){1,59}")
_UUID = re.compile(r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", re.IGNORECASE)
_GENDERS = word_set(
    "male female m f man woman men women boy girl other non-binary nonbinary nb x u unknown diverse prefer_not_to_say"
    " trans transgender agender genderqueer genderfluid undisclosed unspecified masculino femenino männlich weiblich"
    " homme femme not_specified divers d masculine feminine prefer_not_to_answer neutered_male spayed_female non_binary"
    " intersex 0 1 2"
)
_OTHER_COUNTRIES = frozenset(
    [
        "USA",
        "US",
        "UK",
        "UAE",
        "United States",
        "United Kingdom",
        "South Korea",
        "North Korea",
        "Russia",
        "Vietnam",
        "Iran",
        "Syria",
        "Bolivia",
        "Venezuela",
        "Tanzania",
        "Taiwan",
        "Czechia",
        "Czech Republic",
        "Turkey",
        "Türkiye",
        "Moldova",
        "Laos",
        "Brunei",
        "Macedonia",
        "North Macedonia",
        "Slovakia",
        "Palestine",
        "Hong Kong",
        "Ivory Coast",
        "Côte d'Ivoire",
        "England",
        "Scotland",
        "Wales",
        "Northern Ireland",
        "Holland",
        "Great Britain",
        "West Germany",
        "Soviet Union",
        "Congo",
        "Democratic Republic of the Congo",
        "Republic of Ireland",
        "Serbia",
        "Montenegro",
        "Kosovo",
        "Eswatini",
        "Deutschland",
        "Österreich",
        "Schweiz",
        "España",
        "France",
        "Italia",
        "Brasil",
        "México",
        "日本",
        "Libya",
        "Cape Verde",
        "The Gambia",
        "Micronesia",
        "Kyrgyzstan",
        "United States of America",
        "Saint Lucia",
        "Trinidad and Tobago",
        "Bosnia and Herzegovina",
        "Antigua and Barbuda",
        "Macau",
        "Curaçao",
        "Vatican City",
    ]
)
_CURRENCY = re.compile(r"[A-Z]{3}")
_COUNTRY_CODE = re.compile(r"[A-Z]{2,3}")
_PLACEHOLDER = re.compile(r"(?:Type|Category|Option|Value|Label|Item|Kind) ?(?:[A-F]|\d)")
_RUNNING_NUMBER = re.compile(r"[A-Z]{1,6}[-_]?\d+")
_WORDS = re.compile("[\\w'\u2019/-]+")
_MOSTLY = 0.7
_MOST_CATEGORIES = 150
_ENOUGH_ROWS = 20
_MANY_WORDS = 25
_NEARLY_ALL = 0.9


@cache
def _random_words() -> tuple[frozenset[str], ...]:
    """Return the words that Faker draws, for each of its languages."""
    modules = [import_module(f"{lorem.__name__}.{found.name}") for found in iter_modules(lorem.__path__)]
    return tuple(frozenset(word.lower() for word in module.Provider.word_list) for module in modules)


@cache
def _catch_words() -> frozenset[str]:
    groups = (*Companies.catch_phrase_words, *Companies.bsWords)
    return frozenset(word.lower() for group in groups for phrase in group for word in phrase.split())


@cache
def _countries() -> frozenset[str]:
    return frozenset(Places.countries) | _OTHER_COUNTRIES


def is_made_up(sample: Sample) -> bool:
    """Tell whether nearly all values, of which there are many, are words that Faker draws for want of a meaning."""
    texts = sorted(value for value in sample.distinct if isinstance(value, str))
    if len(texts) < min(_MANY_WORDS, max(3, len(sample.values) // 4)):
        return False
    worded = [_WORDS.findall(text.lower()) for text in texts[:: len(texts) // _MANY_WORDS + 1]]
    return any(
        sum(bool(words) and vocabulary.issuperset(words) for words in worded) > _NEARLY_ALL * len(worded)
        for vocabulary in (*_random_words(), _catch_words())
    )


def meant_something(sample: Sample) -> bool:
    """Tell whether the values vary and are not made up of random words."""
    return sample.varies and not is_made_up(sample)


def is_varied(sample: Sample, least: int) -> bool:
    """Tell whether there are so many different values, or half as many as there are rows."""
    return len(sample.distinct) >= min(least, len(sample.values) / 2)


def is_text(sample: Sample) -> bool:
    """Texts have letters, vary, and are not made up of random words."""
    return sample.is_text and meant_something(sample) and any(any(map(str.isalpha, text)) for text in sample.distinct)


def is_label(sample: Sample) -> bool:
    """Categories are few, short, at least two, and not made up; small whole numbers and flags are some too.

    `Type A` is one only where the name says no more than that it is a type.
    """
    few = len(sample.distinct) <= min(_MOST_CATEGORIES, max(2, len(sample.values) / 2))
    if sample.is_whole or all(isinstance(value, bool) for value in sample.values):
        return sample.varies and len(sample.distinct) <= _ENOUGH_ROWS
    if sample.all_match(_PLACEHOLDER) and len(sample.name_words) > 1:
        return False
    return (few or len(sample.values) < _ENOUGH_ROWS) and meant_something(sample) and sample.all_match(_LABEL)


def is_title(sample: Sample) -> bool:
    """Titles and names of things: several, short enough, not made up."""
    return is_varied(sample, 8) and is_company(sample)


def _has_letters(sample: Sample) -> bool:
    return all(any(map(str.isalpha, value)) for value in sample.distinct)


def is_full_name(sample: Sample) -> bool:
    """Names of people have two words at least, of letters only, and many differ."""
    return sample.all_match(_FULL_NAME) and is_varied(sample, 10) and not is_made_up(sample) and _is_capital(sample)


def is_part_of_a_name(sample: Sample) -> bool:
    """First and last names are of letters only, mostly one word, and many differ."""
    single = sum(" " not in value for value in sample.values if isinstance(value, str))
    named = sample.all_match(_ONE_NAME) and single >= _MOSTLY * len(sample.values) and _is_capital(sample)
    return named and is_varied(sample, 10) and not is_made_up(sample)


def _is_capital(sample: Sample) -> bool:
    """Tell whether some letter of each value is not a small one; not all alphabets have capitals."""
    return all(text.lower() != text or text.upper() == text for text in sample.distinct)


def is_place(sample: Sample) -> bool:
    """Cities and states are words, without digits, with a capital letter."""
    return sample.all_match(_PLACE) and meant_something(sample) and _is_capital(sample)


def is_city(sample: Sample) -> bool:
    """Cities are places, and not countries."""
    return is_place(sample) and len(sample.distinct & _countries()) < len(sample.distinct) / 2


def is_country(sample: Sample) -> bool:
    """Countries stand in a list of them, or are codes of two or three letters; other alphabets are believed."""
    plain = [value for value in sample.distinct if str(value).isascii()]
    known = _countries()
    return sample.all_match(_PLACE) and all(value in known or _COUNTRY_CODE.fullmatch(value) for value in plain)


def is_job(sample: Sample) -> bool:
    """Jobs are a few words, several differ."""
    return sample.all_match(_JOB) and is_varied(sample, 4) and meant_something(sample)


def is_department(sample: Sample) -> bool:
    """Departments are few, of a word or some."""
    return is_label(sample) and sample.all_match(_DEPARTMENT)


def is_company(sample: Sample) -> bool:
    """Companies have a name with a capital letter."""
    named = sample.all_match(_ORGANISATION) and _has_letters(sample) and not sample.all_match(_RUNNING_NUMBER)
    return named and meant_something(sample)


def is_gender(sample: Sample) -> bool:
    """Genders stand in a list of how people write them."""
    return sample.varies and all(
        "_".join(str(value).lower().replace("-", " ").split()) in _GENDERS or str(value).lower() in _GENDERS
        for value in sample.distinct
    )


def is_id(sample: Sample) -> bool:
    """Keys are whole numbers or short texts with a digit and no blanks, many of which differ."""
    well_formed = (sample.is_whole and min(sample.values) >= 0) or sample.all_match(_ID)
    return well_formed and is_varied(sample, 20)


def is_code(sample: Sample) -> bool:
    """Codes are short, with a digit or a capital letter, or whole numbers. That of a currency may always be the same."""
    varies = sample.varies or sample.all_match(_CURRENCY)
    return varies and (sample.is_whole or (sample.all_match(_CODE) and not is_made_up(sample)))


def is_email(sample: Sample) -> bool:
    """E-mail addresses."""
    return sample.all_match(_EMAIL) and is_varied(sample, 10)


def is_phone(sample: Sample) -> bool:
    """Telephone numbers, of seven digits at least."""
    return sample.all_match(_PHONE) and all(sum(map(str.isdigit, value)) >= _FEWEST_DIGITS for value in sample.distinct)


def is_ip(sample: Sample) -> bool:
    """Addresses of the internet, of both versions."""
    return sample.is_text and all(map(_is_ip, sample.distinct))


def _is_ip(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _matches(pattern: re.Pattern[str], least: int = 2) -> Judge:
    return lambda sample: sample.all_match(pattern) and is_varied(sample, least) and not is_made_up(sample)


WORDS: Mapping[str, Judge] = {
    "id": is_id,
    "uuid": _matches(_UUID),
    "code": is_code,
    "full_name": is_full_name,
    "first_name": is_part_of_a_name,
    "last_name": is_part_of_a_name,
    "user_name": _matches(_USER_NAME, least=10),
    "job_title": is_job,
    "department": is_department,
    "company": is_company,
    "category": is_label,
    "gender": is_gender,
    "email": is_email,
    "phone": is_phone,
    "address": _matches(_ADDRESS, least=10),
    "city": is_city,
    "state": is_place,
    "country": is_country,
    "postal_code": _matches(_POSTAL_CODE, least=5),
    "title": is_title,
    "product_name": is_title,
    "text": is_text,
    "url": _matches(_URL),
    "ip": is_ip,
}
