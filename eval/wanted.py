"""Prompts, and what their writers expect: files of JSON lines."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "prompts"


@dataclass(frozen=True)
class Expected:
    """A column that is expected. `kinds` are those that fit, `notes` what was said about its values."""

    name: str
    kind: str
    kinds: tuple[str, ...]
    notes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Prompt:
    """A description and the columns it asks for, or, of a `vague` one, those that a reader would look for."""

    id: str
    description: str
    kind: str
    vague: bool
    domain: str
    locale: str | None
    rows: int | None
    expected: tuple[Expected, ...]


def read_prompts(path: Path) -> list[Prompt]:
    """Read a file of prompts, one JSON object a line."""
    return list(_prompts(path.read_text("utf-8")))


def _prompts(text: str) -> Iterator[Prompt]:
    for line in filter(None, text.splitlines()):
        entry = json.loads(line)
        yield Prompt(
            id=entry["id"],
            description=entry["description"],
            kind=entry["kind"],
            vague=entry["soft"],
            domain=entry["domain"],
            locale=entry["locale"],
            rows=entry["rows"],
            expected=tuple(map(_expected, entry["expected_columns"])),
        )


def _expected(entry: Mapping[str, Any]) -> Expected:
    kind = entry["semantic_type"]
    return Expected(entry["name"], kind, tuple(dict.fromkeys((*entry["accept"], kind))), entry["notes"])
