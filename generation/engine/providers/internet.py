"""Addresses of the internet, of people, of sites and of pages: Faker's, with their arguments checked."""

from dataclasses import dataclass
from typing import Annotated, Any

import pyarrow as pa
import pyarrow.compute as pc
from faker.decode import unidecode
from faker.providers.internet import Provider as Internet
from faker.providers.internet.zh_CN import Provider as ChineseInternet
from faker.providers.lorem.en_US import Provider as AmericanWords

from generation.engine.kinds import LONGEST_TEXT, Kind, Type, Value, full, text
from generation.engine.providers import faker, methods
from generation.engine.providers.arguments import Flag, Whole, WordList, Words
from generation.engine.providers.composing import source_of
from generation.engine.providers.grammar import Other, Sequence, changed, characters, literal, text_of
from generation.engine.providers.grammar import Words as Texts
from generation.engine.providers.lorem import text_of as text_of_words
from generation.engine.providers.patterns import DIGITS
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Given, Operand, Source
from generation.engine.randomness import Draw

Domain = Annotated[str | None, Words(60)]
Schemes = Annotated[list[str] | None, WordList()]
Depth = Annotated[int | None, Whole(1, 10)]
Pixels = Annotated[int | None, Whole(1, 10_000)]

_SLUG_CHARACTERS = 20
_SPACES = r"\s\x0b\x1c-\x1f"  # of ASCII, as Python has them


def _read(locale: str, name: str, of: Type, **arguments: Any) -> Source:
    """Return the source of Faker's method with these arguments, row by row if its code is not understood."""
    return methods.read(locale, name, **arguments) or faker.per_row(locale, name, of, **arguments)


@provides("fake.email")
def email(locale: str, safe: Annotated[bool, Flag()] = True, domain: Domain = None) -> Source:
    """Return an e-mail address, at a reserved domain unless `safe` is off."""
    if not safe and not domain:
        formats = methods.choices(_lists(locale).email_formats)
        return methods.templates(locale, formats.values, formats.weights)
    return _read(locale, "email", text(200), domain=domain)


@provides("fake.ascii_email")
def ascii_email(locale: str) -> Source:
    """Return an e-mail address in ASCII."""
    return _in_ascii(locale, email(locale, safe=False))


@provides("fake.ascii_company_email")
def ascii_company_email(locale: str) -> Source:
    """Return an e-mail address at a company's domain, in ASCII."""
    return _in_ascii(locale, company_email(locale))


def _in_ascii(locale: str, addresses: Source) -> Source:
    replacements = dict(_lists(locale).replacements)

    def spelled(part: str) -> str:
        return part if part.isascii() else unidecode("".join(replacements.get(letter, letter) for letter in part))

    return source_of(changed(text_of(addresses), spelled))


def _lists(locale: str) -> Any:
    """Return the object on which Faker keeps a locale's formats of addresses."""
    found = faker.implementation(locale, "email")
    return found[0] if found else Internet


@provides("fake.company_email")
def company_email(locale: str) -> Source:
    """Return an e-mail address at a company's domain."""
    person, domain = (text_of(methods.source(locale, name)) for name in ("user_name", "domain_name"))
    return source_of(Sequence((person, literal("@"), domain)))


@provides("fake.url")
def url(locale: str, schemes: Schemes = None) -> Source:
    """Return the address of a site."""
    formats = methods.choices(_lists(locale).url_formats)
    site = text_of(methods.templates(locale, formats.values, formats.weights))
    return source_of(Sequence((Texts(tuple(schemes or ("http", "https"))), literal("://"), site)))


@provides("fake.uri")
def uri(locale: str, schemes: Schemes = None, deep: Depth = None) -> Source:
    """Return the address of a page."""
    page = (methods.source(locale, name) for name in ("uri_page", "uri_extension"))
    return source_of(Sequence(tuple(map(text_of, (url(locale, schemes), uri_path(locale, deep), *page)))))


