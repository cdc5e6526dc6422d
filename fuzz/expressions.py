"""A coverage-guided search for expressions that the engine takes wrongly: `python -m fuzz.expressions SECONDS`.

An expression is a finding when something other than an EngineError comes out of it, when it takes too long, or when it
makes a cell that is too large. Each kind of finding is shown once; the last line counts. The exit status is 1 if there
are any.
"""

import os
import sys
import traceback
from collections import Counter
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from time import monotonic, process_time
from typing import Any

atheris: Any = import_module("atheris")  # Google's fuzzer, which ships no types

with atheris.instrument_imports(include=["generation.engine"]):
    from fuzz.oracle import column_of, fault_in, written
    from generation.engine import DataType, function_names
    from generation.engine.expressions.functions import ATTRIBUTES, FUNCTIONS, METHODS

MOST_SECONDS = 0.2  # four times what is promised: code that is watched runs several times slower
_TRIES = 3  # of which the fastest counts, because the machine has other work too
_LONGEST = 600  # bytes
_OPTIONS = (f"-max_len={_LONGEST}", "-rss_limit_mb=3000", "-malloc_limit_mb=500", "-timeout=20", "-verbosity=0")
_TYPES = tuple(DataType)


@dataclass(slots=True)
class Search:
    """One run: until when, the folder that it works in, what was tried, and what was found."""

    deadline: float
    folder: Path
    runs: int = 0
    findings: Counter[str] = field(default_factory=Counter)

    def try_one(self, data: bytes) -> None:
        """Judge the expression that some bytes stand for: the first is its data type, the others its text."""
        if monotonic() > self.deadline:
            self.end()
        text = data[1:].decode(errors="surrogateescape")
        if not text.strip():
            return
        self.runs += 1
        if wrong := _fault(text, _TYPES[data[0] % len(_TYPES)]):
            if not self.findings[wrong]:
                sys.stdout.write(f"{wrong}: {text!r}\n")
            self.findings[wrong] += 1

    def end(self) -> None:
        """Sum up and leave: the fuzzer itself never returns."""
        sys.stdout.write(f"{self.runs} runs, {len(self.findings)} kinds of findings\n")
        sys.stdout.flush()
        rmtree(self.folder)
        os._exit(1 if self.findings else 0)


def _fault(text: str, data_type: str) -> str | None:
    taken = []
    for _ in range(_TRIES):
        started = process_time()
        try:
            column = column_of(text, data_type)
        except Exception as error:  # noqa: BLE001  # what should not come out is what is looked for
            place = traceback.extract_tb(error.__traceback__)[-1]
            return f"{type(error).__name__} in {Path(place.filename).name}, line {place.lineno}"
        taken.append(process_time() - started)
        if taken[-1] <= MOST_SECONDS:
            return None if column is None else fault_in(column)
    return f"more than {MOST_SECONDS} seconds"


def _seeds(folder: Path) -> Path:
    """Write the expressions to begin with, a file each, into a folder."""
    text = bytes([_TYPES.index(DataType.STRING)])
    for number, expression in enumerate(written()):
        (folder / str(number)).write_bytes(text + expression.encode()[: _LONGEST - 1])
    return folder


def _dictionary(file: Path) -> Path:
    """Write the words of the language, which the fuzzer puts together, into a file."""
    names = {name.partition("(")[0] for name in function_names("en_US")}
    members = {f".{name}(" for _, name in (*METHODS, *ATTRIBUTES)}
    words = sorted(names | set(FUNCTIONS) | members | {"10**18", "float('inf')", "row_number", " if age else ", "[-1]"})
    file.write_text("".join(f'"{word}"\n' for word in words), encoding="ascii")
    return file


def main(seconds: float) -> None:
    """Search for so long."""
    folder = Path(mkdtemp(prefix="expressions-"))
    (folder / "seeds").mkdir()
    search = Search(monotonic() + seconds, folder)
    options = (*_OPTIONS, f"-dict={_dictionary(folder / 'words')}", str(_seeds(folder / "seeds")))
    atheris.Setup([sys.argv[0], *options], search.try_one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0)
