"""Files that are complete as soon as they stand under their names."""

import os
from collections.abc import Iterable
from pathlib import Path
from stat import S_IMODE


def write_whole(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file under another name first; links are followed, and a file that is replaced leaves its mode behind.

    What is no file, such as a pipe or a device, is written to as it is. Raises OSError.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as opened:
            opened.writelines(chunks)
    else:
        _replace(path.resolve(), chunks)


def _replace(path: Path, chunks: Iterable[bytes]) -> None:
    unfinished = path.with_name(f".{os.getpid()}.part")
    try:
        with unfinished.open("wb") as file:
            file.writelines(chunks)
        if path.exists():
            unfinished.chmod(S_IMODE(path.stat().st_mode))
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
