"""HTTP: each view validates, calls a service and answers."""

import re
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from generation import __version__, openapi, services
from generation.engine import FORMATS
from generation.serializers import (
    DatasetRequest,
    LinkQuery,
    RefineRequest,
    RevisionQuery,
    SchemaRequest,
    SearchQuery,
)
from generation.services import Dataset, Recipe, Refined
from schemas_cache import services as schemas_cache
from schemas_cache.services import Entry

_UNFIT_FOR_HEADERS = re.compile(r"[^\x20-\x7e]")
_A_DAY = "public, max-age=86400"
_ASK_AGAIN = "no-cache"  # keep it, and ask with its ETag whether it is still the same


class DatasetViewSet(ViewSet):
    """Datasets: a new one from a sentence, and the same one again."""

    @openapi.generate
    def create(self, request: Request) -> HttpResponseBase:
        """Generate a dataset."""
        dataset = services.generate_dataset(DatasetRequest.read(request.data).dataset_wish())
        response = _stream(dataset)
        response["Cache-Control"] = "no-store"
        return response

    @openapi.reproduce
    def retrieve(self, request: Request, hash: str, extension: str) -> HttpResponseBase:  # noqa: A002 - as in the route
        """Answer the dataset of a permanent link, unless the client has it already."""
        link = LinkQuery.read_query(request.query_params).link(hash, extension)
        recipe = services.find_recipe(link)
        etag = f'"{recipe.fingerprint}"'
        response = get_conditional_response(request, etag=etag) or self._answer(request, recipe)
        response["ETag"] = etag
        response["Cache-Control"] = _A_DAY if link.revision and link.as_of else _ASK_AGAIN
        return response

    def _answer(self, request: Request, recipe: Recipe) -> HttpResponseBase:
        is_head = request.method == "HEAD"
        dataset = services.reproduce_dataset(recipe, counts=not is_head)
        return _stream(dataset.without_rows() if is_head else dataset)


class SchemaViewSet(ViewSet):
    """Schemas without rows."""

    @openapi.design
    def create(self, request: Request) -> Response:
        """Design a schema, or remember one that is given."""
        entry, was_cached = services.design_schema(SchemaRequest.read(request.data).schema_wish())
        status = HTTPStatus.OK if was_cached else HTTPStatus.CREATED
        return Response(_document(entry), status, headers={"Location": f"/schemas/{entry.hash}"})

    @openapi.search
    def search(self, request: Request) -> Response:
        """Answer some of the schemas."""
        asked = SearchQuery.read_query(request.query_params).validated_data
        entries, total = schemas_cache.search(asked["q"], offset=asked["offset"], limit=asked["limit"])
        page = {"total": total, "limit": asked["limit"], "offset": asked["offset"]}
        return Response(page | {"schemas": [_document(entry) for entry in entries]})

    @openapi.read
    def retrieve(self, request: Request, hash: str) -> Response:  # noqa: A002 - as in the route
        """Answer one schema."""
        asked = RevisionQuery.read_query(request.query_params).validated_data
        return Response(_document(schemas_cache.find(hash, asked.get("revision"))))

    @openapi.refine
    def refine(self, request: Request, hash: str) -> Response:  # noqa: A002 - as in the route
        """Change a schema as an instruction says; the result is another schema."""
        refined = services.refine_schema(RefineRequest.read(request.data).refinement_wish(hash))
        status = HTTPStatus.OK if refined.was_cached else HTTPStatus.CREATED
        document = _document(refined.entry) | {"difference": _difference(refined)}
        return Response(document, status, headers={"Location": f"/schemas/{refined.entry.hash}"})


class HealthViewSet(ViewSet):
    """How the service is doing."""

    @openapi.health
    def check(self, _: Request) -> Response:
        """Answer 200 when the service can do its work, else 503."""
        health = services.check_health()
        body = {
            "status": "healthy" if health.healthy else "unhealthy",
            "version": __version__,
            "timestamp": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            "dependencies": {
                "openai_api": health.model,
                "schema_cache": "accessible" if health.cache_accessible else "inaccessible",
            },
        }
        status = HTTPStatus.OK if health.healthy else HTTPStatus.SERVICE_UNAVAILABLE
        return Response(body, status, headers={"Cache-Control": "no-store"})


@csrf_exempt  # a POST is answered as what it is here: a method that is not allowed
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Answer the page that says what this is."""
    return render(request, "home.html", {"origin": request.build_absolute_uri("/").rstrip("/")})


def _stream(dataset: Dataset) -> StreamingHttpResponse:
    recipe, entry = dataset.recipe, dataset.recipe.entry
    response = StreamingHttpResponse(dataset.chunks, content_type=FORMATS[recipe.format].content_type)
    headers = {
        "Content-Disposition": f'attachment; filename="{dataset.file_name}"',
        "Content-Location": _permanent_link(recipe),
        "X-Row-Count": recipe.rows,
        "X-Generation-Time": f"{dataset.seconds:.3f}",
        "X-Seed": recipe.seed,
        "X-As-Of": recipe.as_of,
        "X-Schema-Hash": entry.hash,
        "X-Schema-Revision": entry.revision,
        "X-Designed-By": entry.designed_by,
        "X-Cache": dataset.cache,
    }
    for name, value in headers.items():
        response[name] = _UNFIT_FOR_HEADERS.sub("?", str(value))
    return response


def _permanent_link(recipe: Recipe) -> str:
    query = {"rows": recipe.rows, "seed": recipe.seed, "as_of": recipe.as_of, "revision": recipe.entry.revision}
    offset = {"offset": recipe.offset} if recipe.offset else {}
    return f"/datasets/{recipe.entry.hash}.{recipe.format}?{urlencode(query | offset)}"


def _difference(refined: Refined) -> dict[str, Any]:
    before, after = refined.parent.schema.to_json(), refined.entry.schema.to_json()
    changes = refined.difference
    called = {change.column: change.before.get("name", change.column) for change in changes.changed}
    locale = {"locale": dict(zip(("before", "after"), changes.locale, strict=True))} if changes.locale else {}
    return {
        "added": {name: after[name] for name in changes.added},
        "removed": {name: before[name] for name in changes.removed},
        "changed": {
            new: {"before": {"name": old, **before[old]}, "after": {"name": new, **after[new]}}
            for new, old in called.items()
        },
        "moved": changes.moved,
    } | locale


def _document(entry: Entry) -> dict[str, Any]:
    return {**entry.to_json(), "revision": entry.revision}
