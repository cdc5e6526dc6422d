"""Calls are signed as Standard Webhooks has it."""

from base64 import b64decode

from jobs.signing import new_secret, signed


def test_it_is_the_signature_that_others_compute() -> None:
    """The example is that of the documentation of Svix, who wrote the standard."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    assert signed("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}', secret) == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_a_secret_has_32_bytes_behind_its_prefix_and_is_never_the_same() -> None:
    first, second = new_secret(), new_secret()
    assert (first[:6], len(b64decode(first[6:]))) == ("whsec_", 32)
    assert first != second
