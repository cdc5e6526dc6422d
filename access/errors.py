"""What can go wrong with those who ask.

AccessError
├── LimitReached   who asks has used up what one may have for now
│   └── AskedTooMuch   or wants more at once than one may ever have
└── KeyNeeded      the door is closed, and who asks has brought nothing that opens it
"""


class AccessError(Exception):
    """The root of the errors of access."""


class LimitReached(AccessError):
    """Who asks has used up what one may have for now.

    `limit` says in words what that is, such as "100 requests per minute"; after `retry_after` whole seconds there is
    enough of it again. `name` is the limit's own, for those who count.
    """

    told = "The limit of {limit} for one client is reached. Please try again in {seconds} seconds"

    def __init__(self, name: str, limit: str, *, retry_after: int) -> None:
        super().__init__(self.told.format(limit=limit, seconds=retry_after))
        self.name = name
        self.limit = limit
        self.retry_after = retry_after


class AskedTooMuch(LimitReached):
    """Who asks wants more at once than one may ever have."""

    told = "This alone is more than the limit of {limit} for one client. Please ask for less"


class KeyNeeded(AccessError):
    """The door is closed, and who asks has brought nothing that opens it."""
