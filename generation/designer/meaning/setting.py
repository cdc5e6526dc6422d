"""What a row is about, in which field of life, and in which country."""

import re

from generation.designer.catalog import Domain, Setting, Subject
from generation.designer.meaning.lexicon import Lexicon
from generation.designer.reading import Wish, any_of, is_common, key, languages, singular, word_set, words
from generation.engine import DEFAULT_LOCALE

_HEADING_WEIGHT = 3  # how much more a word counts in the heading than in the list
_LONGEST_PHRASE = 4  # words
_SHORTEST_COUNTRY = 3  # "us" is a pronoun too
_FAR_ENOUGH = 1500  # characters

# what everybody has: "gym members" are of a gym, and a "pet shop" has pets
_GENERAL = word_set(
    "app user customer client member person people visitor guest item event ticket company shop store website sale"
    " retail transaction purchase order record device machine image message review survey production tracking task"
    " project position supplier issue incident experiment booking reservation appointment visit inspection loan"
)

_PREPOSITION = re.compile(
    rf"\b{any_of('with, of, for, from, in, by, about, including, on, over, at, who, that, working, through, to')}\b",
    re.IGNORECASE,
)
_IN_LANGUAGE = re.compile(rf"\bin {any_of('english, french, german, spanish, italian, japanese')}\b", re.IGNORECASE)
_ABBREVIATIONS = {"US": "en_US", "USA": "en_US", "UK": "en_GB"}


def find_setting(wish: Wish, lexicon: Lexicon, locale: str | None) -> Setting:
    """Find the setting of a wish; the locale that was asked for goes before the one that the text speaks of."""
    subject = _find_subject(wish, lexicon)
    domain = _find_domain(wish, lexicon, subject)
    countries = () if locale else _find_countries(wish, lexicon)
    stated = locale or (None if countries else _find_locale(wish, lexicon) or _locale_of_language(wish))
    return Setting(
        domain=domain.name,
        subject=subject.name if subject else domain.subject,
        locale=stated or DEFAULT_LOCALE,
        stated=stated is not None,
        countries=countries,
    )


def noun_part(heading: str) -> str:
    """Return what stands before the first preposition: "patient records" of "patient records of a hospital"."""
    return _PREPOSITION.split(heading)[0]


def is_about_something(heading: str, lexicon: Lexicon) -> bool:
    """Tell whether the noun of a heading says more than "people" or "orders" do."""
    return any(phrase in lexicon.subjects and phrase not in _GENERAL for _, phrase in phrases(key(noun_part(heading))))


def head_noun(heading: str) -> str:
    """Return what a heading is about: "volcano" of "some data about volcanoes", "pattern" of "knitting patterns"."""
    for part in _PREPOSITION.split(heading):
        nouns = [word for word in words(part) if word.isalpha() and not is_common(word)]
        if nouns:
            return singular(nouns[-1])
    return ""


def _find_subject(wish: Wish, lexicon: Lexicon) -> Subject | None:
    """Look in the noun of the heading, then in all of it, then in the first key, then anywhere near the start."""
    first_key = next((column.key.removesuffix(" id") for column in wish.columns if column.key.endswith(" id")), "")
    noun = _subject_in(noun_part(wish.heading), lexicon)
    if noun and noun not in _GENERAL:
        return lexicon.subjects[noun]
    heading = _subject_in(wish.heading, lexicon)
    if heading and heading not in _GENERAL:
        return lexicon.subjects[heading]
    elsewhere = (_subject_in(text, lexicon) for text in (first_key, wish.text[:_FAR_ENOUGH]))
    found = next((phrase for phrase in (noun, heading, *elsewhere) if phrase), None)
    return lexicon.subjects[found] if found else None


def _subject_in(text: str, lexicon: Lexicon) -> str:
    """Return the phrase that says most of what a text is about, of several the last; "data" says nothing."""
    found = [
        (phrase not in _GENERAL, sum(not is_common(word) for word in phrase.split()), phrase.count(" "), place, phrase)
        for place, phrase in phrases(key(text))
        if phrase in lexicon.subjects
    ]
    return max(found, default=("",))[-1]


def _find_domain(wish: Wish, lexicon: Lexicon, subject: Subject | None) -> Domain:
    score: dict[str, int] = {}
    for weight, text in ((_HEADING_WEIGHT, wish.heading), (1, wish.text[:_FAR_ENOUGH])):
        for _, phrase in phrases(key(text)):
            for domain in lexicon.domains.get(phrase, ()):
                score[domain.name] = score.get(domain.name, 0) + weight * len(phrase.split())
    best = max(score, key=lambda name: score[name], default="generic")
    ours = not wish.columns  # then they are the subject's, which mean in its own domain what they are meant to
    own = subject is not None and (ours or subject.domain in score or score.get(best, 0) < _HEADING_WEIGHT)
    return lexicon.catalog.domains[subject.domain if subject and own else best]


def _find_locale(wish: Wish, lexicon: Lexicon) -> str | None:
    """Find a country or a nationality outside the list of columns; "in German" is a language."""
    return next(iter(_locales_of(_around(wish), lexicon)), None)


def _find_countries(wish: Wish, lexicon: Lexicon) -> tuple[str, ...]:
    """Find "Germany, France and Spain", or words such as "South American" that stand for several countries."""
    around = _around(wish)
    named = (lexicon.catalog.homes[locale] for locale in _locales_of(around, lexicon))
    homes = tuple(dict.fromkeys(named))
    mixes = [phrase for _, phrase in phrases(key(around)) if phrase in lexicon.catalog.mixes]
    mix = max(mixes, key=len, default="")
    if " " in mix or not homes:
        return lexicon.catalog.mixes.get(mix, ())
    return homes if len(homes) > 1 else ()


def _around(wish: Wish) -> str:
    """Return what is said beside the list of columns."""
    around = " ".join((wish.heading or wish.text, *(statement.text for statement in wish.statements)))
    return _IN_LANGUAGE.sub(" ", around)


def _locales_of(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    named = (lexicon.catalog.locales.get(word) for word in words(text) if len(word) >= _SHORTEST_COUNTRY)
    abbreviated = (_ABBREVIATIONS.get(word) for word in re.findall(r"\b[A-Z]{2,3}\b", text))
    return tuple(locale for locale in (*named, *abbreviated) if locale)


def _locale_of_language(wish: Wish) -> str | None:
    return languages()[wish.language].locale if wish.language in languages() else None


def phrases(text: str) -> list[tuple[int, str]]:
    """Return every run of one to four words of a key, with the place of its first word."""
    found = text.split()
    return [
        (start, " ".join(found[start : start + length]))
        for start in range(len(found))
        for length in range(1, min(_LONGEST_PHRASE, len(found) - start) + 1)
    ]
