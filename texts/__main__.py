"""Renew the catalogs: take new texts in, drop those that are gone, compile, and list what is not translated."""

import sys

from texts.catalogs import Fault, Files, compiled, faults, languages, read, updated, written
from texts.extracting import extracted


def main() -> int:
    """Renew all catalogs; return how many texts are to be translated."""
    return sum(len(renew(Files(language))) for language in languages())


def renew(files: Files) -> list[Fault]:
    """Renew a catalog, and return what is wrong with it."""
    catalog = updated(read(files), extracted())
    files.edited.write_bytes(written(catalog))
    files.compiled.write_bytes(compiled(catalog))
    found = list(faults(catalog))
    for fault in found:
        print(f"{files.language}: {fault.text!r}: {fault.reason}")  # noqa: T201 - it is there to say so
    return found


if __name__ == "__main__":
    sys.exit(main() > 0)
