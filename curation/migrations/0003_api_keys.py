"""Instructors make and revoke API keys. The permissions are made here, under the names that Django gives them."""

from collections.abc import Iterator
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GROUP = "instructor"
PERMISSIONS = {
    "view_apikey": "Can view API key",
    "add_apikey": "Can add API key",
    "change_apikey": "Can change API key",
}


def allow(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    using = schema_editor.connection.alias
    for group in apps.get_model("auth", "Group").objects.using(using).filter(name=GROUP):
        group.permissions.add(*_permissions(apps, using))


def forbid(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    using = schema_editor.connection.alias
    for group in apps.get_model("auth", "Group").objects.using(using).filter(name=GROUP):
        group.permissions.remove(*_permissions(apps, using))


def _permissions(apps: Apps, using: str) -> Iterator[Any]:
    types = apps.get_model("contenttypes", "ContentType").objects.using(using)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    content_type, _ = types.get_or_create(app_label="access", model="apikey")
    for codename, name in PERMISSIONS.items():
        yield permissions.get_or_create(content_type=content_type, codename=codename, defaults={"name": name})[0]


class Migration(migrations.Migration):
    dependencies = [("curation", "0002_instructors"), ("access", "0001_access")]

    operations = [migrations.RunPython(allow, forbid)]
