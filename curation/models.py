"""The tables of accounts: who was given a password for one sign-in."""

from django.conf import settings
from django.db import models


class OneTimePassword(models.Model):
    """That a user's password was made for them, to sign in with once; setting another one removes this."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="one_time_password")
    expires_at = models.DateTimeField(help_text="Until then it may be signed in with.")
    used_at = models.DateTimeField(null=True, blank=True, help_text="When it was signed in with.")

    def __str__(self) -> str:
        return f"one-time password of {self.user}"
