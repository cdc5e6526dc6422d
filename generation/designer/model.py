"""The language model as a designer: asks it, reads its answer, shows it its mistakes once, within one deadline.

The only module that knows the openai SDK. The SDK's own retries, timeouts, redirects and parsing are not used: they
know no total deadline, retry an empty account, and raise whatever comes for an answer that is not of the protocol.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from generation.designer.asking.conversing import Ask, converse
from generation.designer.asking.deadline import Deadline
from generation.designer.asking.outcomes import Tally
from generation.designer.asking.prompt import Message, Prompt, Wish, answer_schema
from generation.designer.asking.providers import PROVIDERS
from generation.designer.asking.replies import Said, read_reply
from generation.designer.asking.setbacks import Failure, Setback
from generation.designer.design import Design, ModelSettings
from generation.designer.errors import ModelError, ModelRefused
from generation.designer.refining.conversing import converse as change

if TYPE_CHECKING:
    import openai
    from openai.types.chat import ChatCompletionMessageParam

_DEFAULT_BASE_URL = PROVIDERS["openai"].base_url  # given to the SDK always: its own default comes from the environment

_FIRST_PAUSE = 0.5  # seconds; doubled with each attempt
_LEAST_JITTER = 0.75  # of a pause, so that clients that failed together do not come back together
_DICE = random.SystemRandom()

# How strictly the form of the answer can be asked for. Compatible servers differ: what one refuses is remembered for
# this process, by address and model, as the place in this tuple to begin at.
_FORMATS: tuple[dict[str, Any] | None, ...] = (
    {"type": "json_schema", "json_schema": {"name": "dataset", "strict": True, "schema": answer_schema()}},
    {"type": "json_object"},
    None,
)
_FORMAT_WORDS = ("response_format", "json_schema", "json_object")
_FORMAT_BY_SERVER: dict[tuple[str, str], int] = {}


def will_ask_model(settings: ModelSettings) -> None:
    """Read what the model is asked with, which takes a second, so that no design waits for it; ask nothing yet."""
    with suppress(ModelRefused), _session(settings, Tally(settings.name, Deadline(settings.deadline))) as session:
        session.prepare()


def design_with_model(description: str, locale: str | None, settings: ModelSettings) -> Design:
    """Return the model's design, compiled and tried on rows. Raises a ModelError within `settings.deadline`."""
    return _talk(settings, lambda ask: converse(ask, Wish(description, locale), settings.name))


def refine_with_model(parent: Design, description: str, instruction: str, settings: ModelSettings) -> Design:
    """Return what the model makes of a design by an instruction. Raises a ModelError within `settings.deadline`."""
    return _talk(settings, lambda ask: change(ask, parent, description, instruction, settings.name))


def _talk(settings: ModelSettings, conversation: Callable[[Ask], Design]) -> Design:
    tally = Tally(settings.name, Deadline(settings.deadline))
    try:
        with _session(settings, tally) as session:
            design = conversation(session.ask)
    except ModelError as error:
        tally.report(type(error).__name__)
        error.spent = tally.spent
        raise
    tally.report("designed")
    return replace(design, spent=tally.spent)


@contextmanager
def _session(settings: ModelSettings, tally: Tally) -> "Iterator[_Session]":
    """Connect to the service. Raises ModelRefused for a key or an address that cannot be one."""
    import openai  # noqa: PLC0415 - costs a second of CPU, which a process without a model saves

    from generation.designer.transport import bounded_client, read_address  # noqa: PLC0415 - costs as much

    address = read_address(settings.base_url or _DEFAULT_BASE_URL)
    with openai.OpenAI(
        api_key=_read_key(settings.api_key),
        base_url=address,
        max_retries=0,
        http_client=bounded_client(tally.deadline, settings.allowed_hosts),
    ) as client:
        yield _Session(client, settings, address, tally)


class _Session:
    """The dealings with the service for one design, all of them before its one deadline."""

    def __init__(self, client: "openai.OpenAI", settings: ModelSettings, address: str, tally: Tally) -> None:
        self._client = client
        self._model = settings.name
        self._attempts = settings.attempts
        self._server = (address, settings.name)
        self._tally = tally

    def prepare(self) -> None:
        """Have the SDK read its own parts."""
        _ = self._client.chat.completions

    def ask(self, prompt: Prompt) -> Said:
        """Return what the model says, after as many attempts as are allowed and fit into the deadline."""
        attempt = 1
        while True:
            try:
                return self._attempt(prompt)
            except Setback as setback:
                pause = _pause(attempt) if setback.wait is None else setback.wait
                if attempt >= self._attempts or pause >= self._tally.deadline.left():
                    raise setback.error from setback
            time.sleep(pause)
            attempt += 1

    def _attempt(self, prompt: Prompt) -> Said:
        """Ask in the strictest format that the server knows; stepping down to the next one is not another attempt."""
        while True:
            level = _FORMAT_BY_SERVER.get(self._server, 0)
            try:
                reply = read_reply(self._send(prompt, _FORMATS[level]))
            except _FormatRefusedError:
                _FORMAT_BY_SERVER[self._server] = level + 1
            else:
                self._tally.add_tokens(reply.prompt_tokens, reply.completion_tokens)
                return reply.said()

    def _send(self, prompt: Prompt, answer_format: dict[str, Any] | None) -> bytes:
        """Return the body of a 200."""
        import openai  # noqa: PLC0415 - see _session

        self._tally.requests += 1
        try:
            response = self._client.chat.completions.with_raw_response.create(
                model=self._model,
                messages=_to_sdk(prompt.messages),
                response_format=cast("Any", answer_format or openai.omit),
            )
        except openai.APIStatusError as error:
            error.args = (f"status {error.status_code}",)  # the service's words may quote the key or the description
            if answer_format and any(word in error.response.text for word in _FORMAT_WORDS):
                raise _FormatRefusedError from error
            raise _failure(error).to_exception() from error
        return response.content


class _FormatRefusedError(Exception):
    """The server does not know this format of the answer."""


def _failure(error: "openai.APIStatusError") -> Failure:
    return Failure(error.status_code, dict(error.response.headers.items()), str(error.code or error.type))


def _to_sdk(messages: tuple[Message, ...]) -> "list[ChatCompletionMessageParam]":
    return cast(
        "list[ChatCompletionMessageParam]", [{"role": message.role, "content": message.text} for message in messages]
    )


def _pause(attempt: int) -> float:
    """Return how long to wait after so many attempts, in seconds."""
    return _FIRST_PAUSE * 2.0 ** (attempt - 1) * _DICE.uniform(_LEAST_JITTER, 1.0)


def _read_key(key: str) -> str:
    """Return the key if it can be sent. HTTP libraries quote a header that cannot, and so would the logs."""
    if not key or not key.isascii() or not key.isprintable() or " " in key:
        raise ModelRefused("The API key is empty or has characters that no key has")
    return key
