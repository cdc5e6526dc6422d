from itertools import product

import pytest

from generation.engine.providers.grammar import Filled, Mixture, Sequence, Text, Words, literal
from generation.engine.providers.reader.outcomes import NotUnderstood
from generation.engine.providers.reader.rewriting import before, parsed, substituted, written

FIRST, LAST = Words(("Ann", "Bob")), Words(("Lee", "Ray Kim"))


def texts(of: Text) -> set[str]:
    """Return all that a text may be."""
    match of:
        case Words(values=values):
            return set(values)
        case Filled(patterns=patterns, marks=marks):
            filled = (product(*(marks.get(c, c) for c in value)) for value in patterns.values)
            return {"".join(characters) for value in filled for characters in value}
        case Sequence(parts=parts):
            return set(map("".join, product(*map(texts, parts))))
        case Mixture(options=options):
            return set().union(*map(texts, options))
    raise AssertionError(of)


def test_tokens_are_replaced_by_their_texts() -> None:
    made = parsed(Words(("{{first}} {{last}}", "Dr. {{ last }}")), {"first": FIRST, "last": LAST}.__getitem__)
    assert texts(made) == {"Ann Lee", "Ann Ray Kim", "Bob Lee", "Bob Ray Kim", "Dr. Lee", "Dr. Ray Kim"}


def test_a_token_with_arguments_is_not_understood() -> None:
    with pytest.raises(NotUnderstood):
        parsed(literal("{{number:small}}"), lambda _name: FIRST)


def test_marks_are_replaced_by_one_of_their_characters_each() -> None:
    made = substituted(substituted(Words(("#-?", "x")), "#", Words(tuple("01"))), "?", Words(tuple("ab")))
    assert texts(made) == {"0-a", "0-b", "1-a", "1-b", "x"}


def test_marks_may_stand_for_nothing_or_for_letters_beyond_ascii() -> None:
    assert texts(substituted(literal("a!"), "!", Words(("", "é")))) == {"a", "aé"}


def test_what_stands_before_a_separator_may_lie_in_any_part() -> None:
    made = before(Sequence((LAST, literal("-"), LAST)), " ")
    assert texts(made) == {"Ray", "Lee-Lee", "Lee-Ray"}


@pytest.mark.parametrize(("numbers", "width"), [(range(7, 134), 3), (range(1000), 1), (range(95, 101), 5)])
def test_numbers_are_written_as_often_as_there_are_of_them(numbers: range, width: int) -> None:
    made = written(numbers, width)
    assert isinstance(made, Filled)
    assert texts(made) == {f"{number:0{width}d}" for number in numbers}
    weights = made.patterns.weights or (1.0,) * len(made.patterns.values)
    counted = [10.0 ** pattern.count("#") for pattern in made.patterns.values]
    assert [weight / sum(weights) for weight in weights] == [count / sum(counted) for count in counted]
