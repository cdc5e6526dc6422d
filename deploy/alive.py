"""Ends with 0 if the web processes of this container answer: `python deploy/alive.py`."""

import os
import sys
from http.client import HTTPConnection, HTTPException

_SECONDS = 4


def alive(port: int) -> bool:
    """Tell whether the server at this port of the machine answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=_SECONDS)
    try:
        connection.request("GET", "/health/live", headers={"Host": "localhost"})
        return connection.getresponse().status < 400  # noqa: PLR2004 - what a server answers that is well
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(not alive(int(os.environ.get("PORT") or 8000)))
