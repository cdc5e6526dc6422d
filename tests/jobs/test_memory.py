from jobs.memory import MemoryWatch, count_kills

KILLS = [0, 0, 1, 1, 1, 1]


def test_what_this_machine_counts_can_be_read() -> None:
    assert count_kills() >= 0


def test_a_kill_for_want_of_memory_is_noticed_for_some_seconds() -> None:
    counts, seconds = iter(KILLS), iter([10.0, 10.0, 10.0, 11.0, 16.0])
    watch = MemoryWatch(lambda: next(counts), lambda: next(seconds))

    assert [watch.has_killed() for _ in range(4)] == [False, True, True, False]
