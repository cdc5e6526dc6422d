import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from schemas_cache.models import Schema

pytestmark = pytest.mark.django_db
SEED = Path(__file__).parent / "seed_schemas.json"


def output_of(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def test_a_file_goes_in_and_is_counted() -> None:
    assert output_of("import_schemas", str(SEED)) == "1 schemas added, 0 were there already and stayed.\n"
    assert output_of("import_schemas", str(SEED)) == "0 schemas added, 1 were there already and stayed.\n"


def test_a_file_comes_out_as_it_went_in(tmp_path: Path) -> None:
    call_command("import_schemas", str(SEED), stdout=StringIO())

    output_of("export_schemas", str(tmp_path / "schemas.json"))

    written = (tmp_path / "schemas.json").read_text()
    assert json.loads(written)["schemas"] == json.loads(SEED.read_text())["schemas"]
    assert output_of("export_schemas") == written


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "Expecting property name"),
        (b"\xff", "can't decode"),
        (b"[" * 100_000, "recursion"),
        (b"{}", 'has the key "schemas"'),
        (b'{"schemas": {"a": {}}}', "entry 'a': description_hash is 64 hexadecimal digits"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_name(tmp_path: Path, content: bytes, reason: str) -> None:
    file = tmp_path / "schemas.json"
    file.write_bytes(content)

    with pytest.raises(CommandError) as caught:
        call_command("import_schemas", str(file))

    assert str(caught.value).startswith(f"{file}: ")
    assert reason in str(caught.value)
    assert not Schema.objects.exists()


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_schemas", str(tmp_path / "nothing.json"))


def test_a_file_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Is a directory"):
        call_command("export_schemas", str(tmp_path))