@provides("fake.uri_path")
def uri_path(locale: str, deep: Depth = None) -> Source:
    """Return the path of a page, `deep` parts long."""
    return _read(locale, "uri_path", text(300), deep=deep)


@provides("fake.image_url")
def image_url(locale: str, width: Pixels = None, height: Pixels = None) -> Source:
    """Return the address of a picture; where it points to is Faker's choice."""
    return _read(locale, "image_url", text(100), width=width, height=height)


@provides("fake.domain_name")
def domain_name(locale: str, levels: Annotated[int, Whole(1, 5)] = 1) -> Source:
    """Return a domain with so many levels below the top one."""
    found = faker.implementation(locale, "domain_name")
    if found is None or levels > 1 or found[1] is not ChineseInternet.domain_name:
        return _read(locale, "domain_name", text(300), levels=levels)
    word, top = (methods.source(locale, name) for name in ("domain_word", "tld"))
    free = _apart_from(word, pa.array(ChineseInternet.second_level_domains))
    return source_of(Sequence((Other(free), literal("."), text_of(top))))


def _apart_from(words: Source, taken: pa.Array) -> Source:
    """Return the source that draws a word again until it is none of these."""

    def draw_words(draw: Draw, given: Given) -> pa.Array:
        drawn, attempt = full(words.draw(draw, given), draw.rows), 0
        while (again := pc.is_in(drawn, taken)).true_count:
            attempt += 1
            drawn = pc.if_else(again, words.draw(draw.at(attempt), given), drawn)
        return drawn

    return Source(words.type, draw_words, calls=words.calls)


@provides("fake.hostname")
def hostname(locale: str, levels: Annotated[int, Whole(0, 5)] = 1) -> Source:
    """Return a host in a domain with so many levels."""
    prefixes = methods.choices(_lists(locale).hostname_prefixes)
    digit = characters(DIGITS)
    host = (Texts(prefixes.values, prefixes.weights), literal("-"), digit, digit)
    domain = (literal("."), text_of(domain_name(locale, levels))) if levels else ()
    return source_of(Sequence((*host, *domain)))


@dataclass(frozen=True, slots=True)
class _AnyText:
    """A text, also one that differs from row to row."""

    def read(self, value: Any) -> Any:
        """Let a column of texts pass."""
        if isinstance(value, Operand) and value.type.kind is Kind.TEXT:
            return value
        return Words(LONGEST_TEXT).read(value)


@provides("fake.slug")
def slug(locale: str, value: Annotated[Any, _AnyText()] | None = None) -> Source:
    """Return a text as it may stand in an address: lower case letters and digits of ASCII, and hyphens."""
    if value is None:
        return _slug_of_words(locale)
    longest = value.type.longest if isinstance(value, Operand) else len(value.encode())
    return Source(text(longest), lambda _draw, given: _slugged(given(value)))


def _slugged(texts: Value) -> Value:
    """Return Django's slugs: what is no letter, digit or hyphen vanishes, spaces and hyphens become one hyphen."""
    plain = pc.replace_substring_regex(pc.utf8_normalize(texts, "NFKD"), rf"[^\w{_SPACES}-]", "")
    return pc.replace_substring_regex(pc.ascii_lower(pc.ascii_trim_whitespace(plain)), rf"[{_SPACES}-]+", "-")


def _slug_of_words(locale: str) -> Source:
    """Return up to 20 characters of English words, in every locale; only what stands between them is the locale's."""
    words = text_of_words(locale, _SLUG_CHARACTERS, list(AmericanWords.word_list))
    found = faker.implementation(locale, "sentence")
    end = found[0].sentence_punctuation if found else "."

    def draw_slugs(draw: Draw, given: Given) -> Value:
        return pc.ascii_lower(pc.replace_substring(pc.utf8_rtrim(words.draw(draw, given), end), " ", "-"))

    return Source(words.type, draw_slugs, calls=words.calls)
