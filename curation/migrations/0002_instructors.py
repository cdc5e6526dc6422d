"""The group of instructors. Its permissions are made here, under the names that Django gives them after all migrations."""

from collections.abc import Iterator
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GROUP = "instructor"
PERMISSIONS = {
    "schema": {
        "view_schema": "Can view schema",
        "add_schema": "Can add schema",
        "change_schema": "Can change schema",
        "delete_schema": "Can delete schema",
        "curate_schema": "Can mark schemas as curated, and merge them",
        "export_schema": "Can export schemas",
        "import_schema": "Can import schemas",
    },
    "revision": {"view_revision": "Can view revision"},
    "dailyuse": {"view_dailyuse": "Can view daily use"},
    "spending": {"view_spending": "Can view spending"},
}


def make_group(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    using = schema_editor.connection.alias
    group, _ = apps.get_model("auth", "Group").objects.using(using).get_or_create(name=GROUP)
    group.permissions.add(*_permissions(apps, using))


def drop_group(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias).filter(name=GROUP).delete()


def _permissions(apps: Apps, using: str) -> Iterator[Any]:
    types = apps.get_model("contenttypes", "ContentType").objects.using(using)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    for model, names in PERMISSIONS.items():
        content_type, _ = types.get_or_create(app_label="schemas_cache", model=model)
        for codename, name in names.items():
            yield permissions.get_or_create(content_type=content_type, codename=codename, defaults={"name": name})[0]


class Migration(migrations.Migration):

    dependencies = [
        ("curation", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("schemas_cache", "0003_curating"),
    ]

    operations = [migrations.RunPython(make_group, drop_group)]
