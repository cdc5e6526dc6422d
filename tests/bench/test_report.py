from pathlib import Path

import pytest

from bench import report
from bench.report import at_least, at_most, floors, keep_section


def test_a_floor_is_reached_from_the_right_side() -> None:
    assert floors([at_least("speed", 401.26, 400, "x"), at_most("time", 6.1, 6, " ms")]).splitlines()[2:] == [
        "| speed | 401.3x | at least 400x | yes |",
        "| time | 6.10 ms | at most 6 ms | **no** |",
    ]


def test_a_section_is_written_anew_between_its_marks_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("Before\n<!-- jobs: what follows is measured -->\nold\n<!-- end of jobs -->\nAfter\n")
    monkeypatch.setattr(report, "README", readme)
    keep_section("jobs", "first")
    keep_section("jobs", "second")

    assert readme.read_text() == (
        "Before\n<!-- jobs: what follows is measured -->\n\nsecond\n\n<!-- end of jobs -->\nAfter\n"
    )
