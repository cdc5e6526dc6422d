"""How a call is signed, so that its receiver knows whom it is from: as Standard Webhooks has it."""

import hmac
from base64 import b64decode, b64encode
from hashlib import sha256
from secrets import token_bytes

_SECRET_BYTES = 32
_PREFIX = "whsec_"


def new_secret() -> str:
    """Return what a receiver checks the signatures with, which nobody else knows."""
    return _PREFIX + b64encode(token_bytes(_SECRET_BYTES)).decode()


def signed(identity: str, moment: int, body: bytes, secret: str) -> dict[str, str]:
    """Return the headers by which a receiver knows that a call of this `moment`, in seconds, is from here."""
    key = b64decode(secret.removeprefix(_PREFIX))
    digest = hmac.new(key, f"{identity}.{moment}.".encode() + body, sha256).digest()
    return {
        "webhook-id": identity,
        "webhook-timestamp": str(moment),
        "webhook-signature": f"v1,{b64encode(digest).decode()}",
    }
