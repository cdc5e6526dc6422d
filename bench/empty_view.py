"""The service with one view more, which does nothing: `gunicorn bench.empty_view`, to measure what the others cost."""

from django.urls import path

from config.wsgi import application

__all__ = ["application"]


def _add_view() -> None:
    """Have /empty answered like everything else: what is imported here can be when the application is there."""
    from rest_framework.request import Request  # noqa: PLC0415 - as above
    from rest_framework.response import Response  # noqa: PLC0415 - as above
    from rest_framework.views import APIView  # noqa: PLC0415 - as above

    from config.urls import urlpatterns  # noqa: PLC0415 - as above

    class Empty(APIView):
        """Answers nothing, to everybody."""

        authentication_classes = ()
        permission_classes = ()

        def get(self, _: Request) -> Response:
            """Answer an empty object."""
            return Response({})

    urlpatterns.insert(0, path("empty", Empty.as_view()))


_add_view()
