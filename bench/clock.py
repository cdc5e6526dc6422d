"""CPU time, of contenders in turn: a busy or a slowing machine is so to all of them."""

import gc
import resource
import statistics
from collections.abc import Callable, Mapping
from time import process_time

Run = Callable[[], object]


def cpu_seconds(run: Run) -> float:
    """Return the CPU time of a call, all threads included, after the garbage of others is gone."""
    gc.collect()
    start = process_time()
    run()
    return process_time() - start


def childrens_cpu_seconds(run: Run) -> float:
    """Return the CPU time of the processes that a call starts and waits for."""
    start = resource.getrusage(resource.RUSAGE_CHILDREN)
    run()
    stop = resource.getrusage(resource.RUSAGE_CHILDREN)
    return stop.ru_utime + stop.ru_stime - start.ru_utime - start.ru_stime


def interleaved(
    runs: Mapping[str, Run], rounds: int, measure: Callable[[Run], float] = cpu_seconds
) -> dict[str, float]:
    """Return the median CPU time of each, in seconds: A B C, A B C, ... The first round warms up and does not count."""
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds + 1):
        for name, run in runs.items():
            taken[name].append(measure(run))
    return {name: statistics.median(times[1:]) for name, times in taken.items()}
