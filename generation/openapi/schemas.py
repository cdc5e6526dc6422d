"""Schemas: designed, refined, found and read."""

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema

from generation.documents import RefinedDocument, SchemaDocument, SchemaPage
from generation.openapi.parameters import HASH_PARAMETER, JSON, REQUEST_ID, header, retry_after
from generation.openapi.refusals import EMPTY, EXPRESSION, NOT_FOUND, POSTING, READING, error
from generation.serializers import RefineRequest, RevisionQuery, SchemaRequest, SearchQuery

design = extend_schema(
    operation_id="designSchema",
    summary="Design a schema without making rows",
    description="Answers the schema that a description stands for, or remembers one that is given.",
    tags=["schemas"],
    request={JSON: SchemaRequest},
    parameters=[
        header("Location", str, "Where the schema is read", 200, 201),
        retry_after(429, 503),
        REQUEST_ID,
    ],
    responses={
        200: OpenApiResponse(SchemaDocument, "The schema was known, or was given"),
        201: OpenApiResponse(SchemaDocument, "The schema was designed now"),
        400: error(
            "Invalid request parameters",
            empty_description=("Missing description", EMPTY),
            refused_expression=("An expression of a given schema is refused", EXPRESSION),
        ),
        **POSTING,
    },
)

refine = extend_schema(
    operation_id="refineSchema",
    summary="Change a schema in words",
    description=(
        "Answers the schema that an instruction makes of another one, and what differs. Columns that the instruction "
        "does not speak of stay as they are, to the letter. The result is a schema of its own, remembered under the "
        "hash of its parent, the parent's revision and the instruction; its parent stays."
    ),
    tags=["schemas"],
    request={JSON: RefineRequest},
    parameters=[
        HASH_PARAMETER,
        header("Location", str, "Where the schema is read", 200, 201),
        retry_after(429, 503),
        REQUEST_ID,
    ],
    responses={
        200: OpenApiResponse(RefinedDocument, "The same was asked before"),
        201: OpenApiResponse(RefinedDocument, "The schema was refined now"),
        400: error("Invalid request parameters"),
        404: NOT_FOUND,
        **POSTING,
    },
    examples=[
        OpenApiExample(
            "edits",
            summary="Several edits at once",
            value={"instruction": "make prices skewed, drop brand, 8% missing ratings, add a discount column"},
            request_only=True,
        )
    ],
)

search = extend_schema(
    operation_id="listSchemas",
    summary="The schemas that are remembered",
    description="Answers them page by page, the last used first.",
    tags=["schemas"],
    parameters=[SearchQuery, retry_after(429, 503), REQUEST_ID],
    responses={200: SchemaPage, 400: error("Invalid request parameters"), **READING},
)

read = extend_schema(
    operation_id="readSchema",
    summary="One schema",
    description="Answers the schema at its current revision, or at the one that is named.",
    tags=["schemas"],
    parameters=[HASH_PARAMETER, RevisionQuery, retry_after(429, 503), REQUEST_ID],
    responses={200: SchemaDocument, 400: error("Invalid request parameters"), 404: NOT_FOUND, **READING},
)
