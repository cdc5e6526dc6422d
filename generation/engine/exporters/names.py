"""Names of columns for those who do not tell A from a."""


def ascii_folded(name: str) -> str:
    """Return the name as SQLite compares it: it knows the cases of A to Z alone."""
    return "".join(letter.lower() if letter.isascii() else letter for letter in name)
