"""What a client would rather have is read out of its headers."""

import pytest

from generation.engine import FORMATS
from generation.preferences import preferred_coding, preferred_format

PARQUET = "application/vnd.apache.parquet"


@pytest.mark.parametrize(
    ("accept", "format_"),
    [
        ("", None),
        ("text/html", None),
        ("text/csv;q=0, text/html", None),
        ("*/*", "csv"),
        ("text/*", "csv"),
        ("text/csv;q=0, */*", "tsv"),
        ("application/*", "json"),
        ("text/csv", "csv"),
        ("application/json", "json"),
        ("application/json, text/plain, */*", "csv"),
        ("application/json, */*;q=0.9", "json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "csv"),
        ("application/x-ndjson", "jsonl"),
        ("application/jsonl", "jsonl"),
        ("text/tab-separated-values", "tsv"),
        (PARQUET, "parquet"),
        ("application/x-parquet", "parquet"),
        ("application/vnd.apache.arrow.stream", "arrow"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
        ("application/x-sqlite3", "sqlite"),
        ("application/sql", "sql"),
        ("application/zip", "zip"),
        (f"text/csv;q=0.5, {PARQUET};q=0.8", "parquet"),
        (f"{PARQUET}, text/csv", "csv"),
        (f"{PARQUET};q=0.9, text/*;q=0.9, text/csv;q=0.1", "tsv"),
        ("TEXT/CSV ; Q=0.3 , application/json;q=0.2", "csv"),
        ("text/csv;header=present;q=0.5, application/json;q=0.4", "csv"),
        ('application/json;note="a, text/csv;q=1";q=0.7, text/csv;q=0.6', "json"),
        ("text/csv;q=high, application/json;q=0.1", "json"),
        ("text/csv;q=1.5, application/json;q=0.1", "json"),
        (",, ,", None),
        ('"', None),
    ],
)
def test_the_format_is_the_best_that_is_named_and_csv_among_equally_good_ones(accept: str, format_: str | None) -> None:
    assert preferred_format(accept) == format_


def test_each_format_is_had_by_its_own_type() -> None:
    assert {name: preferred_format(of.content_type) for name, of in FORMATS.items()} == {name: name for name in FORMATS}


@pytest.mark.parametrize(
    ("accept_encoding", "coding"),
    [
        ("", ""),
        ("identity", ""),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("zstd", "zstd"),
        ("gzip, deflate", "gzip"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("GZIP;Q=1.0", "gzip"),
        ("gzip;q=1.0, zstd;q=0.5", "gzip"),
        ("gzip;q=0", ""),
        ("gzip;q=0, zstd;q=0.001", "zstd"),
        ("gzip;q=0.5, identity", ""),
        ("gzip, identity", "gzip"),
        ("gzip;q=0.5, *;q=0", "gzip"),
        ("br", ""),
        ("*", ""),
        ("*;q=0", ""),
        ("identity;q=0", ""),
    ],
)
def test_the_coding_is_the_best_that_is_named(accept_encoding: str, coding: str) -> None:
    assert preferred_coding(accept_encoding) == coding
