"""What is told of a service of several processes, and of a worker of jobs beside it, to those who watch over it."""

import os
import shutil
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bench.programs import children
from tests.scripted_model import ScriptedModel
from tests.servers import PATIENCE, Server, manage, serve
from tests.traces import TraceReceiver

CANARY = "Zanzibar7"
TRACE = "0af7651916cd43dd8448eb211c80319c"
ASKED, ROWS = 60, 50


@pytest.fixture(scope="module")
def receiver() -> Iterator[TraceReceiver]:
    with TraceReceiver() as receiver:
        yield receiver


@pytest.fixture(scope="module")
def model() -> Iterator[ScriptedModel]:
    with ScriptedModel("good") as model:
        yield model


@pytest.fixture(scope="module")
def given(
    empty_database: Path, tmp_path_factory: pytest.TempPathFactory, receiver: TraceReceiver, model: ScriptedModel
) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("watched")
    shutil.copy(empty_database, folder)
    return {
        "DATA_DIR": str(folder),
        "SECRET_KEY": "of the tests",
        "METRICS_DIR": str(folder / "figures"),
        "METRICS_TOKEN": "of the tests",
        "OPENAI_API_KEY": "sk-of-the-tests",
        "OPENAI_BASE_URL": model.base_url,
        "MODEL_ATTEMPTS": "1",
        "OTEL_EXPORTER_OTLP_ENDPOINT": receiver.url,
        "OTEL_BSP_SCHEDULE_DELAY": "50",
        "OTEL_SERVICE_NAME": "datasets-of-the-tests",
    }


@pytest.fixture(scope="module")
def watched(given: dict[str, str]) -> Iterator[Server]:
    with serve(Path(given["DATA_DIR"]), WORKERS="3", THREADS="4", **given) as server:
        yield server


def told(server: Server) -> dict[tuple[str, ...], float]:
    """Return the figures, each by its name and the values of its labels in the order of their names."""
    answer = server.get("/metrics", Authorization="Bearer of the tests")
    assert (answer.status, CANARY.lower() in answer.body.decode().lower()) == (200, False)
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.body.decode())
        for sample in family.samples
    }


def more(before: dict[tuple[str, ...], float], after: dict[tuple[str, ...], float]) -> dict[tuple[str, ...], float]:
    return {key: value - before.get(key, 0.0) for key, value in after.items() if value != before.get(key, 0.0)}


def generate(server: Server, description: str, **headers: str) -> int:
    return server.post("/generate", {"description": description, "rows": ROWS}, **headers).status


def test_every_request_is_counted_whichever_process_answers_it(watched: Server) -> None:
    generate(watched, f"Orders of {CANARY} with a price")
    before = told(watched)
    with ThreadPoolExecutor(8) as clients:
        answered = list(clients.map(lambda _: generate(watched, f"Orders of {CANARY} with a price"), range(ASKED)))
    found = more(before, told(watched))
    assert (set(answered), len(children(watched.process.pid))) == ({200}, 3)
    assert found["dataset_requests_total", "POST", "/generate", "200"] == ASKED
    assert found["dataset_rows_total", "csv"] == ASKED * ROWS
    assert found["dataset_cache_requests_total", "hit"] == ASKED
    assert found["dataset_engine_seconds_total", "rows"] > 0


