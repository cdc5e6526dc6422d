"""What can go wrong with backups.

UpkeepError
├── BackupRunning    somebody else makes a backup in this folder just now
├── BackupUnusable   what is there is no backup, or not as it was written
└── ProgramFailed    a program of PostgreSQL could not do its work, or is not there
"""


class UpkeepError(Exception):
    """The root of the errors of upkeep: `str(error)` is a line for people."""


class BackupRunning(UpkeepError):
    """Somebody else makes a backup in this folder just now."""


class BackupUnusable(UpkeepError):
    """What is there is no backup, or not as it was written."""


class ProgramFailed(UpkeepError):
    """A program of PostgreSQL could not do its work, or is not there."""
