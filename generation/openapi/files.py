"""Files in answers: their formats, and the headers that speak of them."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiResponse

from generation.engine import FORMATS
from generation.openapi.parameters import header, named
from generation.preferences import CODINGS

_CSV = """product_name,price,category,brand,rating
Wireless Bluetooth Headphones,89.99,Electronics,AudioTech,4.2
Organic Cotton T-Shirt,24.95,Clothing,EcoWear,4.5
Smart Home Security Camera,159.99,Electronics,SecureView,3.8
"""
_RECORDS = {"type": "array", "items": {"type": "object", "additionalProperties": True}}
_DIGEST = "sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:"


def files(description: str, *statuses: int) -> dict[Any, Any]:
    """Return the answers with these statuses that are files, in each format that there is."""
    example = OpenApiExample(
        "dataset", value=_CSV, media_type="text/csv", response_only=True, status_codes=[str(one) for one in statuses]
    )
    types = dict.fromkeys(of.content_type.partition(";")[0] for of in FORMATS.values())
    return {
        (status, kind): OpenApiResponse(
            _RECORDS if kind == "application/json" else OpenApiTypes.BINARY,
            description,
            [example] if kind == "text/csv" else [],
        )
        for status in statuses
        for kind in types
    }


def digests(*statuses: int) -> list[Any]:
    """Return the headers that tell whether all bytes have come, and how they are compressed."""
    return [
        header(
            "Content-Encoding",
            str,
            "How the bytes are compressed, by Accept-Encoding; formats that are compressed themselves never are",
            *statuses,
            enum=list(CODINGS),
        ),
        header(
            "Repr-Digest",
            str,
            "The SHA-256 of the bytes as they are sent (RFC 9530). Of what is not all made before the first byte, it "
            "comes after the last one, as a trailer, to clients that send `TE: trailers`.",
            *statuses,
            examples=named("digest", _DIGEST),
        ),
        header(
            "Unencoded-Digest",
            str,
            "The same of the file itself, where the bytes are compressed",
            *statuses,
            examples=named("digest", _DIGEST),
        ),
    ]