def once_another_is_there(server: Server, instead_of: int) -> dict[tuple[str, ...], float]:
    """Return the figures when there are three processes again after one was killed."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        workers, found = children(server.process.pid), told(server)
        if instead_of not in workers and len(workers) == found["dataset_processes", "web"] == 3:
            return found
        time.sleep(0.05)
    raise AssertionError("nobody takes the place of who was killed")


def test_no_count_is_lost_with_a_process_that_is_killed(watched: Server) -> None:
    before = told(watched)
    killed = children(watched.process.pid)[0]
    os.kill(killed, signal.SIGKILL)
    after = once_another_is_there(watched, instead_of=killed)
    counts = [key for key in before if key[0].endswith("_total")]
    assert [key for key in counts if after.get(key, 0.0) < before[key]] == []
    assert len(list((Path(watched.log).parent / "figures").glob("*.figures"))) == 3


def test_a_design_is_counted_by_who_made_it_and_how(watched: Server, model: ScriptedModel) -> None:
    before = told(watched)
    for behaviour in ("good", "reset"):
        model.follow(behaviour)
        generate(watched, f"Students of {CANARY} with an age, {behaviour}")
    model.follow("good")
    found = more(before, told(watched))
    designs = {key[1:]: value for key, value in found.items() if key[0] == "dataset_designs_total"}
    assert designs == {("model", "made"): 1, ("model", "unavailable"): 1, ("offline", "fallback"): 1}
    assert found["dataset_model_tokens_total", "prompt"] > 0
    assert found["dataset_model_duration_seconds_count", "made"] == 1
    assert found["dataset_cache_requests_total", "miss"] == 2


def test_what_workers_of_jobs_do_is_told_too(watched: Server, given: dict[str, str]) -> None:
    before = told(watched)
    wish = {"description": f"Visits to {CANARY} with a date", "rows": 300, "parts": 3, "format": "jsonl"}
    assert watched.post("/jobs", wish).status == 202
    waiting = told(watched)
    assert (waiting["dataset_jobs", "waiting"], waiting["dataset_active_job_parts", "waiting"]) == (1, 3)
    done = manage("worker", "--processes", "1", "--until-idle", **given)
    assert done.returncode == 0, done.stderr.decode()
    after = told(watched)
    found = more(before, after)
    assert (found["dataset_job_parts_total", "made"], found["dataset_rows_total", "jsonl"]) == (3, 300)
    assert (found["dataset_jobs", "done"], after["dataset_jobs", "waiting"]) == (1, 0)
    assert time.time() - after[("dataset_jobs_worker_last_seen_timestamp_seconds",)] < 3 * PATIENCE
    assert watched.get("/health").json["dependencies"]["job_workers"] == "seen"


def test_a_request_can_be_followed_through_its_spans(watched: Server, receiver: TraceReceiver) -> None:
    status = generate(watched, f"Trains to {CANARY} with a speed", traceparent=f"00-{TRACE}-b7ad6b7169203331-01")
    names = ("POST /generate", "design", "model call", "compile", "first rows", "stream")
    spans = {span.name: span for span in receiver.wait_for(*names, trace=TRACE)}
    of = {span.id: span.name for span in spans.values()}
    assert status == 200
    assert {name: of.get(spans[name].parent, spans[name].parent) for name in names} == {
        "POST /generate": "b7ad6b7169203331",
        "design": "POST /generate",
        "model call": "design",
        "compile": "POST /generate",
        "first rows": "POST /generate",
        "stream": "POST /generate",
    }
    assert spans["POST /generate"].attributes["http.response.status_code"] == 200
    assert {span.service for span in spans.values()} == {"datasets-of-the-tests"}


def test_a_part_of_a_job_is_followed_too(receiver: TraceReceiver) -> None:
    parts = [span for span in receiver.wait_for("part of a job") if span.name == "part of a job"]
    assert sorted(span.attributes["part"] for span in parts) == [0, 1, 2]


def test_no_span_tells_what_was_asked_for(receiver: TraceReceiver) -> None:
    said: list[Any] = [[span.name, span.failure, *span.attributes.values()] for span in receiver.spans]
    assert (len(said) > 10, CANARY.lower() in str(said).lower()) == (True, False)


@pytest.mark.parametrize("sent", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic b2Y6dGVzdHM="}])
def test_figures_are_for_who_has_the_token(watched: Server, sent: dict[str, str]) -> None:
    answer = watched.get("/metrics", **sent)
    assert (answer.status, answer.headers["www-authenticate"]) == (401, 'Bearer realm="metrics"')
    assert answer.json["error_type"] == "permission"


def test_what_no_request_can_be_read_from_is_counted(watched: Server) -> None:
    before = told(watched)
    answer = watched.get("/" + "x" * 10_000)
    found = more(before, told(watched))
    assert (answer.status, found["dataset_requests_total", "other", "unread", "414"]) == (414, 1)


def test_a_model_that_fails_is_known_to_every_process(watched: Server, model: ScriptedModel) -> None:
    model.follow("reset")
    generate(watched, f"Ships to {CANARY}, whose model fails")
    model.follow("good")
    states = {watched.get("/health").json["status"] for _ in range(12)}
    generate(watched, f"Ships to {CANARY}, whose model works")
    assert (states, watched.get("/health").json["status"]) == ({"degraded"}, "healthy")
