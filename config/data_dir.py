"""The folder that an installation keeps its data in."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key


def make_folder(path: Path) -> None:
    """Make the folder if there is none. Raises ImproperlyConfigured if that cannot be done."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"The folder {path} cannot be made ({error.strerror}): set DATA_DIR to one that can be written"
        ) from error


def kept_secret_key(path: Path) -> str:
    """Return the secret key in this file; if there is none it is made, readable for its owner alone.

    Several processes may start at once: a complete file is linked to its name, which only one of them can do, and all
    read what is there then. Raises ImproperlyConfigured if the file can be neither read nor made.
    """
    make_folder(path.parent)
    try:
        if not path.exists():
            _write_once(path, get_random_secret_key())
        return path.read_text("ascii")
    except OSError as error:
        raise ImproperlyConfigured(
            f"SECRET_KEY is not set and none can be kept in {path} ({error.strerror}): set SECRET_KEY or DATA_DIR"
        ) from error


def _write_once(path: Path, text: str) -> None:
    with NamedTemporaryFile("w", encoding="ascii", dir=path.parent, prefix=f".{path.name}-") as complete:
        complete.write(text)
        complete.flush()
        try:
            os.link(complete.name, path)
        except FileExistsError:
            return  # another process was first, and its text is as good
