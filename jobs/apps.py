"""The app's name in Django and in the admin."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Datasets that take long."""

    name = "jobs"
    verbose_name = "Jobs"

    def ready(self) -> None:
        """Have those who ask how the service is doing told how it stands with jobs."""
        from generation.health import watch_work  # noqa: PLC0415 - it knows models, which are there now
        from jobs.figures import work  # noqa: PLC0415 - as above

        watch_work(work)
