"""Services and local servers that speak the chat completions protocol, by the name that an operator knows them by."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

NO_KEY = "none"  # what is sent where no key is needed: the protocol's header is there anyway


@dataclass(frozen=True, slots=True)
class Provider:
    """Where it is found, and the model that is asked when no other is named.

    `model` is None where the operator alone knows it. A local server `needs_key` no more than its operator says.
    """

    base_url: str
    model: str | None
    needs_key: bool = True


PROVIDERS: Mapping[str, Provider] = MappingProxyType(
    {
        "openai": Provider("https://api.openai.com/v1", "gpt-4o-mini"),
        "cerebras": Provider("https://api.cerebras.ai/v1", "gpt-oss-120b"),
        "deepseek": Provider("https://api.deepseek.com/v1", "deepseek-v4-flash"),
        "gemini": Provider("https://generativelanguage.googleapis.com/v1beta/openai", "gemini-3.5-flash"),
        "groq": Provider("https://api.groq.com/openai/v1", "openai/gpt-oss-20b"),
        "mistral": Provider("https://api.mistral.ai/v1", "mistral-small-latest"),
        "openrouter": Provider("https://openrouter.ai/api/v1", "openai/gpt-4o-mini"),
        "together": Provider("https://api.together.xyz/v1", "meta-llama/Llama-3.3-70B-Instruct-Turbo"),
        "xai": Provider("https://api.x.ai/v1", None),
        # on the operator's own machine
        "llamacpp": Provider(
            "http://127.0.0.1:8080/v1", "default", needs_key=False
        ),  # has one model, asked by any name
        "lmstudio": Provider("http://127.0.0.1:1234/v1", None, needs_key=False),
        "localai": Provider("http://127.0.0.1:8080/v1", None, needs_key=False),
        "ollama": Provider("http://127.0.0.1:11434/v1", "llama3.1", needs_key=False),
        "vllm": Provider("http://127.0.0.1:8000/v1", None, needs_key=False),
    }
)
