"""What somebody named is called only where it is no way into a private network."""

import socket
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from jobs import posting
from jobs.errors import AddressRefused, PostFailed
from jobs.posting import Address, post
from tests.jobs.certificates import certify
from tests.jobs.receiver import receive

HERE = ["localhost"]
SPELLED = ["127.1", "0x7f000001", "2130706433", "0177.0.0.1", "[::1]", "[::ffff:7f00:1]", "localhost", "LOCALHOST"]
UNFIT = {
    "ftp://example.org/": "it is not an address such as https://example.org/hook",
    "example.org/hook": "it is not an address such as https://example.org/hook",
    "https://": "it is not an address such as https://example.org/hook",
    "https:///hook": "it is not an address such as https://example.org/hook",
    "https://example.org:0/": "it is not an address such as https://example.org/hook",
    "https://example.org:65536/": "it is not an address such as https://example.org/hook",
    "https://[::1/": "it is not an address such as https://example.org/hook",
    "https://ann:secret@example.org/": "it has a name, a password or a fragment in it, which are not sent",
    "https://@example.org/": "it has a name, a password or a fragment in it, which are not sent",
    "https://example.org/#part": "it has a name, a password or a fragment in it, which are not sent",
    "https://example.org/a b": "it has more than 2000 characters, or one that no address has",
    "https://example.org/\r\nHost: other": "it has more than 2000 characters, or one that no address has",
    "https://exämple.org/": "it has more than 2000 characters, or one that no address has",
    "https://example.org/" + "a" * 2000: "it has more than 2000 characters, or one that no address has",
}


def names(monkeypatch: pytest.MonkeyPatch, *numbers: str) -> list[str]:
    """Let the name hook.test lead to these numbers, and return which names are asked for."""
    real, asked = socket.getaddrinfo, []

    def found(host: str, port: int, *args: Any, **kwargs: Any) -> Any:
        if host != "hook.test":
            return real(host, port, *args, **kwargs)
        asked.append(host)
        return [entry for number in numbers for entry in real(number, port, *args, **kwargs)]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    return asked


@pytest.mark.parametrize("host", SPELLED)
def test_this_machine_is_found_out_however_it_is_spelled(host: str) -> None:
    with pytest.raises(AddressRefused, match=r"^it leads into a private network$"):
        Address.of(f"http://{host}/").resolved([])


def test_one_private_number_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, "8.8.8.8", "10.0.0.1")
    with pytest.raises(AddressRefused, match=r"^it leads into a private network$"):
        Address.of("https://hook.test/").resolved([])


def test_a_public_name_leads_to_its_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, "8.8.8.8", "8.8.4.4")
    assert Address.of("https://hook.test/").resolved([]) == ["8.8.8.8", "8.8.4.4"]


@pytest.mark.parametrize(("url", "message"), UNFIT.items())
def test_what_is_no_address_is_refused(url: str, message: str) -> None:
    with pytest.raises(AddressRefused) as caught:
        Address.of(url)
    assert str(caught.value) == message


def test_an_address_is_taken_apart() -> None:
    assert Address.of("HTTPS://Example.org/a/b?c=d") == Address(
        is_secure=True, host="example.org", port=443, path="/a/b?c=d"
    )


def test_a_body_arrives_and_the_status_comes_back() -> None:
    with receive(status=202) as receiver:
        assert post(receiver.url, b"{}", {"Content-Type": "application/json"}, allowed=HERE) == 202
    (call,) = receiver.calls
    assert (call.path, call.body, call.headers["host"]) == ("/hook?of=jobs", b"{}", f"localhost:{receiver.port}")


def test_a_redirect_is_not_followed() -> None:
    with receive(status=307) as receiver:
        assert post(receiver.url, b"{}", {}, allowed=HERE) == 307
    assert len(receiver.calls) == 1


def test_nobody_is_called_who_is_not_allowed() -> None:
    with receive() as receiver, pytest.raises(AddressRefused):
        post(receiver.url, b"{}", {})
    assert receiver.calls == []


def test_the_name_is_asked_for_once_and_the_connection_goes_to_what_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = names(monkeypatch, "127.0.0.1")
    with receive() as receiver:
        assert post(f"http://hook.test:{receiver.port}/", b"{}", {}, allowed=["hook.test"]) == 204
    assert asked == ["hook.test"]
    assert receiver.calls[0].headers["host"] == f"hook.test:{receiver.port}"


def test_no_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    with receive() as receiver:
        assert post(receiver.url, b"{}", {}, allowed=HERE) == 204


def test_who_does_not_answer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "SECONDS", 0.2)
    with receive(is_silent=True) as receiver, pytest.raises(PostFailed):
        post(receiver.url, b"{}", {}, allowed=HERE)


def test_who_is_reached_too_late_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.create_connection

    def late(address: tuple[str, int], _: float) -> socket.socket:
        sleep(0.3)
        return real(address, 10)

    monkeypatch.setattr(posting, "SECONDS", 0.1)
    monkeypatch.setattr(socket, "create_connection", late)
    with receive() as receiver, pytest.raises(PostFailed, match=r"TimeoutError$"):
        post(receiver.url, b"{}", {}, allowed=HERE)
    assert receiver.calls == []


def test_who_is_not_there_is_told_of() -> None:
    with receive() as receiver:
        url = receiver.url
    with pytest.raises(PostFailed, match=r"^it could not be reached, or did not answer: ConnectionRefusedError$"):
        post(url, b"{}", {}, allowed=HERE)


def test_what_speaks_no_tls_gets_nothing_that_is_meant_for_it() -> None:
    with receive() as receiver, pytest.raises(PostFailed):
        post(f"https://localhost:{receiver.port}/", b"{}", {}, allowed=HERE)
    assert receiver.calls == []


def test_the_certificate_is_that_of_the_name_and_not_of_the_number(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    names(monkeypatch, "127.0.0.1")
    certificate = certify(tmp_path, "hook.test")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with receive(certificate=certificate) as receiver:
        assert post(f"https://hook.test:{receiver.port}/", b"{}", {}, allowed=["hook.test"]) == 204


@pytest.mark.parametrize(("known", "of"), [(False, "hook.test"), (True, "other.test")])
def test_who_has_no_good_certificate_gets_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, known: bool, of: str
) -> None:
    names(monkeypatch, "127.0.0.1")
    certificate = certify(tmp_path, of)
    if known:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with (
        receive(certificate=certificate) as receiver,
        pytest.raises(PostFailed, match=r"SSLCertVerificationError$"),
    ):
        post(f"https://hook.test:{receiver.port}/", b"{}", {}, allowed=["hook.test"])
    assert receiver.calls == []


def test_a_name_that_leads_nowhere_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    with pytest.raises(PostFailed, match=r"^its host cannot be found$"):
        post("https://hook.test/", b"{}", {})
