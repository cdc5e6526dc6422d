import pytest

from fuzz import kills


def test_a_few_exports_and_imports_survive_being_killed(capsys: pytest.CaptureFixture[str]) -> None:
    assert kills.main(exports=3, imports=3, seed=7) == 0, capsys.readouterr().out
