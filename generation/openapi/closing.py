"""Which operations an API key is for: nearly all where the door is closed; else it has limits of its own."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings

_OPEN = {"healthCheck", "livenessCheck"}
_KEY, _PASSWORD = "key", "keyAsPassword"
_SCHEMES = {
    _KEY: {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key, which an instructor makes at /admin/access/apikey/. A service may ask for one of "
        "everybody; one that does not has limits for each key instead of for its sender's address.",
    },
    _PASSWORD: {
        "type": "http",
        "scheme": "basic",
        "description": "An API key as the password, with any name: so browsers send it, and programs that read a link "
        "by themselves.",
    },
}
_WITH_KEY: list[dict[str, list[str]]] = [{_KEY: []}, {_PASSWORD: []}]
_SIGNED_IN: list[dict[str, list[str]]] = [{"token": []}, {"session": []}]


def name_keys(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Say of each operation that is not for instructors alone what opens it."""
    result["components"].setdefault("securitySchemes", {}).update(_SCHEMES)
    operations = list(_operations(result))
    refusal = next(each["responses"]["401"] for each in operations if "401" in each["responses"])
    for operation in operations:
        if operation["operationId"] in _OPEN or any(operation.get("security", [])):
            continue
        if settings.API_KEYS_REQUIRED:
            operation["security"] = [*_WITH_KEY, *_SIGNED_IN]
            operation["responses"].setdefault("401", refusal)
        else:
            operation["security"] = [{}, *_WITH_KEY]
    return result


def _operations(result: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (operation for path in result["paths"].values() for operation in path.values() if "operationId" in operation)
