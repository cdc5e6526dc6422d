"""Faker's methods that take arguments and have no vectorised form: what each argument may be."""

from typing import Annotated

import pyarrow.compute as pc

from generation.engine.errors import CheckError
from generation.engine.kinds import LONGEST_TEXT, Type, Value, integer, list_of, text
from generation.engine.providers import faker
from generation.engine.providers.arguments import Choices, Flag, Only, Whole, WordList, Words
from generation.engine.providers.elements import choose, random_elements, repeated
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Given, Source
from generation.engine.providers.vocabularies import choices, source
from generation.engine.randomness import Draw

_BYTES_A_WORD = 22  # that Faker's own words and the space after them take, in any locale
_BYTES_A_CHARACTER = 4
_WORDS_A_SENTENCE = 6
MOST_WORDS, MOST_SENTENCES, MOST_TEXTS = 50, 10, 10

Count = Annotated[int, Whole(1, MOST_WORDS)]
Sentences = Annotated[int, Whole(1, MOST_SENTENCES)]
Vocabulary = Annotated[list[str] | None, WordList()]
Nothing = Annotated[None, Only((None,))]
Switch = Annotated[bool, Flag()]
Short = Annotated[str | None, Words(60)]


# --- words and sentences --------------------------------------------------------------------------------------------


