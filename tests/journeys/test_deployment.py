"""What an installation in earnest does differently."""

import re
from pathlib import Path

from tests.servers import manage, serve


def test_collected_files_are_named_by_their_content(data_dir: Path) -> None:
    static = str(data_dir / "static")
    collected = manage("collectstatic", "--no-input", "--verbosity", "0", STATIC_ROOT=static, SECRET_KEY="of the tests")
    assert (collected.returncode, collected.stderr) == (0, b"")
    with serve(data_dir, STATIC_ROOT=static) as server:
        link = re.search(rb'src="(/static/[^"]*swagger-ui-bundle\.[0-9a-f]{12}\.js)"', server.get("/docs").body)
        assert link is not None
        file = server.get(link[1].decode(), **{"Accept-Encoding": "gzip"})
        assert (file.status, file.headers["content-encoding"]) == (200, "gzip")
        assert file.headers["cache-control"] == "max-age=315360000, public, immutable"


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
