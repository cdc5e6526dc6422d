"""What the library cannot see by itself."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerExtension
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
        for field in schema["properties"].values():
            if field.get("type") == "string" and isinstance(field.get("default"), bool):
                field["default"] = str(field["default"]).lower()  # a flag of a query is a word
        return schema | {"additionalProperties": False}


class TokenExtension(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # as above
    """Documents how a token is sent: clients know Bearer best."""

    target_class = "curation.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:  # noqa: ARG002 - the library's
        """Return the scheme."""
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "An instructor's token, made at /admin/token/; `Authorization: Token <key>` does as well.",
        }


class SessionExtension(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # as above
    """Documents that whoever is signed in to the admin may call as well."""

    target_class = "rest_framework.authentication.SessionAuthentication"
    name = "session"
    priority = 1  # before the library's own

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:  # noqa: ARG002 - the library's
        """Return the scheme."""
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": "The session of the admin. What changes something needs the header X-CSRFToken as well.",
        }


def require_bodies(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Say of each request body that it must be there, which the library says only where a field is required."""
    for path in result["paths"].values():
        for operation in path.values():
            if "requestBody" in operation:
                operation["requestBody"]["required"] = True
    return result
