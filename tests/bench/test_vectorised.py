from bench.vectorised import MOST_USED
from generation.engine.providers import names


def test_the_methods_used_most_are_fakers() -> None:
    assert (len(set(MOST_USED)), {f"fake.{name}" for name in MOST_USED} - set(names("en_US"))) == (120, set())
