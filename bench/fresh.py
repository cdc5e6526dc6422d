"""A fresh process: `python -m bench.fresh engine|Faker ROWS`. It prints its peak memory, in the system's unit."""

import os
import resource
import subprocess
import sys
from pathlib import Path

from bench.datasets import R10


def main(what: str, rows: int) -> None:
    """Make R10, thrown away as it comes, and print the peak memory."""
    {"engine": _engine, "Faker": _faker}[what](rows)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def _engine(rows: int) -> None:
    from bench.contenders import chunks, planned, write_chunks  # noqa: PLC0415  # the other one does without

    write_chunks(Path(os.devnull), chunks(planned(R10), rows))


def _faker(rows: int) -> None:
    import pandas as pd  # noqa: PLC0415  # the other one does without
    from faker import Faker  # noqa: PLC0415

    row = R10.faker(Faker("en_US"))
    pd.DataFrame([row() for _ in range(rows)]).to_csv(os.devnull, index=False)


def in_a_fresh_process(what: str, rows: int) -> int:
    """Return the peak memory of a process of its own that makes so many rows."""
    command = [sys.executable, "-m", "bench.fresh", what, str(rows)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)  # noqa: S603  # this module


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
