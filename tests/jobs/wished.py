"""Jobs to make in tests, and what their files are compared with."""

from datetime import date
from threading import Event
from uuid import UUID

from generation.engine import DatasetSchema, Options
from generation.services import DatasetWish, SchemaWish, write_rows
from jobs import files, services
from jobs.claims import Claim, claim
from jobs.making import make_part, recipe_of
from jobs.models import Job, Part
from jobs.services import JobWish, Status

COLUMNS = {
    "id": {"faker_method": "row_number + 1", "data_type": "integer"},
    "name": {"faker_method": "fake.name()", "data_type": "string"},
}


def wish(rows: int = 100, columns: dict[str, dict[str, str]] | None = None, **options: bool | str) -> DatasetWish:
    schema = DatasetSchema.from_json(columns or COLUMNS, locale="en_US")
    return DatasetWish(
        schema=SchemaWish(schema=schema),
        rows=rows,
        format="csv",
        seed=7,
        as_of=date(2026, 1, 1),
        options=Options(**options),  # type: ignore[arg-type]  # each has its own type
    )


def submitted(rows: int = 100, parts: int | None = 4) -> Status:
    """Take in a job."""
    return services.submit(JobWish(dataset=wish(rows), parts=parts))


def claimed(owner: str = "a worker", job: UUID | None = None) -> Claim:
    """Take a part that there must be."""
    found = claim(owner, job)
    assert found is not None
    return found


def made(status: Status) -> Status:
    """Make all parts of a job, the last first."""
    parts = Part.objects.filter(job=status.id).count()
    assert [make_part(claimed(job=status.id), Event()) for _ in range(parts)] == [True] * parts
    return services.find(status.id)


def whole(status: Status) -> bytes:
    """Return the dataset of a job as it is made in one piece."""
    recipe = recipe_of(Job.objects.get(pk=status.id))
    return b"".join(write_rows(recipe, start=0, rows=recipe.rows, most_seconds=60))


def kept(status: Status) -> list[bytes]:
    """Return the files of a job's parts."""
    return [b"".join(files.read([files.part_name(status.id, part.number)])) for part in status.parts]
