"""The tables: a schema, its revisions, and who is designing one just now."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from schemas_cache.errors import RevisionImmutable


class Schema(models.Model):
    """A description that was asked for, or a schema that was given; its columns are in its revisions."""

    hash = models.CharField(max_length=64, unique=True, help_text="Names the schema in links.")
    description_key = models.CharField(
        max_length=64,
        unique=True,
        help_text="What the description hashes to: the hash itself, unless the schema came from another program.",
    )
    description = models.TextField(blank=True)
    domain = models.CharField(blank=True)
    curated = models.BooleanField(default=False, help_text="Reviewed: nothing automatic changes or drops it.")
    usage_count = models.PositiveBigIntegerField(default=0)
    last_used = models.DateTimeField(null=True, blank=True)  # no index: every use would have to move it
    created_at = models.DateTimeField(default=timezone.now)
    current = models.PositiveIntegerField(default=1, verbose_name="current revision")
    searchable = models.TextField(
        blank=True,
        editable=False,
        help_text="Description and column names in folded case: databases fold only ASCII alike.",
    )

    def __str__(self) -> str:
        return f"{self.description[:77]}…" if len(self.description) > 78 else self.description or self.hash  # noqa: PLR2004 - a line of a list


class Revision(models.Model):
    """The columns of a schema at one time, for ever: permanent links rely on them."""

    schema = models.ForeignKey(Schema, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(default=1)
    columns = models.JSONField(help_text="A list, because PostgreSQL loses the order of an object's keys.")
    locale = models.CharField(max_length=20)
    designed_by = models.CharField(blank=True)
    assumptions = models.JSONField(default=list, blank=True)
    not_understood = models.JSONField(default=list, blank=True)
    engine_version = models.CharField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """A number is given once, also when two revise at the same time."""

        ordering: ClassVar = ["schema", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["schema", "number"], name="one_revision_a_number")]

    def __str__(self) -> str:
        return f"revision {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the revision; raises RevisionImmutable for one that exists."""
        if not self._state.adding:
            raise RevisionImmutable(f"{self} exists and stays as it is; an edit makes a new one")
        super().save(*args, **kwargs)


class DesignLease(models.Model):
    """Who may design for a key until when, and how the last attempt failed; see `leases`."""

    key = models.CharField(max_length=64, unique=True)
    owner = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField()
    failure = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.key
