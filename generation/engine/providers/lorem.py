"""Words, sentences, paragraphs and texts."""

from typing import Annotated

from generation.engine.kinds import LONGEST_TEXT, text
from generation.engine.providers import faker
from generation.engine.providers.arguments import Choices, Flag, Only, Whole, WordList
from generation.engine.providers.elements import choose, random_elements, repeated
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Source
from generation.engine.providers.vocabularies import choices

_BYTES_A_WORD = 22  # that Faker's own words and the space after them take, in any locale
_BYTES_A_CHARACTER = 4
_WORDS_A_SENTENCE = 6
MOST_WORDS, MOST_SENTENCES, MOST_TEXTS = 50, 10, 10

Count = Annotated[int, Whole(1, MOST_WORDS)]
Sentences = Annotated[int, Whole(1, MOST_SENTENCES)]
Vocabulary = Annotated[list[str] | None, WordList()]
Nothing = Annotated[None, Only((None,))]
Switch = Annotated[bool, Flag()]


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
