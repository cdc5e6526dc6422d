"""What an installation in earnest does differently."""

from pathlib import Path

from tests.servers import serve


def test_plain_http_is_sent_to_https_but_for_probes(data_dir: Path) -> None:
    with serve(data_dir, HTTPS="true") as server:
        redirected, probed = server.get("/docs"), server.get("/health")
        behind_a_proxy = server.get("/docs", **{"X-Forwarded-Proto": "https"})
    assert (redirected.status, redirected.headers["location"]) == (301, f"https://127.0.0.1:{server.port}/docs")
    assert probed.status == 200
    assert (behind_a_proxy.status, behind_a_proxy.headers["strict-transport-security"]) == (
        200,
        "max-age=31536000; includeSubDomains",
    )


def test_only_listed_origins_may_call(data_dir: Path) -> None:
    with serve(data_dir, CORS_ALLOWED_ORIGINS="https://a.example, https://b.example") as server:
        allowed = [
            server.get("/health", Origin=f"https://{name}.example").headers.get("access-control-allow-origin")
            for name in ("a", "b", "c")
        ]
    assert allowed == ["https://a.example", "https://b.example", None]


def test_the_bound_on_rows_is_a_setting(data_dir: Path) -> None:
    with serve(data_dir, MAX_ROWS="20") as server:
        answer = server.post("/generate", {"description": "Students with name and age", "rows": 21})
        by_default = server.post("/generate", {"description": "Students with name and age"})
        document = server.get("/openapi.json").json
    assert (answer.status, answer.json["message"]) == (400, "Row count must be between 1 and 20")
    assert by_default.headers["x-row-count"] == "20"
    assert document["components"]["schemas"]["DatasetRequest"]["properties"]["rows"]["maximum"] == 20
