"""Words, sentences, paragraphs, texts and catch phrases."""

from collections.abc import Callable
from functools import cache
from itertools import product
from typing import Annotated, Any

from generation.engine.errors import CheckError
from generation.engine.providers import faker, methods
from generation.engine.providers.arguments import Choices, Flag, Only, Whole, WordList
from generation.engine.providers.elements import choose, random_elements, repeated
from generation.engine.providers.prose import (
    Around,
    Endings,
    Lexicon,
    Limit,
    Prose,
    texts_source,
    unit_source,
)
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Operand, Source, bounds

MOST_WORDS, MOST_SENTENCES, MOST_TEXTS, MOST_CHARACTERS = 200, 50, 20, 4000
_MOST_LISTED, _LONGEST_LIST = 50, 1 << 14  # bytes
_WORDS_A_SENTENCE, _SENTENCES_A_PARAGRAPH = 6, 3
_FEW, _MANY = 25, 100  # characters, from which on a text is made of sentences, and of paragraphs
_CHECKED_PHRASES = ("{{catch_phrase_noun}} {{catch_phrase_verb}} {{catch_phrase_attribute}}",)
_ONE = Around(1, varied=False)

Count = Annotated[Any, Whole(1, MOST_WORDS, by_row=True)]
Sentences = Annotated[Any, Whole(1, MOST_SENTENCES, by_row=True)]
Listed = Annotated[int, Whole(1, _MOST_LISTED)]
Texts = Annotated[int, Whole(1, MOST_TEXTS)]
Characters = Annotated[int, Whole(5, MOST_CHARACTERS)]
Vocabulary = Annotated[list[str] | None, WordList()]
Nothing = Annotated[None, Only((None,))]
Switch = Annotated[bool, Flag()]


def _listed(locale: str, own: list[str] | None) -> tuple[str, ...]:
    """Return the words to choose from; Faker's lists have some more than once."""
    found = faker.implementation(locale, "word")
    return tuple(own or (found[0].word_list if found else ("lorem",)))


def _marks(locale: str) -> tuple[str, str]:
    """Return what stands between a locale's words, and after its sentences."""
    found = faker.implementation(locale, "sentence")
    return (found[0].word_connector, found[0].sentence_punctuation) if found else (" ", ".")


def _words_in_a_row(words: tuple[str, ...], connector: str, punctuation: str) -> Lexicon:
    endings = Endings(connector, connector, connector, punctuation)
    return Lexicon(words, lambda word: word[:1].upper() + word[1:], endings)


def _sentences(words: tuple[str, ...], connector: str, punctuation: str) -> Lexicon:
    after = punctuation + connector
    return Lexicon(words, str.title, Endings(connector, after, after, punctuation))


def _paragraphs(words: tuple[str, ...], connector: str, punctuation: str) -> Lexicon:
    return Lexicon(words, str.title, Endings(connector, punctuation + connector, f"{punctuation}\n", punctuation))


Make = Callable[[tuple[str, ...], str, str], Lexicon]


def _lexicon(make: Make, locale: str, own: list[str] | None) -> Lexicon:
    return _locale_lexicon(make, locale) if own is None else make(tuple(own), *_marks(locale))


@cache
def _locale_lexicon(make: Make, locale: str) -> Lexicon:
    return make(_listed(locale, None), *_marks(locale))


def _bounded(count: int | Operand, most: int) -> int | Operand:
    """Return a count. Raises CheckError for one by row that may lie outside 1 to `most`."""
    low, high = bounds(count)
    if low is None or high is None or not 1 <= low <= high <= most:
        raise CheckError(f"a number of words or sentences that differs by row lies between 1 and {most}")
    return count


@provides("fake.word")
def word(locale: str, part_of_speech: Nothing = None, ext_word_list: Vocabulary = None) -> Source:
    """Return a word of the locale's list, or of one's own."""
    del part_of_speech
    return choose(Choices(_listed(locale, ext_word_list)))


@provides("fake.words")
def words(
    locale: str,
    nb: Listed = 3,
    ext_word_list: Vocabulary = None,
    part_of_speech: Nothing = None,
    unique: Switch = False,
) -> Source:
    """Return a list of `nb` words."""
    del part_of_speech
    return random_elements(locale, Choices(_listed(locale, ext_word_list)), nb, unique)


