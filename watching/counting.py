"""This process counts, and reads what all of them have counted."""

import logging
import os
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from watching.books import Book, Change
from watching.folders import Figures, open_file, read_folder, usual_folder
from watching.metrics import PROCESSES, Kind, Metric

logger = logging.getLogger(__name__)


def figures_folder() -> Path:
    """Return the folder that this installation gathers its figures in."""
    return settings.METRICS_DIR or usual_folder(settings.DATA_DIR)


class _Own:
    """The book of this process, and whether it was said that it cannot be shared."""

    def __init__(self) -> None:
        self.is_said = False
        self.book = Book(self.open)

    def open(self) -> int:
        try:
            file = open_file(figures_folder(), settings.DATA_DIR)
        except OSError as error:
            self.complain(error)
            raise
        self.is_said = False
        return file

    def complain(self, error: OSError) -> None:
        """Say it once, until it is better."""
        if not self.is_said:
            logger.warning("figures are not shared", exc_info=error)
        self.is_said = True


_own = _Own()


def begin_anew() -> None:
    """Begin another book, as a process does that was forked, whose parent goes on with the one that there is."""
    _own.book.close()
    _own.book = Book(_own.open)


os.register_at_fork(after_in_child=begin_anew)


def begin(role: str) -> None:
    """Say what this process is, web or worker."""
    count(PROCESSES.by(1, role))


def count(*changes: Change) -> None:
    """Add to figures, together."""
    _own.book.add(changes)


def note(metric: Metric, value: float) -> None:
    """Set a figure, whose kind is Kind.LATEST."""
    _own.book.put(metric.key(), value)


def gathered(metrics: tuple[Metric, ...]) -> Figures:
    """Return what all processes have counted of these metrics, by the kind of each."""
    ended, living = _all()
    kinds = _kinds(metrics)
    figures = {key: value for key, value in ended.items() if kinds.get(key[0]) in {Kind.COUNTER, Kind.HISTOGRAM}}
    for each in living:
        for key, value in each.items():
            if kind := kinds.get(key[0]):
                figures[key] = _PUT_TOGETHER[kind](figures.get(key, 0.0), value)
    return figures


def _all() -> tuple[Figures, list[Figures]]:
    """Return what was counted by those who have ended and by the living; by this process alone where none is shared."""
    mine = _own.book.figures()
    try:
        ended, living = read_folder(figures_folder(), but=_own.book.inode)
    except OSError as error:
        _own.complain(error)
        return {}, [mine]
    return ended, [*living, mine]


def _kinds(metrics: tuple[Metric, ...]) -> dict[str, Kind]:
    kinds = {metric.name: metric.kind for metric in metrics}
    histograms = [metric for metric in metrics if metric.kind is Kind.HISTOGRAM]
    return kinds | {name: metric.kind for metric in histograms for name in (metric.bucket, metric.sum)}


def _added(so_far: float, value: float) -> float:
    return so_far + value


_PUT_TOGETHER: dict[Kind, Callable[[float, float], float]] = {
    Kind.COUNTER: _added,
    Kind.HISTOGRAM: _added,
    Kind.GAUGE: _added,
    Kind.LATEST: max,
}
