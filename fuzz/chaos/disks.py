"""Small disks that can be filled: file systems in memory, which the superuser may mount."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from errno import ENOSPC
from pathlib import Path

_BLOCK = b"\0" * 2**16


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[None]:
    """Have a small file system stand in a folder until the block is left. Raises CalledProcessError."""
    folder.mkdir(parents=True, exist_ok=True)
    options = f"size={megabytes}m,mode=0755"
    subprocess.run(["/bin/mount", "-t", "tmpfs", "-o", options, "chaos", str(folder)], check=True)  # noqa: S603 - ours
    try:
        yield
    finally:
        subprocess.run(["/bin/umount", "--lazy", str(folder)], check=True)  # noqa: S603 - as above


def may_mount() -> bool:
    """Tell whether file systems may be mounted here."""
    return os.geteuid() == 0 and Path("/bin/mount").exists()


def fill(folder: Path) -> None:
    """Leave no byte free."""
    with (folder / "ballast").open("wb", buffering=0) as ballast:
        for block in (_BLOCK, b"\0" * 512, b"\0"):
            _write_on(ballast.fileno(), block)


def _write_on(descriptor: int, block: bytes) -> None:
    try:
        while os.write(descriptor, block):
            pass
    except OSError as error:
        if error.errno != ENOSPC:
            raise


def clear(folder: Path) -> None:
    """Take out what filled it."""
    (folder / "ballast").unlink(missing_ok=True)