def _sentence_bytes(words: int, own: list[str] | None) -> int:
    """Return the most bytes of a sentence of about so many words; Faker varies the number by two fifths."""
    a_word = max((len(word.encode()) + 1 for word in own), default=0) if own else _BYTES_A_WORD
    return (words * 7 // 5 + 1) * a_word + 1


def _paragraph_bytes(sentences: int, own: list[str] | None) -> int:
    return min(LONGEST_TEXT, (sentences * 7 // 5 + 1) * _sentence_bytes(_WORDS_A_SENTENCE, own))


def _vocabulary(locale: str, words: list[str] | None) -> Choices:
    if words is not None:
        return Choices(tuple(words))
    found = faker.implementation(locale, "word")
    return Choices(tuple(dict.fromkeys(choices(found[0].word_list).values))) if found else Choices(("lorem",))


@provides("fake.word")
def word(locale: str, part_of_speech: Nothing = None, ext_word_list: Vocabulary = None) -> Source:
    """Return a word of the locale's list, or of one's own."""
    del part_of_speech
    return choose(_vocabulary(locale, ext_word_list))


@provides("fake.words")
def words(
    locale: str, nb: Count = 3, ext_word_list: Vocabulary = None, part_of_speech: Nothing = None, unique: Switch = False
) -> Source:
    """Return a list of `nb` words."""
    del part_of_speech
    return random_elements(locale, _vocabulary(locale, ext_word_list), nb, unique)


@provides("fake.sentence")
def sentence(
    locale: str, nb_words: Count = 6, variable_nb_words: Switch = True, ext_word_list: Vocabulary = None
) -> Source:
    """Return a sentence of about `nb_words` words."""
    of = text(_sentence_bytes(nb_words, ext_word_list))
    varied = {"nb_words": nb_words, "variable_nb_words": variable_nb_words}
    return faker.per_row(locale, "sentence", of, **varied, ext_word_list=ext_word_list)


@provides("fake.paragraph")
def paragraph(
    locale: str, nb_sentences: Sentences = 3, variable_nb_sentences: Switch = True, ext_word_list: Vocabulary = None
) -> Source:
    """Return a paragraph of about `nb_sentences` sentences."""
    of = text(_paragraph_bytes(nb_sentences, ext_word_list))
    varied = {"nb_sentences": nb_sentences, "variable_nb_sentences": variable_nb_sentences}
    return faker.per_row(locale, "paragraph", of, **varied, ext_word_list=ext_word_list)


@provides("fake.text")
def text_of(locale: str, max_nb_chars: Annotated[int, Whole(20, 1000)] = 200, ext_word_list: Nothing = None) -> Source:
    """Return sentences of at most `max_nb_chars` characters together; Faker never ends with words that do not fit."""
    del ext_word_list
    of = text(max_nb_chars * _BYTES_A_CHARACTER)
    return faker.per_row(locale, "text", of, max_nb_chars=max_nb_chars)


@provides("fake.sentences")
def sentences(locale: str, nb: Sentences = 3, ext_word_list: Vocabulary = None) -> Source:
    """Return a list of `nb` sentences."""
    return repeated(sentence(locale, ext_word_list=ext_word_list), nb)


@provides("fake.paragraphs")
def paragraphs(locale: str, nb: Sentences = 3, ext_word_list: Vocabulary = None) -> Source:
    """Return a list of `nb` paragraphs."""
    return repeated(paragraph(locale, ext_word_list=ext_word_list), nb)


@provides("fake.texts")
def texts(
    locale: str,
    nb_texts: Annotated[int, Whole(1, MOST_TEXTS)] = 3,
    max_nb_chars: Annotated[int, Whole(20, 1000)] = 200,
    ext_word_list: Nothing = None,
) -> Source:
    """Return a list of `nb_texts` texts."""
    return repeated(text_of(locale, max_nb_chars, ext_word_list), nb_texts)


# --- codes, files, places, people -----------------------------------------------------------------------------------


@provides("fake.country_code")
def country_code(locale: str, representation: Annotated[str, Only(("alpha-2", "alpha-3"))] = "alpha-2") -> Source:
    """Return a country's ISO code of two or three letters."""
    found = faker.implementation(locale, "country_code")
    attribute = "alpha_2_country_codes" if representation == "alpha-2" else "alpha_3_country_codes"
    return choose(choices(getattr(found[0], attribute))) if found else choose(Choices(("US",)))


@provides("fake.state_abbr")
def state_abbr(
    locale: str, include_territories: Switch = True, include_freely_associated_states: Switch = True
) -> Source:
    """Return a state's abbreviation; the two switches are for the United States."""
    switches = {
        "include_territories": include_territories,
        "include_freely_associated_states": include_freely_associated_states,
    }
    if not all(switches.values()) and locale != "en_US":
        raise CheckError(f"fake.state_abbr has no switches in {locale}")
    return faker.per_row(locale, "state_abbr", text(16), **(switches if locale == "en_US" else {}))


_SEPARATOR = Annotated[str, Words(3)]


@provides("fake.isbn10")
def isbn10(locale: str, separator: _SEPARATOR = "-") -> Source:
    """Return an ISBN of ten digits."""
    return faker.per_row(locale, "isbn10", text(30), separator=separator)


@provides("fake.isbn13")
def isbn13(locale: str, separator: _SEPARATOR = "-") -> Source:
    """Return an ISBN of thirteen digits."""
    return faker.per_row(locale, "isbn13", text(40), separator=separator)


@provides("fake.ean")
def ean(locale: str, length: Annotated[int, Only((8, 13))] = 13) -> Source:
    """Return an article number of 8 or 13 digits."""
    return faker.per_row(locale, "ean", text(13), length=length)


@provides("fake.swift")
def swift(locale: str, length: Annotated[int | None, Only((8, 11))] = None, primary: Switch = False) -> Source:
    """Return a bank's SWIFT code."""
    return faker.per_row(locale, "swift", text(11), length=length, primary=primary)


_CATEGORY = Annotated[str | None, Only(("audio", "image", "office", "text", "video"))]


@provides("fake.file_name")
def file_name(locale: str, category: _CATEGORY = None, extension: Short = None) -> Source:
    """Return the name of a file."""
    return faker.per_row(locale, "file_name", text(200), category=category, extension=extension)


@provides("fake.file_extension")
def file_extension(locale: str, category: _CATEGORY = None) -> Source:
    """Return the extension of a file's name."""
    return faker.per_row(locale, "file_extension", text(16), category=category)


@provides("fake.file_path")
def file_path(
    locale: str, depth: Annotated[int, Whole(0, 10)] = 1, category: _CATEGORY = None, extension: Short = None
) -> Source:
    """Return the path of a file, `depth` folders deep."""
    return faker.per_row(locale, "file_path", text(600), depth=depth, category=category, extension=extension)


_CARD = Annotated[
    str | None,
    Only(
        (
            "amex",
            "diners",
            "discover",
            "jcb",
            "jcb15",
            "jcb16",
            "maestro",
            "mastercard",
            "visa",
            "visa13",
            "visa16",
            "visa19",
        )
    ),
]


@provides("fake.credit_card_number")
def credit_card_number(locale: str, card_type: _CARD = None) -> Source:
    """Return the number of a credit card, whose check digit is right."""
    return faker.per_row(locale, "credit_card_number", text(19), card_type=card_type)


@provides("fake.credit_card_provider")
def credit_card_provider(locale: str, card_type: _CARD = None) -> Source:
    """Return the name of a credit card's brand."""
    return faker.per_row(locale, "credit_card_provider", text(40), card_type=card_type)


@provides("fake.credit_card_security_code")
def credit_card_security_code(locale: str, card_type: _CARD = None) -> Source:
    """Return the security code of a credit card."""
    return faker.per_row(locale, "credit_card_security_code", text(4), card_type=card_type)


@provides("fake.ssn")
def ssn(
    locale: str,
    taxpayer_identification_number_type: Annotated[str | None, Only(("SSN", "EIN", "ITIN", "INVALID_SSN"))] = None,
) -> Source:
    """Return a social security number; which kind can be chosen in en_US."""
    kind = taxpayer_identification_number_type
    arguments = {"taxpayer_identification_number_type": kind} if kind and locale == "en_US" else {}
    return faker.per_row(locale, "ssn", text(32), **arguments)


_SIMPLE_PROFILE = ("username", "name", "sex", "address", "mail", "birthdate")
_PROFILE = (
    "job", "company", "ssn", "residence", "blood_group", "username", "name", "sex", "address", "mail", "birthdate"
)  # fmt: skip
_BLOOD_GROUPS = ("A+", "A-", "B+", "B-", "AB+", "AB-", "O+", "O-")
_METHODS = {"username": "user_name", "residence": "address", "mail": "free_email", "birthdate": "date_of_birth"}


@provides("fake.simple_profile")
def simple_profile(locale: str, sex: Annotated[str | None, Only(("M", "F"))] = None) -> Source:
    """Return a person as a record: username, name, sex, address, mail and birthdate."""
    return _person(locale, _SIMPLE_PROFILE, sex)


@provides("fake.profile")
def profile(locale: str, fields: Vocabulary = None, sex: Annotated[str | None, Only(("M", "F"))] = None) -> Source:
    """Return a person as a record of these fields."""
    names = tuple(fields or _PROFILE)
    if unknown := next((name for name in names if name not in _PROFILE), None):
        raise CheckError(f"fields of fake.profile has no {unknown!r}", hint=f"it has {', '.join(_PROFILE)}")
    return _person(locale, names, sex)


def _person(locale: str, names: tuple[str, ...], sex: str | None) -> Source:
    """Return a record whose name fits its sex."""
    sexes = choose(Choices(("M", "F") if sex is None else (sex,)))
    male, female = source(locale, "name_male"), source(locale, "name_female")
    others = {name: _field(locale, name) for name in names if name not in {"sex", "name"}}

    def draw_person(draw: Draw, given: Given) -> Value:
        drawn = sexes.draw(draw.at("sex"), given)
        made = {name: other.draw(draw.at(name), given) for name, other in others.items()}
        if "name" in names:
            made["name"] = _by_sex(drawn, male.draw(draw.at("male"), given), female.draw(draw.at("female"), given))
        return tuple((made | {"sex": drawn})[name] for name in names)

    types: dict[str, Type] = {name: other.type for name, other in others.items()}
    types |= {"sex": sexes.type, "name": text(max(male.type.longest, female.type.longest))}
    calls = sum(other.calls for other in others.values()) + male.calls + female.calls
    return Source(list_of([types[name] for name in names], names), draw_person, calls=calls)


def _field(locale: str, name: str) -> Source:
    return choose(Choices(_BLOOD_GROUPS)) if name == "blood_group" else source(locale, _METHODS.get(name, name))


def _by_sex(sexes: Value, male: Value, female: Value) -> Value:
    return pc.if_else(pc.equal(sexes, "M"), male, female)


@provides("fake.currency_symbol")
def currency_symbol(locale: str, code: Annotated[str | None, Words(3, shortest=3)] = None) -> Source:
    """Return the sign of a currency."""
    return faker.per_row(locale, "currency_symbol", text(16), code=code)


@provides("fake.http_status_code")
def http_status_code(locale: str, include_unassigned: Switch = False) -> Source:
    """Return an HTTP status; only those that have a meaning unless told otherwise."""
    return faker.per_row(locale, "http_status_code", integer(100, 599), include_unassigned=include_unassigned)


@provides("fake.postcode_in_state", "fake.zipcode_in_state", "fake.postalcode_in_state")
def postcode_in_state(locale: str, state_abbr: Annotated[str | None, Words(2, shortest=2)] = None) -> Source:
    """Return a postcode of a state of the United States."""
    found = faker.implementation(locale, "postcode_in_state")
    if found is None or (state_abbr is not None and state_abbr not in found[0].states_postcode):
        raise CheckError(f"there is no state {state_abbr!r} in {locale}", hint="for example 'CA' in en_US")
    return faker.per_row(locale, "postcode_in_state", text(5), state_abbr=state_abbr)
