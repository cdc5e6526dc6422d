import socket
import time
from collections.abc import Sequence
from typing import Any

import httpx2
import pytest

from generation.designer.asking.deadline import Deadline
from generation.designer.asking.setbacks import Setback
from generation.designer.errors import ModelAnswerUnusable, ModelRefused, ModelUnavailable
from generation.designer.transport import MAX_ANSWER_BYTES, bounded_client, read_address
from tests.scripted_model import Answer, ScriptedModel

PATIENCE = 20  # seconds: a busy machine takes less, what nobody stops takes more


def post(url: str, seconds: float = 5.0, allowed: Sequence[str] = ()) -> httpx2.Response:
    with bounded_client(Deadline(seconds), allowed) as client:
        return client.post(f"{url}/chat/completions", json={})


def names(monkeypatch: pytest.MonkeyPatch, *numbers: str) -> list[str]:
    """Let models.test lead to these numbers; return the names that are looked up."""
    asked, look_up = [], socket.getaddrinfo

    def look(host: str, port: int, *rest: Any, **named: Any) -> Any:
        asked.append(host)
        found = numbers if host == "models.test" else [host]
        return [entry for number in found for entry in look_up(number, port, *rest, **named)]

    monkeypatch.setattr(socket, "getaddrinfo", look)
    return asked


def test_an_answer_is_read_to_its_end() -> None:
    with ScriptedModel(Answer(status=418, body=b"x" * 900_000)) as server:
        response = post(server.base_url)
    assert (response.status_code, response.headers["content-type"]) == (418, "application/json")
    assert response.content == b"x" * 900_000


def test_an_answer_above_the_bound_ends() -> None:
    with ScriptedModel(Answer(body=b"x" * MAX_ANSWER_BYTES)) as server, pytest.raises(ModelAnswerUnusable):
        post(server.base_url)


def test_an_error_above_the_bound_ends_too() -> None:
    with ScriptedModel(Answer(status=500, body=b"x" * MAX_ANSWER_BYTES)) as server, pytest.raises(ModelAnswerUnusable):
        post(server.base_url)


def test_no_compression_is_asked_for() -> None:
    with ScriptedModel("good") as server:
        post(server.base_url)
    assert server.requests[0].headers["Accept-Encoding"] == "identity"


def test_all_addresses_of_a_host_are_tried() -> None:
    with ScriptedModel("good") as server:
        assert post(server.base_url.replace("127.0.0.1", "localhost")).status_code == 200


@pytest.mark.parametrize("host", ["127.0.0.1:1", f"{'a' * 64}.example"])
def test_a_host_that_cannot_be_reached_may_come_back(host: str) -> None:
    with pytest.raises(Setback, match=r"^OpenAI API connection error$"):
        post(f"http://{host}/v1")


@pytest.mark.parametrize("numbers", [["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["::ffff:127.0.0.1"]])
def test_a_name_that_leads_into_a_private_network_is_refused(
    monkeypatch: pytest.MonkeyPatch, numbers: list[str]
) -> None:
    names(monkeypatch, *numbers)
    with ScriptedModel("good") as server, pytest.raises(ModelRefused, match="leads into a private network"):
        post(server.base_url.replace("127.0.0.1", "models.test"))
    assert server.calls == 0


@pytest.mark.parametrize("allowed", ["models.test", ".test", "*"])
def test_a_name_that_is_listed_may(monkeypatch: pytest.MonkeyPatch, allowed: str) -> None:
    names(monkeypatch, "127.0.0.1")
    with ScriptedModel("good") as server:
        response = post(server.base_url.replace("127.0.0.1", "models.test"), allowed=[allowed])
    assert (response.status_code, server.requests[0].headers["Host"].partition(":")[0]) == (200, "models.test")


def test_the_connection_goes_to_what_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = names(monkeypatch, "127.0.0.1")
    with ScriptedModel("good") as server:
        post(server.base_url.replace("127.0.0.1", "models.test"), allowed=["models.test"])
    assert asked.count("models.test") == 1


def test_a_redirect_is_not_followed() -> None:
    with ScriptedModel("good") as other:
        there = Answer(status=307, headers=(("Location", f"{other.base_url}/chat/completions"),))
        with ScriptedModel(there) as server:
            assert (post(server.base_url).status_code, other.calls) == (307, 0)


def test_a_server_that_does_not_speak_tls_may_come_back() -> None:
    with ScriptedModel("good") as server, pytest.raises(Setback, match=r"^OpenAI API connection error$"):
        post(server.base_url.replace("http://", "https://"))


def test_a_handshake_that_hangs_ends_at_the_deadline() -> None:
    start = time.monotonic()
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        pytest.raises(ModelUnavailable, match=r"^OpenAI API timeout$"),
    ):
        post(f"https://127.0.0.1:{silent.getsockname()[1]}/v1", seconds=0.5)
    assert 0.5 <= time.monotonic() - start < PATIENCE


def test_nothing_is_sent_after_the_deadline() -> None:
    with ScriptedModel("good") as server, pytest.raises(ModelUnavailable, match=r"^OpenAI API timeout$"):
        post(server.base_url, seconds=0.0)
    assert server.calls == 0


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://api.openai.com/v1", "https://api.openai.com/v1"),
        ("http://user:password@127.0.0.1:8001/v1", "http://127.0.0.1:8001/v1"),
        ("HTTP://[::1]:11434/v1/", "http://[::1]:11434/v1/"),
    ],
)
def test_an_address_is_read_without_its_credentials(text: str, address: str) -> None:
    assert read_address(text) == address


@pytest.mark.parametrize("text", ["", "v1", "file:///etc/passwd", "http:///v1", "http://127.0.0.1:99999/"])
def test_what_cannot_be_an_address_is_refused(text: str) -> None:
    with pytest.raises(ModelRefused):
        read_address(text)
