"""The openapi document, as it is served."""

from typing import Any

from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.request import Request
from rest_framework.response import Response


class OpenApiView(SpectacularJSONAPIView):
    """The document, which is in English: the library's parameter `lang` would fill the memory, a catalog for each."""

    @extend_schema(exclude=True)
    def get(self, request: Request, *_: Any, **__: Any) -> Response:
        """Answer the document."""
        document: Response = self._get_schema_response(request)  # type: ignore[no-untyped-call]
        return document
