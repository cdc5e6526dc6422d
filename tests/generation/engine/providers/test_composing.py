from collections import Counter
from itertools import product
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from generation.engine.kinds import full, text
from generation.engine.providers import composing
from generation.engine.providers.composing import source_of
from generation.engine.providers.grammar import (
    Filled,
    Mixture,
    Other,
    Sequence,
    Text,
    Words,
    changed,
    characters,
    literal,
    longest,
)
from generation.engine.providers.source import Source
from generation.engine.randomness import Draw
from tests.generation.engine.tables import AS_OF

FIRST, LAST = Words(("Ada", "Émile", "Li")), Words(("Lovelace", "Zola"), (3.0, 1.0))
FULL_NAME = Sequence((FIRST, literal(" "), LAST))
MARKS = {"#": "0123456789", "?": "xyz"}


def drawn(of: Text, rows: int = 4000, start: int = 0) -> list[str]:
    draw = Draw.at_seed(7, start=start, rows=rows, as_of=AS_OF)
    return list(full(source_of(of).draw(draw, lambda argument: argument), rows).to_pylist())


def chances(values: list[str]) -> dict[str, float]:
    return {value: count / len(values) for value, count in Counter(values).items()}


def row_numbers() -> Other:
    """Return a source without structure: `r` and the row's number."""
    return Other(Source(text(20), lambda draw, _: pa.array([f"r{draw.start + row}" for row in range(draw.rows)])))


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (FULL_NAME, {f"{a} {b}": s / 3 for a, (b, s) in product(FIRST.values, [("Lovelace", 0.75), ("Zola", 0.25)])}),
        (Mixture((literal("a"), FIRST), (1, 3)), {"a": 0.25, "Ada": 0.25, "Émile": 0.25, "Li": 0.25}),
        (Sequence((Mixture((literal("x"), literal("y"))), literal("-"), characters("01"))),
         {"x-0": 0.25, "x-1": 0.25, "y-0": 0.25, "y-1": 0.25}),
        (Mixture((Mixture((literal("a"), literal("b"))), literal("c"))), {"a": 0.25, "b": 0.25, "c": 0.5}),
        (Filled(Words(("?", "a"), (3, 1)), MARKS), {"x": 0.25, "y": 0.25, "z": 0.25, "a": 0.25}),
        (Words(("a", "b", "a")), {"a": 2 / 3, "b": 1 / 3}),
        (Sequence(()), {"": 1.0}),
    ],
)  # fmt: skip
def test_each_text_is_as_likely_as_its_parts_say(of: Text, expected: dict[str, float]) -> None:
    assert chances(drawn(of)) == pytest.approx(expected, abs=0.03)


def test_parts_are_drawn_each_by_itself() -> None:
    pairs = drawn(Sequence((characters("0123456789"),) * 2), rows=20_000)
    assert chances(pairs) == pytest.approx({f"{number:02d}": 0.01 for number in range(100)}, abs=0.004)


@pytest.mark.parametrize("joined", [1, 7, 1 << 15])
def test_texts_do_not_depend_on_how_many_are_joined_beforehand(joined: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composing, "MOST_JOINED", joined)
    of = Mixture((FULL_NAME, Sequence((LAST, literal(", "), FIRST))))
    expected = {f"{a} {b}" for a in FIRST.values for b in LAST.values}
    assert set(drawn(of)) == expected | {f"{b}, {a}" for a in FIRST.values for b in LAST.values}


def test_more_alternatives_than_are_multiplied_out_are_drawn_all_the_same() -> None:
    coin = Mixture((literal("tail "), literal("head ")))
    heads = [value.count("head") for value in drawn(Sequence((coin,) * 12), rows=20_000)]
    assert (np.mean(heads), np.var(heads)) == pytest.approx((6, 3), abs=0.1)


def test_long_patterns_have_a_character_of_its_mark_in_each_place() -> None:
    of = Filled(Words(("##########x?", "a-#########", "plain"), (2, 1, 1)), MARKS)
    values = drawn(of, rows=8000)
    assert chances(["".join("#" if c.isdigit() else "?" if c in "yz" else c for c in v) for v in values]) == (
        pytest.approx({"##########xx": 1 / 6, "##########x?": 1 / 3, "a-#########": 0.25, "plain": 0.25}, abs=0.03)
    )
    digits = Counter("".join(c for v in values for c in v if c.isdigit()))
    assert np.array(sorted(digits.values())) / digits.total() == pytest.approx(0.1, abs=0.005)


def test_another_source_stands_in_its_rows() -> None:
    of = Mixture((Sequence((literal("<"), row_numbers(), literal(">"))), literal("none")))
    values = drawn(of, rows=500, start=1000)
    assert {value in {f"<r{1000 + row}>", "none"} for row, value in enumerate(values)} == {True}
    assert len(set(values)) > 200


@pytest.mark.parametrize("of", [FULL_NAME, Filled(Words(("##########", "?#")), MARKS), Mixture((FIRST, row_numbers()))])
def test_a_window_of_rows_is_part_of_the_whole(of: Text) -> None:
    assert drawn(of, rows=50, start=321) == drawn(of, rows=1000)[321:371]


@pytest.mark.parametrize(
    ("of", "size"),
    [(FIRST, 3), (LAST, None), (Words(("a", "a")), None), (FULL_NAME, None), (Filled(Words(("###",)), MARKS), 1000)],
)
def test_equally_likely_different_words_are_numbered(of: Text, size: int | None) -> None:
    assert source_of(of).size == size


def test_changes_reach_all_parts() -> None:
    of = Mixture((FULL_NAME, Filled(Words(("Q?",)), {"?": "RS"}), row_numbers()))
    values = set(drawn(changed(of, str.upper), rows=300))
    assert {"ÉMILE ZOLA", "QR", "QS"} <= values
    assert all(value == value.upper() for value in values)


def test_the_longest_text_bounds_all() -> None:
    of: Any = Mixture((FULL_NAME, Filled(Words(("#####",)), MARKS)))
    assert (longest(of), source_of(of).type) == (len("Émile Lovelace".encode()), text(15))


def test_no_more_literals_are_kept_than_a_few_thousand() -> None:
    for number in range(5000):
        literal(f"from a request: {number}")
    assert literal.cache_info().currsize < 5000
