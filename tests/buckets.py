"""A store that speaks Amazon's S3 protocol, on loopback: moto's server, in a thread of this process."""

import logging
from collections.abc import Iterator
from http.client import HTTPConnection
from uuid import uuid4

import pytest

KEY = {"JOB_BUCKET_REGION": "eu-central-1", "JOB_BUCKET_KEY_ID": "tests", "JOB_BUCKET_SECRET": "of the tests"}


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """Return the address of a store, which takes any key."""
    from moto.server import ThreadedMotoServer  # noqa: PLC0415 - most tests go without

    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


@pytest.fixture
def bucket(store: str) -> dict[str, str]:
    """Return the settings that lead to a bucket with nothing in it."""
    return new_bucket(store)


def new_bucket(store: str) -> dict[str, str]:
    """Make a bucket, and return the settings that lead to it."""
    name = f"bucket-{uuid4().hex}"
    connection = HTTPConnection(store.removeprefix("http://"))
    connection.request("PUT", f"/{name}")
    assert connection.getresponse().status == 200
    connection.close()
    return {"JOB_BUCKET": name, "JOB_BUCKET_URL": store, **KEY}
