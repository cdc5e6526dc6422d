"""What all tests of figures need."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from watching.counting import begin_anew


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Have each test begin at nothing."""
    settings.METRICS_DIR = tmp_path / "figures"
    begin_anew()
    yield
    begin_anew()
