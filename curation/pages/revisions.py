"""What a schema was and is: its revisions, what differs between two of them, and the way back to one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from curation.listing import ColumnCount
from generation.engine import ENGINE_VERSION, EngineError, compile_plan
from presenting.differences import Comparison, compare
from schemas_cache.curating import restore
from schemas_cache.entries import earlier_engine
from schemas_cache.errors import RevisedMeanwhile, RevisionNotFound, SchemaOutdated
from schemas_cache.models import Schema
from schemas_cache.services import find

_MOST_DIGITS = 10  # of a revision's number


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionRow:
    """A revision in the list of them: `author` is the user who made it, `designed_by` what designed the columns."""

    number: int
    created_at: datetime
    author: str
    designed_by: str
    columns: int
    engine_version: str
    tokens: int

    @property
    def earlier_engine(self) -> bool:
        """Tell whether another version of the engine runs now, which may make other bytes."""
        return bool(earlier_engine(self.engine_version))


def revisions_page(model_admin: "ModelAdmin[Schema]", request: HttpRequest, pk: int) -> HttpResponse:
    """Show all revisions, the latest first, and what differs between the two that are asked for."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    schema = get_object_or_404(Schema, pk=pk)
    rows = _rows(schema)
    before, after = _chosen(request, [row.number for row in rows], schema.current)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": "Revisions",
        "subtitle": str(schema),
        "schema": schema,
        "rows": rows,
        "engine_version": ENGINE_VERSION if any(row.earlier_engine for row in rows) else "",
        "before": before,
        "after": after,
        "comparison": _compared(request, schema.hash, before, after),
        "may_restore": schema.merged_into_id is None and model_admin.has_change_permission(request, schema),
    }
    return TemplateResponse(request, "admin/schemas_cache/schema/revisions.html", context)


def restore_page(model_admin: "ModelAdmin[Schema]", request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Make a revision the current one again, unless another came meanwhile to the one that was current."""
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    schema = get_object_or_404(Schema, pk=pk, merged_into=None)
    _restore(model_admin, request, schema, number)
    return redirect("admin:schemas_cache_schema_revisions", pk)


def _restore(model_admin: "ModelAdmin[Schema]", request: HttpRequest, schema: Schema, number: int) -> None:
    seen = _number(request.POST.get("revision", ""))
    try:
        compile_plan(find(schema.hash, number).schema)
        entry = restore(schema.hash, number, revision=seen, author=request.user.get_username())
    except RevisionNotFound as error:
        raise Http404(str(error)) from error
    except RevisedMeanwhile as error:
        messages.error(
            request, f"Nothing was restored: somebody made revision {error.revision} meanwhile. Compare with it first."
        )
    except (EngineError, SchemaOutdated) as error:
        messages.error(request, f"Revision {number} does not run any more: {error.__cause__ or error}")
    else:
        _report(model_admin, request, schema, number, entry.revision)


def _report(model_admin: "ModelAdmin[Schema]", request: HttpRequest, schema: Schema, number: int, current: int) -> None:
    if current == schema.current:
        messages.info(request, f"Revision {number} says what the current one does; nothing was changed.")
        return
    model_admin.log_change(request, schema, f"Restored revision {number} as revision {current}.")
    messages.success(request, f"Revision {number} is back, as revision {current}.")


def _rows(schema: Schema) -> list[RevisionRow]:
    revisions = schema.revisions.annotate(column_count=ColumnCount("columns")).order_by("-number")
    values = revisions.values_list(
        *("number", "created_at", "author", "designed_by", "column_count", "engine_version"),
        *("prompt_tokens", "completion_tokens"),
    )
    return [
        RevisionRow(
            number=number,
            created_at=created_at,
            author=author,
            designed_by=designed_by,
            columns=columns,
            engine_version=engine_version,
            tokens=told + said,
        )
        for number, created_at, author, designed_by, columns, engine_version, told, said in values
    ]


def _chosen(request: HttpRequest, numbers: Collection[int], current: int) -> tuple[int, int]:
    """Return the two revisions to compare: those that are asked for, or the current one and the one before it."""
    earlier = max((number for number in numbers if number < current), default=current)
    before, after = (_number(request.GET.get(side, "")) for side in ("before", "after"))
    return before if before in numbers else earlier, after if after in numbers else current


def _number(text: str) -> int:
    """Return the number of a revision, 0 for what is none; Python reads no number of thousands of digits."""
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else 0


def _compared(request: HttpRequest, hash_: str, before: int, after: int) -> Comparison | None:
    if before == after:
        return None
    try:
        return compare(find(hash_, before).design(), find(hash_, after).design())
    except SchemaOutdated as error:
        messages.error(request, f"They cannot be compared: {error.__cause__ or error}")
        return None
