"""What the server answers is what its openapi document says, whatever it is asked."""

import subprocess
import sys
from pathlib import Path

from tests.servers import Server, environment

# A document cannot say which texts are expressions, so that a request may be as it says and yet be refused.
UNSUITABLE = "positive_data_acceptance"


def test_no_answer_is_outside_the_document(server: Server, tmp_path: Path) -> None:
    document = f"http://127.0.0.1:{server.port}/openapi.json"
    options = ["--max-examples", "40", "--generation-deterministic", "--exclude-checks", UNSUITABLE, "--no-color"]
    run = subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", "run", document, *options],
        cwd=tmp_path,
        env=environment(HOME=str(tmp_path)),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "Selected: 11/11" in run.stdout
    assert [line for line in server.log_lines() if line["level"] == "ERROR"] == []
