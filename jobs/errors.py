"""What can go wrong with a job.

JobError
├── JobNotFound      there is no such job, or it was forgotten
├── JobUnfinished    its file is not there yet
├── JobGone          its file is not there any more, or never will be
├── FileBusy         as many files as can be are made of their parts just now
├── JobOutdated      this version of the service makes other bytes than the one that the job was begun with
├── AddressRefused   an address is none that may be called
├── PostFailed       who was called could not be reached
├── TooManyJobs      so many others are waiting that no more are taken
└── ClaimLost        somebody else makes a part now, or nobody is to make it any more
"""


class JobError(Exception):
    """The root of the errors of jobs."""


class JobNotFound(JobError):
    """There is no such job, or it was forgotten."""


class JobUnfinished(JobError):
    """The job's file is not there yet; look again after so many seconds."""

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class JobGone(JobError):
    """The job's file is not there any more, or never will be."""


class FileBusy(JobError):
    """As many files are made of their parts already as can be at the same time; try again after so many seconds."""

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class AddressRefused(JobError):
    """An address is none that may be called."""


class PostFailed(JobError):
    """Who was called could not be reached, or did not answer."""


class TooManyJobs(JobError):
    """So many others are waiting that no more are taken; try again after so many seconds."""

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class JobOutdated(JobError):
    """This version of the service makes other bytes than the one that the job was begun with, or cannot make them."""


class ClaimLost(JobError):
    """Somebody else makes a part now, or nobody is to make it any more."""
