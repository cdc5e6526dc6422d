from eval.measures import Tally
from eval.report import WANTED, broken, contradictions, failures, halves, one
from eval.templates import Verdict


def counted(*failures: str | None) -> Tally:
    tally = Tally()
    for failure in failures:
        tally.count(failure)
    return tally


def test_both_halves_stand_beside_each_other_and_only_counts_of_the_blind_one() -> None:
    what = next(iter(WANTED))
    assert halves({what: counted(None, "D1: no")}, {what: counted(None)}).splitlines()[2:] == [
        f"| {what} | 0.500 (1 of 2) | 1.000 (1 of 1) | 1.00 |"
    ]


def test_a_file_has_a_column_of_its_own() -> None:
    what = next(iter(WANTED))
    assert one({what: counted()}).splitlines()[2:] == [f"| {what} | 1.000 (0 of 0) | 1.00 |"]


def test_failures_are_listed_by_measure() -> None:
    assert list(failures({"found": counted(None, "D1: no"), "kept": counted(None)})) == [
        "\nfound: 1 are not\n",
        "- D1: no",
    ]


def test_rows_that_break_two_sentences_count_once() -> None:
    verdicts = [
        Verdict("order", "shop", 10, {"one": ({1, 2}, "a = 1"), "two": ({2}, "b = 2")}),
        Verdict("user", "shop", 10, {}),
    ]
    assert contradictions(verdicts).splitlines()[2:] == [
        "| templates | 2 | 60 |",
        "| their domains | 1 |  |",
        "| templates without a contradiction | 1 | 2 |",
        "| rows with an impossible value or a contradiction | 2 of 20 | 0 |",
    ]
    assert list(broken(verdicts)) == ["- order, 2 of 10 rows: one (a = 1)", "- order, 1 of 10 rows: two (b = 2)"]
