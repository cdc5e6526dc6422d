"""A schema is designed again, and replaced once it has been seen what would change."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from generation.designer import Design, DesignError, Origin, Spent
from generation.engine import DatasetSchema
from generation.services import redesign
from presenting.differences import compare
from schemas_cache.curating import replace_design
from schemas_cache.entries import Entry
from schemas_cache.errors import DesignPending, RevisedMeanwhile, RevisionNotFound, SchemaNotFound, SchemaOutdated
from schemas_cache.models import Schema
from schemas_cache.services import find

_SALT = "curation.redesigning"
_SECONDS = 24 * 60 * 60  # for which a design that was shown may be taken


def redesign_page(model_admin: "ModelAdmin[Schema]", request: HttpRequest, pk: int) -> HttpResponse:
    """Offer to design again; show what would change; put what was shown in the place of the current revision.

    A design may cost tokens, so none is made for GET, which browsers send ahead and again.
    """
    schema = get_object_or_404(Schema, pk=pk, merged_into=None)
    if not model_admin.has_change_permission(request, schema):
        raise PermissionDenied
    if "design" in request.POST:
        _replace(model_admin, request, schema)
    elif not (schema.instruction if schema.parent else schema.description):
        how = "changed by hand" if schema.parent else "given as columns"
        messages.warning(request, f"This schema was {how}: there are no words to design it from.")
    elif request.method != "POST":
        return _answer(model_admin, request, schema, {"designer": _designer()})
    elif pair := _designed(request, schema):
        return _ask(model_admin, request, schema, *pair)
    return redirect("admin:schemas_cache_schema_change", pk)


def _designer() -> str:
    """Return who would design, as far as the settings say: the model may fail, or its budget be spent."""
    return "rules" if settings.OPENAI_API_KEY is None else settings.OPENAI_MODEL


def _designed(request: HttpRequest, schema: Schema) -> tuple[Entry, Design] | None:
    """Return the current revision and another design, or say why there is none."""
    try:
        entry = find(schema.hash)
        return entry, redesign(entry)
    except (SchemaNotFound, RevisionNotFound):
        messages.error(request, "The schema that this one was refined from is gone.")
    except (DesignError, DesignPending, SchemaOutdated) as error:
        messages.error(request, f"It could not be designed again: {error}")
    return None


def _ask(
    model_admin: "ModelAdmin[Schema]", request: HttpRequest, schema: Schema, entry: Entry, design: Design
) -> HttpResponse:
    context = {
        "entry": entry,
        "design": design,
        "is_new": (design.schema, design.domain) != (entry.schema, entry.domain),
        "comparison": compare(entry.design(), design),
        "signed": _signed(request, entry, design),
    }
    return _answer(model_admin, request, schema, context)


def _answer(
    model_admin: "ModelAdmin[Schema]", request: HttpRequest, schema: Schema, shown: dict[str, Any]
) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": "Design again",
        "subtitle": str(schema),
        "schema": schema,
        **shown,
    }
    return TemplateResponse(request, "admin/schemas_cache/schema/redesign.html", context)


def _replace(model_admin: "ModelAdmin[Schema]", request: HttpRequest, schema: Schema) -> None:
    author = request.user.get_username()
    try:
        said = signing.loads(request.POST.get("design", ""), salt=_salt(request, schema.hash), max_age=_SECONDS)
        entry = replace_design(schema.hash, _read(said), revision=said["revision"], author=author)
    except signing.BadSignature:
        messages.error(request, "Nothing was replaced: that design was shown too long ago. Design again, please.")
    except RevisedMeanwhile as error:
        messages.error(request, f"Nothing was replaced: somebody made revision {error.revision} meanwhile.")
    else:
        model_admin.log_change(request, schema, f"Designed again, as revision {entry.revision}.")
        messages.success(request, f"The new design is revision {entry.revision}.")


def _signed(request: HttpRequest, entry: Entry, design: Design) -> str:
    """Return the design as text that comes back as it was, from the one who saw it, for the revision it was held to."""
    said = {
        "revision": entry.revision,
        "columns": design.schema.to_json_list(),
        "locale": design.schema.locale,
        "domain": design.domain,
        "designed_by": design.designed_by,
        "origins": design.origins,
        "assumptions": design.assumptions,
        "not_understood": design.not_understood,
        "spent": asdict(design.spent),
    }
    return signing.dumps(said, salt=_salt(request, entry.hash), compress=True)


def _read(said: dict[str, Any]) -> Design:
    return Design(
        schema=DatasetSchema.from_json(said["columns"], locale=said["locale"]),
        domain=said["domain"],
        designed_by=said["designed_by"],
        origins={name: Origin(origin) for name, origin in said["origins"].items()},
        assumptions=tuple(said["assumptions"]),
        not_understood=tuple(said["not_understood"]),
        spent=Spent(**said["spent"]),
    )


def _salt(request: HttpRequest, hash_: str) -> str:
    return f"{_SALT}:{request.user.pk}:{hash_}"
