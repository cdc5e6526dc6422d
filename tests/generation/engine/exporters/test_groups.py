import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.engine.exporters import groups
from generation.engine.exporters.groups import regrouped


def batch(texts: list[str]) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([pa.array(texts, pa.string())], ["text"])


def lengths(pieces: list[list[str]], rows: int) -> list[int]:
    return [len(group) for group in regrouped(map(batch, pieces), rows)]


def test_groups_have_equally_many_rows_but_the_last() -> None:
    assert lengths([["x"] * 3, ["x"] * 4, ["x"]], 3) == [3, 3, 2]


def test_a_group_that_is_full_at_the_end_is_followed_by_none() -> None:
    assert lengths([["x"] * 3, ["x"] * 3], 3) == [3, 3]


def test_no_rows_are_one_group_that_has_the_columns() -> None:
    assert [group.schema.names for group in regrouped(iter([batch([]), batch([])]), 3)] == [["text"]]


def test_empty_batches_do_not_matter() -> None:
    assert lengths([[], ["x"], [], ["x"] * 3, []], 3) == [3, 1]


def test_a_group_ends_before_the_row_with_which_it_would_be_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "MOST_BYTES", 40)  # a cell has 8 bytes besides those of its text
    assert lengths([["x" * 12], ["y" * 12, "z"], ["z" * 100, "z"]], 1000) == [2, 1, 1, 1]


def test_after_a_large_group_the_next_one_still_ends_where_it_would(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "MOST_BYTES", 40)
    assert lengths([["x" * 12] * 2 + [""] * 5], 4) == [2, 2, 3]


@settings(deadline=None)
@given(texts=st.lists(st.text("x", max_size=40), max_size=30), data=st.data())
def test_groups_are_the_same_however_the_rows_are_cut(texts: list[str], data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(texts)), max_size=5)))
    pieces = [texts[start:stop] for start, stop in zip([0, *cuts], [*cuts, len(texts)], strict=True)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(groups, "MOST_BYTES", 100)
        whole = [group["text"].to_pylist() for group in regrouped(iter([batch(texts)]), 6)]
        assert [group["text"].to_pylist() for group in regrouped(map(batch, pieces), 6)] == whole
    assert [text for group in whole for text in group] == texts
