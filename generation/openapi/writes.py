"""What instructors do: schemas revised and dropped, carried out and in."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema

from generation.documents import ImportDocument, SchemaDocument
from generation.errors import ErrorType
from generation.openapi.parameters import HASH_PARAMETER, JSON, REQUEST_ID, header, named, retry_after
from generation.openapi.refusals import (
    BUSY,
    EXPRESSION,
    FAILED,
    HASH,
    LIMITED,
    NO_JSON,
    NOT_FOUND,
    TOO_LARGE,
    TOO_LONG,
    error,
    refusal,
)
from generation.serializers import EditRequest, ExportQuery, ImportQuery

_OTHER = HASH[::-1]
_CHALLENGE = header(
    "WWW-Authenticate",
    str,
    "How to say who one is",
    401,
    examples=named("challenge", 'Token realm="schemas", Bearer realm="schemas"'),
)
_NOT_SIGNED_IN = error(
    "Nobody is signed in, or the token is not valid",
    nobody=(
        "No token and no session",
        refusal(
            ErrorType.PERMISSION,
            "This is for instructors: send a token in the header Authorization, or sign in to the admin",
        ),
    ),
    bad_token=("A token that there is not", refusal(ErrorType.PERMISSION, "Invalid token.")),
)
_LACKING = (
    "The account may not do this",
    refusal(ErrorType.PERMISSION, "This account lacks the permission schemas_cache.change_schema"),
)
_CSRF = (
    "With a session, a header X-CSRFToken is needed",
    refusal(ErrorType.PERMISSION, "CSRF Failed: CSRF token missing."),
)
_FORBIDDEN = error(
    "The account may not do this, or the session comes without X-CSRFToken", lacking=_LACKING, csrf=_CSRF
)
_WRITING = {401: _NOT_SIGNED_IN, 403: _FORBIDDEN, 414: TOO_LONG, 429: LIMITED, 500: FAILED, 503: BUSY}
_PARAMETERS = [_CHALLENGE, retry_after(429, 503), REQUEST_ID]

revise = extend_schema(
    operation_id="reviseSchema",
    summary="Change a schema, or mark it as reviewed",
    description=(
        "For instructors. What is not named stays. Other columns, another locale or another domain make a new revision "
        "under the instructor's name; permanent links that name their revision answer the same bytes as before. With "
        "`revision`, a schema that somebody else revised meanwhile is left alone. `curated` needs the permission "
        "curate_schema as well."
    ),
    tags=["schemas"],
    request={JSON: EditRequest},
    parameters=[HASH_PARAMETER, *_PARAMETERS],
    responses={
        200: OpenApiResponse(SchemaDocument, "The schema as it is now"),
        400: error(
            "Invalid request parameters",
            refused_expression=("An expression is refused", EXPRESSION),
            nothing=(
                "Nothing is to change",
                refusal(
                    ErrorType.VALIDATION,
                    "Give what is to change: schema, locale, domain or curated",
                    field="schema",
                    provided_value=None,
                ),
            ),
        ),
        404: NOT_FOUND,
        409: error(
            "The schema was revised since it was read",
            revised=(
                "Another revision is current",
                refusal(
                    ErrorType.VALIDATION,
                    f"the schema {HASH} was revised meanwhile: its current revision is 3",
                    hash=HASH,
                    revision=3,
                ),
            ),
        ),
        413: TOO_LARGE,
        415: NO_JSON,
        **_WRITING,
    },
    examples=[
        OpenApiExample("curate", summary="Mark as reviewed", value={"curated": True}, request_only=True),
        OpenApiExample(
            "columns",
            summary="Other columns",
            value={
                "schema": {"age": {"faker_method": "random.randint(18, 90)", "data_type": "integer"}},
                "revision": 2,
            },
            request_only=True,
        ),
    ],
)

drop = extend_schema(
    operation_id="dropSchema",
    summary="Drop a schema",
    description=(
        "For instructors. Drops the schema with all its revisions: permanent links to it answer no more. One that is "
        "curated stays until that mark is taken away; one that was merged into another goes with that one alone."
    ),
    tags=["schemas"],
    parameters=[HASH_PARAMETER, *_PARAMETERS],
    responses={
        204: OpenApiResponse(description="The schema is gone"),
        404: NOT_FOUND,
        409: error(
            "Another schema stands for this one, which goes with that",
            merged=(
                "It was merged into another",
                refusal(
                    ErrorType.VALIDATION,
                    f"the schema {HASH} was merged into {_OTHER}, which stands for it; drop that one instead",
                    hash=_OTHER,
                ),
            ),
        ),
        **_WRITING,
        403: error(
            "The schema is curated, the account may not do this, or the session comes without X-CSRFToken",
            curated=(
                "The schema is curated",
                refusal(ErrorType.PERMISSION, f"the schema {HASH} is curated; take that mark away first", hash=HASH),
            ),
            lacking=_LACKING,
            csrf=_CSRF,
        ),
    },
)

export = extend_schema(
    operation_id="exportSchemas",
    summary="All schemas as a file",
    description="For instructors. Answers schemas.json, ordered by hash; the same schemas are the same bytes. "
    "What can be read no more is left out: X-Left-Out says how many, and `cache_metadata.left_out` which.",
    tags=["schemas"],
    parameters=[
        ExportQuery,
        header(
            "Content-Disposition",
            str,
            "The file's name",
            200,
            examples=named("file", 'attachment; filename="schemas.json"'),
        ),
        header("X-Left-Out", int, "How many schemas cannot be read with this version and are left out, if any", 200),
        *_PARAMETERS,
    ],
    responses={
        200: OpenApiResponse(OpenApiTypes.OBJECT, "schemas.json"),
        400: error("Invalid request parameters"),
        **_WRITING,
    },
)

take_in = extend_schema(
    operation_id="importSchemas",
    summary="Take in a file of schemas",
    description=(
        "For instructors. The body is a file in the format of schemas.json, also one that another program wrote. Each "
        "entry is compiled: good ones go in, bad ones are listed in `refused` with reason and place. What is curated "
        "here stays as it is, unless `overwrite_curated`, which needs the permission curate_schema as well, says "
        "otherwise. Without that permission, what the file marks as curated goes in without the mark."
    ),
    tags=["schemas"],
    request={JSON: OpenApiTypes.OBJECT},
    parameters=[ImportQuery, *_PARAMETERS],
    responses={
        200: OpenApiResponse(ImportDocument, "What became of each entry"),
        400: error(
            "Invalid request parameters, a file that cannot be read, none but bad entries, or one with all_or_nothing",
            unreadable=(
                "No such file",
                refusal(ErrorType.VALIDATION, "line 3: the file ends in the middle of an entry", field="body"),
            ),
            refused=(
                "Nothing was taken in",
                refusal(
                    ErrorType.VALIDATION,
                    "Nothing was taken in: 1 entry is refused",
                    field="body",
                    refused=[
                        {
                            "entry": 1,
                            "key": "3f5a1c0e...",
                            "line": 4,
                            "column": "zip",
                            "position": 0,
                            "reason": "fake has no function 'zip' (did you mean fake.zipcode?)",
                        }
                    ],
                ),
            ),
        ),
        413: TOO_LARGE,
        415: NO_JSON,
        **_WRITING,
    },
)
