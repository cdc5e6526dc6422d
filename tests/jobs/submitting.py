"""A job is taken in, in a process of its own: `python -m tests.jobs.submitting ROWS PARTS`.

Prints a JSON object: its `id`, and the `sha256` of its rows made in one piece.
"""

import json
import sys
from hashlib import sha256

import django


def main(rows: int, parts: int) -> None:
    django.setup()
    from tests.jobs.wished import submitted, whole  # noqa: PLC0415 - it knows models

    status = submitted(rows, parts)
    sys.stdout.write(json.dumps({"id": str(status.id), "sha256": sha256(whole(status)).hexdigest()}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
