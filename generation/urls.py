"""The routes of the service."""

urlpatterns: list[object] = []
