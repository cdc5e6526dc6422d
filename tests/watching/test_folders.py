"""The figures of an installation: those who live, and those who have ended, whose counts stay."""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from watching import folders
from watching.books import Book, Key
from watching.folders import open_file, read_folder, usual_folder

ROWS: Key = ("rows_total", ("csv",))


class Process:
    """One that has counted some rows."""

    def __init__(self, folder: Path, rows: int) -> None:
        self.book = Book(lambda: open_file(folder, folder))
        self.book.add([(ROWS, float(rows))])

    def end(self) -> None:
        self.book.close()


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[list[Process]]:
    those = [Process(tmp_path / "mine", rows) for rows in (1, 10, 100)]
    yield those
    for each in those:
        each.end()


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(folders, "MEMORY", tmp_path)
    return tmp_path


def files(folder: Path) -> int:
    return len(list(folder.glob("*.figures")))


@pytest.mark.usefixtures("processes")
def test_each_of_the_living_is_told(tmp_path: Path) -> None:
    ended, living = read_folder(tmp_path / "mine")
    assert (ended, sorted(each[ROWS] for each in living)) == ({}, [1, 10, 100])


def test_one_can_be_left_out(tmp_path: Path, processes: list[Process]) -> None:
    _, living = read_folder(tmp_path / "mine", but=processes[0].book.inode)
    assert sorted(each[ROWS] for each in living) == [10, 100]


def test_what_the_dead_have_counted_stays(tmp_path: Path, processes: list[Process]) -> None:
    processes[0].end()
    processes[1].end()
    ended, living = read_folder(tmp_path / "mine")
    assert (ended, [each[ROWS] for each in living]) == ({ROWS: 11}, [100])


def test_their_files_are_added_up_when_another_begins(tmp_path: Path, processes: list[Process]) -> None:
    for rows, each in enumerate(processes[:2]):
        each.end()
        processes.append(Process(tmp_path / "mine", rows))
    ended, living = read_folder(tmp_path / "mine")
    assert (files(tmp_path / "mine"), ended, sorted(each[ROWS] for each in living)) == (3, {ROWS: 11}, [0, 1, 100])


def test_none_counts_twice_where_adding_up_was_interrupted(
    tmp_path: Path, processes: list[Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    processes[0].end()
    with monkeypatch.context() as killed:
        killed.setattr(Path, "unlink", lambda *_, **__: None)
        processes.append(Process(tmp_path / "mine", 1000))
    seen = read_folder(tmp_path / "mine")[0], files(tmp_path / "mine")
    processes.append(Process(tmp_path / "mine", 1000))
    assert (seen, read_folder(tmp_path / "mine")[0], files(tmp_path / "mine")) == (({ROWS: 1}, 4), {ROWS: 1}, 4)


def test_who_has_ended_stays_where_there_is_no_room_to_add_up(
    tmp_path: Path, processes: list[Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    processes[0].end()
    with monkeypatch.context() as full:
        full.setattr(Path, "replace", _refused)
        processes.append(Process(tmp_path / "mine", 1000))
    assert read_folder(tmp_path / "mine")[0] == {ROWS: 1}
    assert [path.name for path in (tmp_path / "mine").glob("tmp*")] == []


def test_a_sum_that_a_disk_has_lost_is_begun_anew(tmp_path: Path, processes: list[Process]) -> None:
    processes[0].end()
    (tmp_path / "mine" / "ended.json").write_text('{"figures": [[')
    assert read_folder(tmp_path / "mine")[0] == {ROWS: 1}


def test_nobody_waits_for_ever_for_who_holds_the_folder(
    tmp_path: Path, processes: list[Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "_PATIENCE", 0.0)
    assert len(processes) == 3
    with (tmp_path / "mine" / "lock").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(BlockingIOError):
            read_folder(tmp_path / "mine")


def test_each_installation_has_a_folder_of_its_own_in_memory(memory: Path) -> None:
    one, other = (usual_folder(Path(name), memory) for name in ("/srv/one", "/srv/other"))
    assert one.parent == other.parent == memory
    assert one != other
    assert one == usual_folder(Path("/srv/one"), memory)


def test_it_is_beside_the_data_where_there_is_no_memory(tmp_path: Path) -> None:
    assert usual_folder(tmp_path, tmp_path / "none") == tmp_path / "figures"


def test_a_folder_in_memory_is_closed_to_others(memory: Path) -> None:
    Process(memory / "mine", 1).end()
    assert (memory / "mine").stat().st_mode & 0o777 == 0o700


def test_a_folder_in_memory_that_leads_elsewhere_is_refused(memory: Path) -> None:
    (memory / "elsewhere").mkdir()
    (memory / "mine").symlink_to(memory / "elsewhere")
    with pytest.raises(PermissionError):
        open_file(memory / "mine", memory)


@pytest.mark.parametrize(
    ("data", "seconds", "lives", "stays"),
    [("gone", 0, False, False), ("there", 0, False, True), ("there", 4000, False, False), ("gone", 4000, True, True)],
    ids=["gone", "resting", "rested for long", "alive"],
)
def test_folders_in_memory_that_nobody_comes_back_to_are_removed(
    memory: Path,
    data: str,
    seconds: int,
    lives: bool,  # noqa: FBT001 - as below
    stays: bool,  # noqa: FBT001 - a table
) -> None:
    (memory / "there").mkdir()
    left = usual_folder(memory / data, memory)
    left.mkdir()
    file = open_file(left, memory / data)
    if not lives:
        os.close(file)
    for path in left.iterdir():
        os.utime(path, (path.stat().st_atime, path.stat().st_mtime - seconds))
    Process(usual_folder(memory / "mine", memory), 1).end()
    assert left.exists() == stays
    if lives:
        os.close(file)


def _refused(*_: object) -> Path:
    raise OSError("there is no room")
