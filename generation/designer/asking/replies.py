"""The envelope of a model's answer: the chat completions protocol, read with distrust."""

import json
from dataclasses import dataclass
from typing import Any

from generation.designer.asking.setbacks import Setback
from generation.designer.errors import ModelAnswerUnusable


@dataclass(frozen=True, slots=True)
class Said:
    """What the model said. `is_cut`: it ran out of room."""

    text: str
    is_cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The envelope's content. `text` is None where the model said nothing; the tokens are what the service counted."""

    text: str | None
    finish_reason: str
    is_refusal: bool
    prompt_tokens: int
    completion_tokens: int

    def said(self) -> Said:
        """Return the text. Raises ModelAnswerUnusable if the model would not speak, Setback if it said nothing."""
        if self.is_refusal:
            raise ModelAnswerUnusable("The language model declined to answer")
        if self.finish_reason == "content_filter":
            raise ModelAnswerUnusable("The language model's content filter stopped the answer")
        if not self.text or not self.text.strip():
            raise Setback(ModelAnswerUnusable("The language model's answer is empty"))
        return Said(self.text, is_cut=self.finish_reason == "length")


def read_reply(body: bytes) -> Reply:
    """Read the body of a 200. Raises Setback when it is not a completion, as from a gateway's page that says 200."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Setback(ModelAnswerUnusable("OpenAI API answered something that is not JSON")) from error
    choice = _first(_get(document, "choices"))
    message = _get(choice, "message")
    if not isinstance(message, dict):
        raise Setback(ModelAnswerUnusable("OpenAI API answered without a message"))
    text, usage = message.get("content"), _get(document, "usage")
    return Reply(
        text=text if isinstance(text, str) else None,
        finish_reason=str(_get(choice, "finish_reason")),
        is_refusal=bool(message.get("refusal")),
        prompt_tokens=_count(_get(usage, "prompt_tokens")),
        completion_tokens=_count(_get(usage, "completion_tokens")),
    )


def _get(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else None


def _count(value: Any) -> int:
    return value if isinstance(value, int) and value >= 0 else 0
