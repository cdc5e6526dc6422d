from itertools import islice

from fuzz.designs import fault_in, splices

SEED = 20261121


def test_the_same_seed_gives_the_same_sentences() -> None:
    assert list(islice(splices(SEED), 50)) == list(islice(splices(SEED), 50))


def test_whatever_is_said_is_designed() -> None:
    sentences = list(islice(splices(SEED), 25))
    pairs = zip(sentences[1:], sentences, strict=False)
    assert [(text, wrong) for text, before in pairs if (wrong := fault_in(text, before))] == []


def test_a_finding_names_what_was_raised_and_where() -> None:
    wrong = fault_in(3, "Students with name")  # type: ignore[arg-type]  # which is no text at all
    assert wrong is not None
    assert wrong.partition(" in ")[0] in {"AttributeError", "TypeError"}
