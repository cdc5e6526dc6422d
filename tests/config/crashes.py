"""Addresses at which the unforeseen happens, for tests."""

from collections.abc import Iterator
from threading import Event
from typing import NoReturn

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.request import Request

from generation.codings import coded

_resumed = Event()


@csrf_exempt
def crash(request: HttpRequest) -> NoReturn:
    try:
        int(request.body)
    except ValueError as error:
        raise KeyError(request.body.decode()) from error
    raise AssertionError


@api_view(["POST"])
@authentication_classes([])
@permission_classes([])
def crash_in_rest_framework(request: Request) -> NoReturn:
    raise LookupError(str(request.data))


@api_view(["GET"])
@authentication_classes([])
@permission_classes([])
def lose_the_database(_: Request) -> NoReturn:
    raise OperationalError("server closed the connection: password=hunter2")


def refuse(_: HttpRequest) -> HttpResponse:
    return HttpResponse("<h1>Teapot</h1>", status=418, headers={"X-Kept": "yes"})


def _two_chunks() -> Iterator[bytes]:
    yield b"a\n"
    yield b"1\n"
    raise ValueError("CANARY")


def break_off(_: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(_two_chunks(), content_type="text/csv")


def break_off_compressed(_: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(coded(_two_chunks(), "gzip"), headers={"Content-Encoding": "gzip"})


def _halves() -> Iterator[bytes]:
    yield b"a\n"
    assert _resumed.wait(60)
    yield b"1\n"


def pause(_: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(_halves(), content_type="text/csv")


def resume(_: HttpRequest) -> HttpResponse:
    _resumed.set()
    return HttpResponse(status=204)


urlpatterns = [
    path("crash", crash),
    path("rest", crash_in_rest_framework),
    path("database", lose_the_database),
    path("refuse", refuse),
    path("break", break_off),
    path("break/compressed", break_off_compressed),
    path("pause", pause),
    path("resume", resume),
    path("", include("config.urls")),
]
