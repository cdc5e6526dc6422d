import pytest

from presenting.shown import Preview
from schemas_cache.checking import Problem


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (Preview(), "There are no columns yet."),
        (Preview(problems=(Problem(column=None, message="x"),)), "1 problem."),
        (
            Preview(problems=(Problem(column="a", message="x"), Problem(column="a", message="y"))),
            "1 column does not run.",
        ),
    ],
)
def test_a_preview_says_in_a_sentence_what_it_shows(shown: Preview, said: str) -> None:
    assert shown.said == said
