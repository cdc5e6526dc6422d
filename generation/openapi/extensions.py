"""What the library cannot see by itself."""

from typing import Any

from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema

from generation.serializers import SchemaRequest


class StrictExtension(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]  # registers itself, untyped
    """Documents that the requests' serializers take no unknown fields, and either a description or a schema."""

    target_class = "generation.serializers.Strict"
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: Any) -> dict[str, Any]:
        """Return the serializer's schema, narrowed."""
        map_plainly = auto_schema._map_serializer  # noqa: SLF001 - as the library's own extensions do
        schema: dict[str, Any] = map_plainly(self.target, direction, bypass_extensions=True)  # type: ignore[no-untyped-call]  # it has no types
        if isinstance(self.target, SchemaRequest):
            schema["oneOf"] = [{"required": ["description"]}, {"required": ["schema"]}]
        return schema | {"additionalProperties": False}


def require_bodies(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Say of each request body that it must be there, which the library says only where a field is required."""
    for path in result["paths"].values():
        for operation in path.values():
            if "requestBody" in operation:
                operation["requestBody"]["required"] = True
    return result