@provides("fake.sentence")
def sentence(
    locale: str,
    nb_words: Count = _WORDS_A_SENTENCE,
    variable_nb_words: Switch = True,
    ext_word_list: Vocabulary = None,
) -> Source:
    """Return a sentence of about `nb_words` words."""
    numbers = Around(_bounded(nb_words, MOST_WORDS), variable_nb_words)
    return unit_source(Prose(_lexicon(_sentences, locale, ext_word_list), _ONE, numbers))


@provides("fake.paragraph")
def paragraph(
    locale: str,
    nb_sentences: Sentences = _SENTENCES_A_PARAGRAPH,
    variable_nb_sentences: Switch = True,
    ext_word_list: Vocabulary = None,
) -> Source:
    """Return a paragraph of about `nb_sentences` sentences."""
    numbers = Around(_bounded(nb_sentences, MOST_SENTENCES), variable_nb_sentences)
    lexicon = _lexicon(_sentences, locale, ext_word_list)
    return unit_source(Prose(lexicon, numbers, Around(_WORDS_A_SENTENCE)))


@provides("fake.text")
def text_of(locale: str, max_nb_chars: Characters = 200, ext_word_list: Vocabulary = None) -> Source:
    """Return words, sentences or paragraphs of at most `max_nb_chars` characters together."""
    connector, _ = _marks(locale)
    varied = Around(_WORDS_A_SENTENCE)
    if max_nb_chars < _FEW:
        prose = Prose(_lexicon(_words_in_a_row, locale, ext_word_list), _ONE, _ONE, capitalised=False)
        return texts_source(prose, Limit(max_nb_chars, len(connector)))
    if max_nb_chars < _MANY:
        prose = Prose(_lexicon(_sentences, locale, ext_word_list), _ONE, varied)
        return texts_source(prose, Limit(max_nb_chars, len(connector)))
    several = Around(_SENTENCES_A_PARAGRAPH)
    return texts_source(Prose(_lexicon(_paragraphs, locale, ext_word_list), several, varied), Limit(max_nb_chars, 1))


@provides("fake.sentences")
def sentences(locale: str, nb: Listed = 3, ext_word_list: Vocabulary = None) -> Source:
    """Return a list of `nb` sentences."""
    return _several(sentence(locale, ext_word_list=ext_word_list), nb)


@provides("fake.paragraphs")
def paragraphs(locale: str, nb: Listed = 3, ext_word_list: Vocabulary = None) -> Source:
    """Return a list of `nb` paragraphs."""
    return _several(paragraph(locale, ext_word_list=ext_word_list), nb)


@provides("fake.texts")
def texts(locale: str, nb_texts: Texts = 3, max_nb_chars: Characters = 200, ext_word_list: Vocabulary = None) -> Source:
    """Return a list of `nb_texts` texts."""
    return _several(text_of(locale, max_nb_chars, ext_word_list), nb_texts)


def _several(source: Source, count: int) -> Source:
    """Return a list of texts. Raises CheckError for one that takes too much memory while a batch is made."""
    longest = count * source.type.longest
    if longest > _LONGEST_LIST:
        raise CheckError(f"the texts can get {longest} bytes long together, {_LONGEST_LIST} are allowed")
    return repeated(source, count)


@provides("fake.catch_phrase")
def catch_phrase(locale: str) -> Source:
    """Return a company's catch phrase."""
    return methods.read(locale, "catch_phrase") or _checked_phrase(locale) or faker.plain(locale, "catch_phrase")


def _checked_phrase(locale: str) -> Source | None:
    """Return one of the phrases that Faker's own check lets pass, which draws again until one does, as in French."""
    found = faker.implementation(locale, "catch_phrase")
    if found is None or getattr(found[0], "catch_phrase_formats", None) != _CHECKED_PHRASES:
        return None
    provider, _ = found
    listed = product(provider.nouns, provider.verbs, provider.attributes)
    phrases = (text[0].upper() + text[1:] for text in map(" ".join, listed))
    return choose(Choices(tuple(filter(provider._is_catch_phrase_valid, phrases))))  # noqa: SLF001  # Faker's own rule
