"""What a process counts is in a file of its own at once, and nothing that befalls the file ends the process."""

import errno
import os
from pathlib import Path

import pytest

from watching import books
from watching.books import SLOTS, Book, make_file, read

ROWS, BYTES = ("rows_total", ("csv",)), ("bytes_total", ("csv",))


@pytest.fixture(autouse=True)
def _always_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(books, "_LOOK_SECONDS", 0.0)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(lambda: make_file(tmp_path))


def only(folder: Path) -> dict[books.Key, float]:
    (path,) = folder.glob("*.figures")
    return read(path)[0]


def test_what_is_added_is_in_the_file(book: Book, tmp_path: Path) -> None:
    book.add([(ROWS, 2.0), (BYTES, 10.5)])
    book.add([(ROWS, 3.0)])
    assert only(tmp_path) == book.figures() == {ROWS: 5.0, BYTES: 10.5}


def test_sums_are_the_same_in_whatever_order_they_are_made(book: Book) -> None:
    amounts = [0.1, 0.2, 0.3, 0.7, 1e-6, 1234.5678]
    book.add([(("there", ()), amount) for amount in amounts])
    book.add([(("back", ()), amount) for amount in reversed(amounts)])
    figures = book.figures()
    assert figures["there", ()] == figures["back", ()]
    assert figures["there", ()] == pytest.approx(sum(amounts), abs=1e-5)


def test_a_figure_can_be_set(book: Book, tmp_path: Path) -> None:
    book.put(ROWS, 7.0)
    book.put(ROWS, 4.0)
    assert only(tmp_path) == {ROWS: 4.0}


def test_nothing_is_there_before_something_is_counted(book: Book, tmp_path: Path) -> None:
    assert (book.figures(), book.inode, list(tmp_path.iterdir())) == ({}, None, [])


def test_labels_may_be_anything(book: Book, tmp_path: Path) -> None:
    strange = "rows_total", ('"\n\\ü\0', "")
    book.add([(strange, 1.0)])
    assert only(tmp_path) == {strange: 1.0}


def test_it_lives_as_long_as_it_is_open(book: Book, tmp_path: Path) -> None:
    book.add([(ROWS, 1.0)])
    (path,) = tmp_path.iterdir()
    alive = read(path)[1]
    book.close()
    assert (alive, read(path)[1]) == (True, False)


def test_there_is_a_bound_to_figures(book: Book) -> None:
    for number in range(SLOTS + 5):
        book.add([((f"rows_{number}", ()), 1.0)])
    assert len(book.figures()) == SLOTS


def test_a_file_that_somebody_removed_is_made_anew_with_all_of_it(book: Book, tmp_path: Path) -> None:
    book.add([(ROWS, 1.0)])
    next(tmp_path.iterdir()).unlink()
    book.add([(BYTES, 1.0)])
    assert only(tmp_path) == {ROWS: 1.0, BYTES: 1.0}


def test_a_file_that_somebody_cut_is_no_end(book: Book, tmp_path: Path) -> None:
    book.add([(ROWS, 1.0)])
    os.truncate(next(tmp_path.iterdir()), 0)
    book.add([(BYTES, 1.0)])
    assert book.figures() == {ROWS: 1.0, BYTES: 1.0}


def test_without_a_file_it_counts_by_itself_and_tries_again(tmp_path: Path) -> None:
    folder = tmp_path / "figures"
    book = Book(lambda: make_file(folder))
    book.add([(ROWS, 1.0)])
    alone = book.figures(), book.inode
    folder.mkdir()
    book.add([(ROWS, 1.0)])
    assert (alone, only(folder)) == (({ROWS: 1.0}, None), {ROWS: 2.0})


def test_what_a_full_disk_did_not_take_is_written_later(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.add([(ROWS, 1.0)])
    with monkeypatch.context() as full:
        full.setattr(os, "pwrite", _refused)
        book.add([(ROWS, 1.0), (BYTES, 1.0)])
    before = only(tmp_path)
    book.add([(BYTES, 1.0)])
    assert (before, only(tmp_path)) == ({ROWS: 1.0}, {ROWS: 2.0, BYTES: 2.0})


def test_a_file_for_which_there_is_no_room_is_not_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "posix_fallocate", _refused)
    with pytest.raises(OSError, match="No space"):
        make_file(tmp_path)
    assert list(tmp_path.iterdir()) == []


def _refused(*_: object) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
