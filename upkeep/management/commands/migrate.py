"""`manage.py migrate`, while others use the tables."""

from time import sleep
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

_ATTEMPTS = 10
_LOCK_MILLISECONDS = 3000  # whoever asks for the table meanwhile waits behind us for so long
_PAUSE_SECONDS = 2.0  # in which they go on
_BUSY = {"55P03", "40P01"}  # lock_not_available, deadlock_detected
_OURS = 0x7461626C6573  # a number for the lock by which one migrates at a time


class Command(migrate.Command):
    """Django's own, which on PostgreSQL waits for nobody so long that all others would wait behind it."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; what finds a table busy is undone and tried again. Raises CommandError when it stays so."""
        connection = connections[options["database"]]
        if connection.vendor != "postgresql":
            super().handle(*args, **options)
            return
        for _ in range(_ATTEMPTS):
            try:
                self._migrate_alone(connection, *args, **options)
            except OperationalError as error:
                if getattr(error.__cause__, "sqlstate", None) not in _BUSY:
                    raise
                self.stderr.write("A table is busy; the migration is tried again.")
                sleep(_PAUSE_SECONDS)
            else:
                return
        raise CommandError("A table stays busy: end what holds it (pg_stat_activity tells), and migrate again.")

    def _migrate_alone(self, connection: BaseDatabaseWrapper, *args: Any, **options: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [str(_LOCK_MILLISECONDS)])
            cursor.execute("SELECT pg_advisory_lock(%s)", [_OURS])
        try:
            super().handle(*args, **options)
        finally:
            connection.close()  # with all that this session has set and locked
