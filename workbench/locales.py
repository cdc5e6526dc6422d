"""What locales are called: a language, and the country where it is spoken so."""

from functools import lru_cache

from django.conf.locale import LANG_INFO
from django.utils.translation import get_language, gettext, gettext_lazy

from generation.engine import available_locales

_LANGUAGES_KEPT = 8
_SPECIAL = {"ar_AA": gettext_lazy("Arabic")}  # no country's own
_LANGUAGES = {  # that Django names otherwise, or not at all
    "am": gettext_lazy("Amharic"),
    "dk": gettext_lazy("Danish"),
    "el": gettext_lazy("Greek"),
    "fil": gettext_lazy("Filipino"),
    "gu": gettext_lazy("Gujarati"),
    "ha": gettext_lazy("Hausa"),
    "mt": gettext_lazy("Maltese"),
    "ng": gettext_lazy("Nigerian"),
    "no": gettext_lazy("Norwegian"),
    "or": gettext_lazy("Odia"),
    "si": gettext_lazy("Sinhala"),
    "tl": gettext_lazy("Tagalog"),
    "tw": gettext_lazy("Twi"),
    "yo": gettext_lazy("Yoruba"),
    "zh": gettext_lazy("Chinese"),
    "zu": gettext_lazy("Zulu"),
}
_COUNTRIES = {
    "AE": gettext_lazy("United Arab Emirates"),
    "AL": gettext_lazy("Albania"),
    "AM": gettext_lazy("Armenia"),
    "AR": gettext_lazy("Argentina"),
    "AT": gettext_lazy("Austria"),
    "AU": gettext_lazy("Australia"),
    "AZ": gettext_lazy("Azerbaijan"),
    "BA": gettext_lazy("Bosnia and Herzegovina"),
    "BD": gettext_lazy("Bangladesh"),
    "BE": gettext_lazy("Belgium"),
    "BG": gettext_lazy("Bulgaria"),
    "BH": gettext_lazy("Bahrain"),
    "BR": gettext_lazy("Brazil"),
    "CA": gettext_lazy("Canada"),
    "CH": gettext_lazy("Switzerland"),
    "CL": gettext_lazy("Chile"),
    "CN": gettext_lazy("China"),
    "CO": gettext_lazy("Colombia"),
    "CY": gettext_lazy("Cyprus"),
    "CZ": gettext_lazy("Czechia"),
    "DE": gettext_lazy("Germany"),
    "DK": gettext_lazy("Denmark"),
    "DZ": gettext_lazy("Algeria"),
    "EE": gettext_lazy("Estonia"),
    "EG": gettext_lazy("Egypt"),
    "ES": gettext_lazy("Spain"),
    "ET": gettext_lazy("Ethiopia"),
    "FI": gettext_lazy("Finland"),
    "FR": gettext_lazy("France"),
    "GB": gettext_lazy("United Kingdom"),
    "GE": gettext_lazy("Georgia"),
    "GH": gettext_lazy("Ghana"),
    "GR": gettext_lazy("Greece"),
    "HR": gettext_lazy("Croatia"),
    "HU": gettext_lazy("Hungary"),
    "ID": gettext_lazy("Indonesia"),
    "IE": gettext_lazy("Ireland"),
    "IL": gettext_lazy("Israel"),
    "IN": gettext_lazy("India"),
    "IR": gettext_lazy("Iran"),
    "IS": gettext_lazy("Iceland"),
    "IT": gettext_lazy("Italy"),
    "JO": gettext_lazy("Jordan"),
    "JP": gettext_lazy("Japan"),
    "KE": gettext_lazy("Kenya"),
    "KR": gettext_lazy("South Korea"),
    "LI": gettext_lazy("Liechtenstein"),
    "LK": gettext_lazy("Sri Lanka"),
    "LT": gettext_lazy("Lithuania"),
    "LU": gettext_lazy("Luxembourg"),
    "LV": gettext_lazy("Latvia"),
    "MK": gettext_lazy("North Macedonia"),
    "MS": gettext_lazy("Montserrat"),
    "MT": gettext_lazy("Malta"),
    "MX": gettext_lazy("Mexico"),
    "NG": gettext_lazy("Nigeria"),
    "NL": gettext_lazy("Netherlands"),
    "NO": gettext_lazy("Norway"),
    "NP": gettext_lazy("Nepal"),
    "NZ": gettext_lazy("New Zealand"),
    "PH": gettext_lazy("Philippines"),
    "PK": gettext_lazy("Pakistan"),
    "PL": gettext_lazy("Poland"),
    "PS": gettext_lazy("Palestine"),
    "PT": gettext_lazy("Portugal"),
    "RO": gettext_lazy("Romania"),
    "RU": gettext_lazy("Russia"),
    "SA": gettext_lazy("Saudi Arabia"),
    "SE": gettext_lazy("Sweden"),
    "SI": gettext_lazy("Slovenia"),
    "SK": gettext_lazy("Slovakia"),
    "TH": gettext_lazy("Thailand"),
    "TR": gettext_lazy("Türkiye"),
    "TW": gettext_lazy("Taiwan"),
    "UA": gettext_lazy("Ukraine"),
    "US": gettext_lazy("United States"),
    "UZ": gettext_lazy("Uzbekistan"),
    "VN": gettext_lazy("Vietnam"),
    "ZA": gettext_lazy("South Africa"),
}


def locale_name(locale: str) -> str:
    """Return what a locale is called in the reader's language, such as "German (Austria)", or its code."""
    language, _, country = locale.partition("_")
    if locale in _SPECIAL:
        return str(_SPECIAL[locale])
    if country not in _COUNTRIES or not (spoken := _language(language)):
        return locale
    return f"{spoken} ({_COUNTRIES[country]})"


def locale_choices() -> tuple[tuple[str, str], ...]:
    """Return all locales with their names, in the order of these; the code tells apart those of one name."""
    return _choices(get_language() or "")


@lru_cache(maxsize=_LANGUAGES_KEPT)
def _choices(_: str) -> tuple[tuple[str, str], ...]:
    """Return them in the language that is active, which the argument names for the cache."""
    named = {locale: locale_name(locale) for locale in available_locales()}
    names = list(named.values())
    told = ((code, name if names.count(name) == 1 else f"{name}, {code}") for code, name in named.items())
    return tuple(sorted(told, key=lambda choice: choice[1].casefold()))


def _language(code: str) -> str:
    """Return a language's name, which Django has translated, or nothing."""
    if code in _LANGUAGES:
        return str(_LANGUAGES[code])
    name = LANG_INFO.get(code, {}).get("name")
    return gettext(name) if name else ""
