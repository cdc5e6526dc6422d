"""How long a design may take."""

from time import monotonic


class Deadline:
    """A moment in the future that every step of a design keeps, however many steps there are."""

    def __init__(self, seconds: float) -> None:
        self._start = monotonic()
        self._end = self._start + seconds

    def left(self) -> float:
        """Return the seconds that are left, 0 when it has passed."""
        return max(0.0, self._end - monotonic())

    def elapsed(self) -> float:
        """Return the seconds since the deadline was set."""
        return monotonic() - self._start
