"""What the designer has to say about its work, in words that a learner reads."""

import re

from generation.designer.catalog import Setting
from generation.designer.design import Origin
from generation.designer.meaning.choosing import Choice, enumerate_words
from generation.designer.meaning.lexicon import Lexicon
from generation.designer.reading import Wish, is_common, key, singular, words
from generation.engine import DEFAULT_LOCALE

_SHORTEST = 2
_DEMAND = re.compile(r"(?:based on|using|matching|following|according|inspired|depending)", re.IGNORECASE)


def assumptions(wish: Wish, setting: Setting, choices: tuple[Choice, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """Return the guesses made, each once."""
    said = [choice.guess for choice in choices if choice.guess]
    said += _about_tables(wish)
    said += _about_template(wish, setting, choices)
    said += _about_keys(choices)
    said += _about_locale(setting, lexicon)
    if wish.rows is not None:
        said.append(f"The sentence speaks of {wish.rows:,} rows; how many are made is asked for separately")
    return tuple(dict.fromkeys(said))


def _about_tables(wish: Wish) -> list[str]:
    if not wish.tables:
        return []
    return [f"The tables {enumerate_words(wish.tables)} became one, as if they were joined"]


def _about_template(wish: Wish, setting: Setting, choices: tuple[Choice, ...]) -> list[str]:
    added = tuple(choice.name for choice in choices if choice.origin is Origin.TEMPLATE)
    if not added:
        return []
    thing = setting.subject.replace("_", " ")
    if len(added) < len(choices):
        return [
            f"{enumerate_words(added)} {'was' if len(added) == 1 else 'were'} added, as is usual for {_article(thing)}"
        ]
    if setting.subject == "thing":
        return ["No columns and no known subject were named, so these are columns that fit almost anything"]
    return [f"No columns were named, so these are the usual ones of {_article(thing)}"] if not wish.columns else []


def _article(thing: str) -> str:
    return f"{'an' if thing[0] in 'aeio' else 'a'} {thing}"


def _about_keys(choices: tuple[Choice, ...]) -> list[str]:
    shared = tuple(choice.name for choice in choices if choice.concept.name == "other_key" and not choice.limits.unique)
    if len(choices) > 1 and shared and choices[0].name not in shared:
        return [f"{enumerate_words(shared)} may occur in several rows"]
    return []


def _about_locale(setting: Setting, lexicon: Lexicon) -> list[str]:
    if setting.countries:
        return [f"People and places are of {enumerate_words(setting.countries)}"]
    if not setting.stated or setting.locale == DEFAULT_LOCALE:
        return []
    word = next((word for word, locale in lexicon.catalog.locales.items() if locale == setting.locale), setting.locale)
    return [f"Names and places are {word.title()} ({setting.locale})"]


def leftovers(wish: Wish, unheeded: tuple[str, ...], understood: frozenset[str]) -> tuple[str, ...]:
    """Return what nothing was done with: items, sentences, demands in an explanation, and words of the heading."""
    demands = [
        f"{column.phrase}: {column.limits.about}" for column in wish.columns if _DEMAND.match(column.limits.about)
    ]
    aside = [text for text in (*wish.unread, *unheeded) if _strange(text, understood)]
    return tuple(dict.fromkeys(text[:200] for text in (*aside, *demands, *_strange(wish.heading, understood))))


def _strange(text: str, understood: frozenset[str]) -> list[str]:
    """Return the runs of words in a text that are neither common nor about what was chosen."""
    runs: list[list[str]] = [[]]
    for word in re.findall(r"[^\W_][^\s,;:.()]*", text):
        if all(_says_nothing(part) or singular(part) in understood for part in words(word)):
            runs.append([])
        else:
            runs[-1].append(word)
    return [" ".join(run) for run in runs if run]


def _says_nothing(word: str) -> bool:
    return is_common(word) or is_common(singular(word)) or word.isdigit() or len(word) < _SHORTEST


def understood_words(choices: tuple[Choice, ...], setting: Setting, lexicon: Lexicon) -> frozenset[str]:
    """Return the words of the description's heading that something was done with."""
    domain, subject = lexicon.catalog.domains[setting.domain], lexicon.catalog.subjects[setting.subject]
    said = [
        *domain.says,
        *subject.says,
        domain.name,
        *(word for word, locale in lexicon.catalog.locales.items() if locale == setting.locale),
        *(word for word, countries in lexicon.catalog.mixes.items() if countries == setting.countries),
        *setting.countries,
    ]
    said += [phrase for choice in choices for phrase in (choice.name, choice.phrase, *choice.concept.says)]
    said += [value for choice in choices for value in choice.limits.values]
    return frozenset(word for phrase in said for word in key(phrase).split())
