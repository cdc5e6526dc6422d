"""What can go wrong with those who ask.

AccessError
└── LimitReached   who asks has used up what one may have for now
"""


class AccessError(Exception):
    """The root of the errors of access."""


class LimitReached(AccessError):
    """Who asks has used up what one may have for now; or asks for more than that at once, and it `never` helps to wait.

    `limit` says in words what that is, such as "100 requests per minute"; after `retry_after` whole seconds there is
    enough of it again. `name` is the limit's own, for those who count.
    """

    def __init__(self, name: str, limit: str, *, retry_after: int, never: bool = False) -> None:
        told = (
            f"This is more than the limit of {limit} for one client"
            if never
            else f"The limit of {limit} for one client is reached. Please try again in {retry_after} seconds"
        )
        super().__init__(told)
        self.name = name
        self.limit = limit
        self.retry_after = retry_after
        self.never = never
