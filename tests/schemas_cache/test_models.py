import pytest
from django.db import IntegrityError, transaction

from schemas_cache.errors import RevisionImmutable
from schemas_cache.models import DesignLease, Revision, Schema
from schemas_cache.services import store
from tests.schemas_cache.designs import schema

pytestmark = pytest.mark.django_db


def test_a_revision_stays_as_it_is() -> None:
    store(schema())
    revision = Revision.objects.get()
    revision.columns = []

    with pytest.raises(RevisionImmutable, match="revision 1 exists and stays as it is"):
        revision.save()

    assert Revision.objects.get().columns == schema().to_json_list()


def test_a_number_is_given_once() -> None:
    store(schema())

    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.create(schema=Schema.objects.get(), number=1, columns=[])


def test_a_schema_is_called_by_its_description_shortened_or_else_its_hash() -> None:
    assert str(Schema(description="People with a name")) == "People with a name"
    assert str(Schema(description="x" * 100)) == "x" * 77 + "…"
    assert str(Schema(hash="ab" * 32)) == "ab" * 32


def test_a_lease_is_called_by_its_key() -> None:
    assert str(DesignLease(key="ab" * 32)) == "ab" * 32
