"""How far a job is, on a terminal: in one line, which is written again and again."""

import shutil

from django.core.management.base import OutputWrapper

from jobs.services import Status

_REWRITE = "\r\x1b[K"  # to the line's begin, and clear what stands there
_LENGTH = 24


class Bar:
    """A line that tells how far it is, on a terminal alone, until it gives way to what is said next."""

    def __init__(self, stream: OutputWrapper) -> None:
        self._stream = stream
        self._is_shown = False

    def show(self, status: Status) -> None:
        """Tell how it stands."""
        if self._stream.isatty():
            self._rewrite(in_one_line(status)[: shutil.get_terminal_size().columns - 1])
            self._is_shown = True

    def clear(self) -> None:
        """Make room."""
        if self._is_shown:
            self._rewrite("")
            self._is_shown = False

    def _rewrite(self, text: str) -> None:
        self._stream.write(_REWRITE + text, style_func=str, ending="")
        self._stream.flush()


def in_one_line(status: Status) -> str:
    """Return how far a job is, in a line."""
    share = status.rows_done / status.rows if status.rows else 1.0
    filled = int(share * _LENGTH)
    parts = [f"[{'#' * filled}{'.' * (_LENGTH - filled)}] {int(100 * share):3} %"]
    parts.append(f"{status.rows_done:,} of {status.rows:,} rows")
    if status.rate:
        parts.append(f"{status.rate:,.0f} rows/s")
    if status.seconds_left:
        parts.append(f"{_duration(status.seconds_left)} left")
    return "  ".join(parts)


def _duration(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
