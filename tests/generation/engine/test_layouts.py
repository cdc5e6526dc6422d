from datetime import UTC, date, datetime, time, timedelta

import pyarrow as pa
import pytest

from generation.engine.layouts import longest_text, written

START = datetime(1970, 1, 1, tzinfo=UTC)
MOMENTS = [START + timedelta(days=37 * step, seconds=7919 * step) for step in range(-600, 600)]
LAYOUTS = [f"%{letter}" for letter in "YmdHMSybBaApIjwuUWVGFTDRehxXc%"] + ["%-d.%-m.%Y", "%-I:%M %p", "kl. %H, %% %j"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_moments_are_written_as_python_writes_them(layout: str) -> None:
    dates, times = [moment.date() for moment in MOMENTS], [moment.time() for moment in MOMENTS]
    for moments, stored in ((MOMENTS, pa.timestamp("s")), (dates, pa.date32()), (times, pa.time32("s"))):
        made = written(pa.array(moments, stored), layout).to_pylist()
        assert made == [moment.strftime(layout) for moment in moments]
        assert max(len(text) for text in made) <= longest_text(layout)


def test_a_year_has_four_digits_and_what_is_missing_stays_missing() -> None:
    assert written(pa.array([date(33, 4, 3), None]), "%d/%m/%Y").to_pylist() == ["03/04/0033", None]
    assert written(pa.array([time(13, 5), None], pa.time32("s")), "%I:%M %p").to_pylist() == ["01:05 PM", None]


def test_a_layout_without_directives_is_itself() -> None:
    assert written(pa.array([date(2024, 2, 29)]), "today").to_pylist() == ["today"]
