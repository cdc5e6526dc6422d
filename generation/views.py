"""HTTP: each view validates, calls a service and answers."""

from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, ClassVar, cast

from django.contrib.auth.models import User
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from generation import __version__, openapi, services, writing
from generation.answers import answer_dataset
from generation.clients import Watch, client_of
from generation.health import Status, check_health
from generation.preferences import preferred_format
from generation.priming import Primed
from generation.repeating import answer_link
from generation.serializers import (
    DatasetRequest,
    EditRequest,
    ExportQuery,
    ImportQuery,
    LinkQuery,
    RefineRequest,
    RevisionQuery,
    SchemaRequest,
    SearchQuery,
)
from generation.services import Refined
from generation.uploads import FileParser, may_be_unread, uploaded
from schemas_cache import services as schemas_cache
from schemas_cache.exporting import export_chunks
from schemas_cache.services import Entry

CURATE = "schemas_cache.curate_schema"


class Closed(BasePermission):
    """Lets nobody through."""

    message = "This is not permitted"

    def has_permission(self, *_: Any) -> bool:
        """Tell that the user may not."""
        return False


class GuardedViewSet(ViewSet):
    """Actions that `needs` names are for those who have these permissions; those of `for_all` ask nobody who they are.

    One that neither names is for nobody.
    """

    needs: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    for_all: ClassVar[frozenset[str]] = frozenset()

    @property
    def needed(self) -> tuple[str, ...]:
        """Return which permissions are needed for what is asked; none for what is for everybody."""
        return self.needs.get(self._asked, ())

    @property
    def _asked(self) -> str:
        """Return the action that the method stands for; empty for a method that is not taken."""
        return self.action_map.get((self.request.method or "").lower(), "")

    @property
    def _is_for_all(self) -> bool:
        return not self._asked or (self._asked in self.for_all and self._asked not in self.needs)

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        """Know the request from the start: what writes the openapi document asks without one."""
        self.request: Any = request
        return super().initialize_request(request, *args, **kwargs)

    def get_authenticators(self) -> list[BaseAuthentication]:
        """Look at session and token only where they matter, so that a bad one is in nobody's way."""
        return [] if self._is_for_all else super().get_authenticators()

    def get_permissions(self) -> Any:
        """Ask for permissions only where some are needed."""
        if self._is_for_all:
            return []
        return super().get_permissions() if self.needed else [Closed()]


class DatasetViewSet(GuardedViewSet):
    """Datasets: a new one from a sentence, and the same one again."""

    for_all = frozenset({"create", "retrieve"})

    @openapi.generate
    def create(self, request: Request) -> HttpResponseBase:
        """Generate a dataset."""
        preferred = preferred_format(request.headers.get("Accept", ""))
        wish = DatasetRequest.read(request.data).dataset_wish(preferred=preferred)
        response = answer_dataset(request, services.generate_dataset(wish, watch=Watch(client_of(request))))
        patch_vary_headers(response, ("Accept",))
        response["Cache-Control"] = "no-store"
        return response

    @openapi.reproduce
    def retrieve(self, request: Request, hash: str, extension: str) -> HttpResponseBase:  # noqa: A002 - as in the route
        """Answer the dataset of a permanent link, unless the client has it already."""
        link = LinkQuery.read_query(request.query_params).link(hash, extension)
        return answer_link(request, link, services.find_recipe(link))


class SchemaViewSet(GuardedViewSet):
    """Schemas without rows."""

    needs: ClassVar = {
        "partial_update": ("schemas_cache.change_schema",),
        "destroy": ("schemas_cache.delete_schema",),
    }
    for_all = frozenset({"create", "search", "retrieve", "refine"})

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

    @openapi.revise
    def partial_update(self, request: Request, hash: str) -> Response:  # noqa: A002 - as in the route
        """Make what is sent the current revision."""
        wish = EditRequest.read(request.data).revising(hash, _writer(request))
        if wish.curated is not None:
            _require(request, CURATE)
        return Response(_document(writing.revise_schema(wish)))

    @openapi.drop
    def destroy(self, request: Request, hash: str) -> Response:  # noqa: A002 - as in the route
        """Drop a schema."""
        writing.drop_schema(hash, _writer(request))
        return Response(status=HTTPStatus.NO_CONTENT)

    @openapi.refine
    def refine(self, request: Request, hash: str) -> Response:  # noqa: A002 - as in the route
        """Change a schema as an instruction says; the result is another schema."""
        refined = services.refine_schema(RefineRequest.read(request.data).refinement_wish(hash))
        status = HTTPStatus.OK if refined.was_cached else HTTPStatus.CREATED
        document = _document(refined.entry) | {"difference": _difference(refined)}
        return Response(document, status, headers={"Location": f"/schemas/{refined.entry.hash}"})


class CollectionViewSet(GuardedViewSet):
    """All schemas, as a file."""

    needs: ClassVar = {
        "export": ("schemas_cache.export_schema",),
        "take_in": ("schemas_cache.import_schema",),
    }
    parser_classes = (FileParser,)

    @openapi.export
    def export(self, request: Request) -> StreamingHttpResponse:
        """Answer schemas.json."""
        asked = ExportQuery.read_query(request.query_params).validated_data
        left_out: list[str] = []
        chunks = Primed(export_chunks(**asked, left_out=left_out.append))
        headers = {"Content-Disposition": 'attachment; filename="schemas.json"', "Cache-Control": "no-store"}
        if left_out:  # known with the first chunk
            headers["X-Left-Out"] = str(len(left_out))
        return StreamingHttpResponse(chunks, content_type="application/json", headers=headers)

    @openapi.take_in
    def take_in(self, request: Request) -> Response:
        """Take in a file in the format of schemas.json."""
        writer = _writer(request)
        query = ImportQuery.read_query(request.query_params)
        manner = query.manner(writer.get_username(), may_curate=writer.has_perm(CURATE))
        if manner.overwrite_curated:
            _require(request, CURATE)
        return Response(writing.import_schemas(uploaded(request), manner).to_json())

    def finalize_response(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """Answer, and end the connection where a file was refused: nobody waits for what is left of it."""
        response = super().finalize_response(request, *args, **kwargs)
        if response.status_code >= HTTPStatus.BAD_REQUEST and may_be_unread(request):
            response["Connection"] = "close"
        return response


class HealthViewSet(GuardedViewSet):
    """How the service is doing."""

    for_all = frozenset({"check", "live"})

    @openapi.health
    def check(self, _: Request) -> Response:
        """Answer 200 when the service can do its work, else 503."""
        health = check_health()
        body = {
            "status": health.status,
            "version": __version__,
            "timestamp": _now(),
            "dependencies": {
                "openai_api": health.model,
                "schema_cache": health.cache,
                "limits": health.limits,
                "job_workers": health.workers,
                "disk": health.disk,
            },
            "oldest_job_waits_seconds": health.oldest_waiting and round(health.oldest_waiting, 1),
        }
        status = HTTPStatus.SERVICE_UNAVAILABLE if health.status is Status.UNHEALTHY else HTTPStatus.OK
        return Response(body, status, headers={"Cache-Control": "no-store"})

    @openapi.live
    def live(self, _: Request) -> Response:
        """Answer 200 as long as there is anybody who answers."""
        body = {"status": "alive", "version": __version__, "timestamp": _now()}
        return Response(body, headers={"Cache-Control": "no-store"})


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _writer(request: Request) -> User:
    """Return who asks, where nobody comes who is not signed in."""
    return cast(User, request.user)


def _require(request: Request, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied(f"This account lacks the permission {permission}")


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
