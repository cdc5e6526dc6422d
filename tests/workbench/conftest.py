"""What tests of the pages have in common."""

import pytest

from presenting import previews


@pytest.fixture(autouse=True)
def _time_for_all_previews(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews, "_LOOK_SECONDS", 60)  # a process of the tests has read nothing yet
