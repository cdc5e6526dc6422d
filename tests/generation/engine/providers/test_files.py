import re

import pytest

from generation.engine.providers import faker
from tests.generation.engine.tables import values


@pytest.mark.parametrize(
    ("expression", "pattern"),
    [
        ("fake.file_name()", r"\w+\.\w+"),
        ("fake.file_name(extension='')", r"\w+"),
        ("fake.file_name(category='audio')", r"\w+\.(flac|mp3|wav)"),
        ("fake.file_path(depth=2, extension='x')", r"/\w+/\w+/\w+\.x"),
        ("fake.file_path(depth=0)", r"/\w+\.\w+"),
        ("fake.unix_partition()", r"/dev/(sd|vd|xvd)[a-z]\d"),
        ("fake.mime_type()", r"\w+/[\w.+-]+"),
    ],
)
def test_names_have_their_shape(expression: str, pattern: str) -> None:
    made = values(expression, rows=300)
    assert [name for name in made if not re.fullmatch(pattern, name)] == []
    assert len(set(made)) > 30


def test_extensions_are_those_of_their_category() -> None:
    found = faker.implementation("en_US", "file_extension")
    assert found is not None
    for category, extensions in found[0].file_extensions.items():
        assert set(values(f"fake.file_extension(category={category!r})", rows=200)) == set(extensions)
