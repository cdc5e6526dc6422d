"""Datasets: made, and made again."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema

from generation.engine import FORMATS
from generation.openapi.parameters import (
    DATASET_HEADERS,
    HASH_PARAMETER,
    JSON,
    REQUEST_ID,
    header,
    retry_after,
)
from generation.openapi.refusals import EMPTY, EXPRESSION, NOT_FOUND, POSTING, READING, ROWS, error
from generation.serializers import DatasetRequest, LinkQuery

_CSV = """product_name,price,category,brand,rating
Wireless Bluetooth Headphones,89.99,Electronics,AudioTech,4.2
Organic Cotton T-Shirt,24.95,Clothing,EcoWear,4.5
Smart Home Security Camera,159.99,Electronics,SecureView,3.8
"""


def _csv(description: str) -> dict[Any, Any]:
    example = OpenApiExample("dataset", value=_CSV, media_type="text/csv", response_only=True, status_codes=["200"])
    return {(200, "text/csv"): OpenApiResponse(OpenApiTypes.BINARY, description, [example])}


def _wish(name: str, summary: str, description: str, rows: int) -> OpenApiExample:
    value = {"description": description, "rows": rows}
    return OpenApiExample(name, summary=summary, value=value, request_only=True)


generate = extend_schema(
    operation_id="generateDataset",
    summary="Generate synthetic dataset from natural language description",
    description=(
        "Accepts a natural language description of desired dataset characteristics, or a schema, and returns a CSV "
        "file containing synthetic data matching it.\n\n**Process:**\n"
        "1. Validates input description and parameters\n"
        "2. Checks cache for existing schema (SHA-256 hash of description)\n"
        "3. Designs a schema if there is none: with a language model, or by rules without one\n"
        "4. Compiles the schema; what cannot be made is refused here\n"
        "5. Returns the file while its rows are made\n\n"
        "A failure after the first byte breaks the connection: a file that ends properly is complete."
    ),
    tags=["datasets"],
    request={JSON: DatasetRequest},
    parameters=[*DATASET_HEADERS, retry_after(429, 503), REQUEST_ID],
    responses={
        **_csv("Successfully generated CSV dataset"),
        400: error(
            "Invalid request parameters",
            empty_description=("Missing description", EMPTY),
            invalid_rows=("Invalid row count", ROWS),
            refused_expression=("An expression of a given schema is refused", EXPRESSION),
        ),
        **POSTING,
    },
    examples=[
        _wish(
            "ecommerce",
            "E-commerce product dataset",
            "Generate e-commerce product data including product names, prices, categories, brands, and customer "
            "ratings for online store analysis",
            1000,
        ),
        _wish(
            "healthcare",
            "Healthcare patient dataset",
            "Create healthcare patient records with demographics, medical conditions, treatment dates, and billing "
            "information for analysis",
            500,
        ),
        _wish(
            "finance",
            "Financial transaction dataset",
            "Generate financial transaction data with account numbers, transaction types, amounts, dates, and merchant "
            "information",
            2000,
        ),
    ],
)

reproduce = extend_schema(
    operation_id="reproduceDataset",
    summary="The same dataset again",
    description=(
        "A permanent link, for `pandas.read_csv` and the like: the same schema, revision, seed and as_of give the same "
        "bytes. Without `revision` the current one is used, without `as_of` today. Conditional requests with "
        "If-None-Match are answered with 304, without making a row."
    ),
    tags=["datasets"],
    parameters=[
        HASH_PARAMETER,
        OpenApiParameter(
            "extension", str, OpenApiParameter.PATH, enum=list(FORMATS), description="The format of the file"
        ),
        LinkQuery,
        *DATASET_HEADERS,
        header("ETag", str, "Names these bytes", 200, 304),
        retry_after(503),
        REQUEST_ID,
    ],
    responses={
        **_csv("The dataset"),
        304: OpenApiResponse(description="The client has these bytes already"),
        400: error("Invalid request parameters", invalid_rows=("Invalid row count", ROWS)),
        404: NOT_FOUND,
        412: error("A precondition such as If-Match does not hold"),
        **READING,
    },
)
