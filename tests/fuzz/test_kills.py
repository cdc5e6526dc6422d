import pytest

from fuzz import kills


def test_a_few_exports_and_imports_survive_being_killed(capsys: pytest.CaptureFixture[str]) -> None:
    assert kills.main(exports=2, imports=1, seed=7) == 0, capsys.readouterr().out
