"""The tables: what is used up of each client's allowances, and the keys that open a closed door."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

MOST_OF_A_NAME = 100  # characters


class Allowance(models.Model):
    """How much of one limit a client has used up; see `allowances`.

    Without an index on what changes with every charge, PostgreSQL writes the new row beside the old one and is done.
    """

    key = models.CharField(max_length=64, primary_key=True, help_text="Of the limit and the client, who is not told.")
    full_at = models.FloatField(help_text="When nothing of it will be used up, in seconds since 1970.")

    def __str__(self) -> str:
        return self.key


class ApiKey(models.Model):
    """A key that somebody was given, of which only a digest is kept; see `keys`."""

    name = models.CharField(max_length=MOST_OF_A_NAME, help_text="Whose it is, or what for.")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    beginning = models.CharField(max_length=12, editable=False, help_text="By which its owner knows it again.")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    last_used = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        """The newest first."""

        verbose_name = "API key"
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.name} ({self.beginning}…)"
