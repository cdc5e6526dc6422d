"""HTTP: each view validates, calls a service and answers."""

from http import HTTPStatus
from threading import BoundedSemaphore
from uuid import UUID

from django.conf import settings
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response

from generation.clients import client_of
from generation.views import GuardedViewSet
from jobs import documents, events, openapi, services
from jobs.answers import answer_file
from jobs.serializers import JobRequest

_SEATS = BoundedSemaphore(min(settings.JOB_EVENT_STREAMS, settings.THREADS - 1))  # one thread is always for others
_FRESH = {"Cache-Control": "no-store"}


class JobViewSet(GuardedViewSet):
    """Datasets that are made by workers. Who knows a job's id, which nobody guesses, may do all with it."""

    for_all = frozenset({"create", "retrieve", "destroy", "events", "file", "part"})

    @openapi.submit
    def create(self, request: Request) -> Response:
        """Take in a job."""
        status = services.submit(JobRequest.read(request.data).job_wish())
        headers = _FRESH | {"Location": documents.job_address(status)}
        document = documents.job_document(status) | {"webhook_secret": services.webhook_secret(status.id)}
        return Response(document, HTTPStatus.ACCEPTED, headers=headers)

    @openapi.look
    def retrieve(self, _: Request, job: UUID) -> Response:
        """Answer how a job stands."""
        return Response(documents.job_document(services.find(job)), headers=_FRESH)

    @openapi.cancel
    def destroy(self, _: Request, job: UUID) -> Response:
        """Cancel a job."""
        services.cancel(job)
        return Response(status=HTTPStatus.NO_CONTENT)

    @openapi.follow
    def events(self, request: Request, job: UUID) -> HttpResponseBase:
        """Tell of a job's progress while it is made."""
        services.find(job)
        if request.headers.get("Last-Event-ID") == events.LAST:
            return Response(status=HTTPStatus.NO_CONTENT)  # by which browsers know that they need not come back
        client = client_of(request)
        stream = events.Stream(
            look=lambda: documents.progress(services.find(job)),
            seats=_SEATS,
            has_left=client.has_left if client else bool,
        )
        chunks = iter(()) if request.method == "HEAD" else iter(stream)
        headers = _FRESH | {"X-Accel-Buffering": "no"}  # a proxy is not to gather them
        return StreamingHttpResponse(chunks, content_type=events.CONTENT_TYPE, headers=headers)

    @openapi.take
    def file(self, request: Request, job: UUID) -> HttpResponseBase:
        """Answer the file of a job."""
        return answer_file(request, services.find(job))

    @openapi.take_part
    def part(self, request: Request, job: UUID, number: int) -> HttpResponseBase:
        """Answer the file of a part of a job."""
        return answer_file(request, services.find(job), number)
