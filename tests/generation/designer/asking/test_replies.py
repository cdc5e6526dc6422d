import json
from typing import Any

import pytest

from generation.designer.asking.replies import Said, read_reply
from generation.designer.asking.setbacks import Setback
from generation.designer.errors import ModelAnswerUnusable
from tests.scripted_model import completion


def test_a_completion_is_read() -> None:
    reply = read_reply(completion("hello"))
    assert (reply.said(), reply.prompt_tokens, reply.completion_tokens) == (Said("hello", is_cut=False), 1000, 200)


def test_an_answer_that_ran_out_of_room_says_so() -> None:
    assert read_reply(completion("hel", finish_reason="length")).said() == Said("hel", is_cut=True)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"\xff\xfe",
        b"[" * 100_000,
        b"null",
        b"[]",
        b'{"choices": null}',
        b'{"choices": []}',
        b'{"choices": ["text"]}',
        b'{"choices": [{"message": null}]}',
    ],
)
def test_what_is_no_completion_may_pass(body: bytes) -> None:
    with pytest.raises(Setback) as caught:
        read_reply(body)
    assert isinstance(caught.value.error, ModelAnswerUnusable)


@pytest.mark.parametrize("content", [None, "", " \n"])
def test_an_empty_answer_may_pass(content: str | None) -> None:
    with pytest.raises(Setback):
        read_reply(completion(content)).said()


@pytest.mark.parametrize(
    "body", [completion(None, refusal="I can't help with that."), completion("", finish_reason="content_filter")]
)
def test_a_refusal_does_not_pass(body: bytes) -> None:
    with pytest.raises(ModelAnswerUnusable):
        read_reply(body).said()


@pytest.mark.parametrize("usage", [None, [], {}, {"prompt_tokens": "many"}, {"prompt_tokens": -1}])
def test_a_cost_that_makes_no_sense_counts_as_nothing(usage: Any) -> None:
    document = {"choices": [{"message": {"content": "hello"}}], "usage": usage}
    assert read_reply(json.dumps(document).encode()).prompt_tokens == 0
