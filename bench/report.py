"""Markdown: the tables, and the facts of the machine that they need."""

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

README = Path(__file__).parent / "README.md"
_MARK = "<!-- what follows is written by `make bench` -->\n"


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure against its floor: `reached` tells whether the one is as good as the other."""

    what: str
    value: str
    floor: str
    reached: bool


def at_least(what: str, value: float, floor: float, unit: str) -> Measure:
    """Return a measure that is the better the greater it is."""
    return Measure(what, f"{value:.1f}{unit}", f"at least {floor:g}{unit}", value >= floor)


def at_most(what: str, value: float, floor: float, unit: str) -> Measure:
    """Return a measure that is the better the smaller it is."""
    return Measure(what, f"{value:.2f}{unit}", f"at most {floor:g}{unit}", value <= floor)


def floors(measures: Iterable[Measure]) -> str:
    """Return the table of measures."""
    rows = [(each.what, each.value, each.floor, "yes" if each.reached else "**no**") for each in measures]
    return table(("measure", "measured", "floor", "reached"), rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def facts() -> str:
    """Return when and where, without a name of the machine."""
    day = datetime.now(UTC).date()
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{day}, {python}, {platform.system()} on {platform.machine()}, {os.cpu_count()} processors."


def keep(text: str) -> None:
    """Write the measured part of the README anew."""
    explained, _, _ = README.read_text("utf-8").partition(_MARK)
    README.write_text(f"{explained}{_MARK}\n{text}\n", "utf-8")


def keep_section(name: str, text: str) -> None:
    """Write one measured section of the README anew: what stands between the two marks of its name."""
    begin, end = f"<!-- {name}: what follows is measured -->\n", f"\n<!-- end of {name} -->"
    before, _, rest = README.read_text("utf-8").partition(begin)
    _, _, after = rest.partition(end)
    README.write_text(f"{before}{begin}\n{text}\n{end}{after}", "utf-8")
