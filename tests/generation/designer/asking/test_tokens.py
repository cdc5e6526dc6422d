from hypothesis import given
from hypothesis import strategies as st

from generation.designer.asking.tokens import as_many_as_fit, count_tokens, shortened


def test_words_of_people_are_counted_generously() -> None:
    assert count_tokens("Customers older than 65 years, with their names") == 11


def test_scripts_of_many_signs_and_emoji_cost_more_a_sign() -> None:
    assert [count_tokens(text) for text in ("é", "ж", "患", "ह", "🙂")] == [1, 1, 2, 2, 3]


def test_a_short_text_is_left_as_it_is() -> None:
    assert shortened("a short  text \n", 100) == "a short  text \n"


def test_a_long_text_ends_with_a_whole_word() -> None:
    assert shortened("names and prices of products", 3) == "names and prices"


def test_a_text_without_spaces_is_cut_where_the_room_ends() -> None:
    assert shortened("患者患者患者", 7) == "患者患"


@given(st.text(), st.integers(0, 60))
def test_a_shortened_text_is_a_beginning_that_fits(text: str, tokens: int) -> None:
    found = shortened(text, tokens)
    assert text.startswith(found)
    assert count_tokens(found) <= tokens


def test_whole_texts_are_taken_while_there_is_room() -> None:
    assert list(as_many_as_fit(["one two", "three", "four"], 3)) == ["one two", "three"]


def test_the_first_text_is_taken_in_any_case() -> None:
    assert list(as_many_as_fit(["one two three", "four"], 2)) == ["one two"]
