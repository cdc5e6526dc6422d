import logging

import pytest

from generation.designer.asking.deadline import Deadline
from generation.designer.asking.outcomes import Tally, last_outcome


@pytest.mark.parametrize(("reason", "is_usable"), [("designed", True), ("ModelRefused", False)])
def test_the_latest_outcome_is_remembered(reason: str, *, is_usable: bool) -> None:
    Tally("gpt-4o-mini", Deadline(1)).report(reason)
    outcome = last_outcome()
    assert outcome is not None
    assert (outcome.reason, outcome.is_usable) == (reason, is_usable)


@pytest.mark.parametrize(("reason", "level"), [("designed", logging.INFO), ("ModelRefused", logging.WARNING)])
def test_a_design_is_one_line_in_the_log(caplog: pytest.LogCaptureFixture, reason: str, level: int) -> None:
    tally = Tally("gpt-4o-mini", Deadline(1))
    tally.requests = 2
    tally.add_tokens(1000, 200)
    tally.add_tokens(1500, 300)
    with caplog.at_level(logging.INFO, "generation.designer"):
        tally.report(reason)
    (record,) = caplog.records
    assert (record.levelno, record.getMessage()) == (level, f"language model: {reason}")
    told = {"model": "gpt-4o-mini", "outcome": reason, "requests": 2, "prompt_tokens": 2500, "completion_tokens": 500}
    assert told.items() <= record.__dict__.items()
