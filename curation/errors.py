"""What can go wrong with accounts.

AccountError
├── AccountExists    there is an account of this name already
├── AccountNotFound  there is none
└── AccountUnfit     the name cannot be one, the account cannot be signed in with, or its group is missing
"""


class AccountError(Exception):
    """The root of the errors with accounts: `str(error)` is a sentence for whoever runs the installation."""


class AccountExists(AccountError):
    """There is an account of this name already."""


class AccountNotFound(AccountError):
    """There is no account of this name."""


class AccountUnfit(AccountError):
    """The name cannot be one, the account cannot be signed in with, or its group is missing."""
