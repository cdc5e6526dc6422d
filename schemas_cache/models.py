"""The tables: a schema, its revisions, who is designing one just now, and what a day brought and cost."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from schemas_cache.errors import RevisionImmutable

BY_HAND = "columns changed by hand"  # in place of an instruction


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
    parent = models.CharField(
        max_length=64, blank=True, db_index=True, help_text="The hash of the schema that this one was refined from."
    )
    parent_revision = models.PositiveIntegerField(null=True, blank=True)
    instruction = models.TextField(blank=True, help_text="What was asked to be changed in the parent.")
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="merged",
        help_text="The schema that stands for this one, whose own revisions serve its permanent links alone.",
    )
    searchable = models.TextField(
        blank=True,
        editable=False,
        help_text="Description and column names in folded case: databases fold only ASCII alike.",
    )

    class Meta:
        """What an instructor may do besides what Django names; the curated ones are few among many, and browsed."""

        indexes: ClassVar = [
            models.Index(
                fields=["domain"], condition=models.Q(curated=True, merged_into=None), name="curated_by_domain"
            )
        ]
        permissions: ClassVar = [
            ("curate_schema", "Can mark schemas as curated, and merge them"),
            ("export_schema", "Can export schemas"),
            ("import_schema", "Can import schemas"),
        ]

    def __str__(self) -> str:
        return f"{self.description[:77]}…" if len(self.description) > 78 else self.description or self.hash  # noqa: PLR2004 - a line of a list

    @property
    def change(self) -> str:
        """Return what was changed in the parent, in words; nothing where there is none."""
        return self.instruction or (BY_HAND if self.parent else "")


class Revision(models.Model):
    """The columns of a schema at one time, for ever: permanent links rely on them."""

    schema = models.ForeignKey(Schema, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(default=1)
    columns = models.JSONField(help_text="A list, because PostgreSQL loses the order of an object's keys.")
    locale = models.CharField(max_length=20)
    designed_by = models.CharField(blank=True)
    author = models.CharField(max_length=150, blank=True, help_text="The user who made it, if a user did.")
    origins = models.JSONField(default=dict, blank=True, help_text="Why each column is there, by its name.")
    assumptions = models.JSONField(default=list, blank=True)
    not_understood = models.JSONField(default=list, blank=True)
    requests = models.PositiveIntegerField(default=0, help_text="How often the language model was asked for it.")
    prompt_tokens = models.PositiveBigIntegerField(default=0)
    completion_tokens = models.PositiveBigIntegerField(default=0)
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


class Spending(models.Model):
    """What the language model cost on one day, in UTC; see `budget`."""

    day = models.DateField(unique=True)
    designs = models.PositiveBigIntegerField(default=0)
    tokens = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.day}: {self.designs:,} designs, {self.tokens:,} tokens"


class DailyUse(models.Model):
    """What was asked for on one day, in UTC, and what the cache saved; see `daily_use`."""

    day = models.DateField(unique=True)
    requests = models.PositiveBigIntegerField(default=0, help_text="Descriptions, schemas and instructions that came.")
    hits = models.PositiveBigIntegerField(default=0, help_text="Those of them whose schema was there already.")
    links = models.PositiveBigIntegerField(default=0, help_text="Datasets made again from a permanent link.")
    model_designs = models.PositiveBigIntegerField(default=0, help_text="Designs that the language model made.")
    offline_designs = models.PositiveBigIntegerField(default=0, help_text="Designs that rules made.")
    fallbacks = models.PositiveBigIntegerField(
        default=0, help_text="Those of them that stand in for the language model."
    )
    saved_designs = models.PositiveBigIntegerField(default=0, help_text="Hits on what the language model had made.")
    saved_tokens = models.PositiveBigIntegerField(default=0, help_text="What these designs had cost.")

    def __str__(self) -> str:
        return f"{self.day}: {self.requests:,} requests, {self.hits:,} hits"
