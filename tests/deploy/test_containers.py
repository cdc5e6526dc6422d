"""The image and the containers, which no engine builds here: read by their linters, and what they say is done by hand."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from config import settings
from tests.servers import PATIENCE, ROOT

BIN = Path(sys.executable).parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


def _run(*command: object) -> tuple[int, str]:
    done = subprocess.run(
        [str(part) for part in command], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_the_dockerfile_is_as_its_linter_wants_it() -> None:
    assert _run(BIN / "hadolint", "Dockerfile") == (0, "")


def test_the_compose_file_is_as_its_specification_says() -> None:
    assert _run(BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", "compose.yaml") == (
        0,
        "ok -- validation done\n",
    )


def test_the_image_takes_all_packages_of_the_service_and_none_of_the_workshop() -> None:
    taken = set(re.findall(r"^!([a-z_]+)$", (ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE))
    apps = {app for app in settings.INSTALLED_APPS if (ROOT / app).is_dir()}
    apps |= {app.partition(".")[0] for app in settings.INSTALLED_APPS if (ROOT / app.partition(".")[0]).is_dir()}
    assert taken == apps | {"config", "requirements", "templates", "watching"}


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_may_write_nothing_and_become_nobody_else(name: str) -> None:
    service = SERVICES[name]
    assert (service["read_only"], service["cap_drop"], service["security_opt"]) == (
        True,
        ["ALL"],
        ["no-new-privileges:true"],
    )


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "migrate"])
def test_what_ends_is_started_again(name: str) -> None:
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_everything_runs_as_somebody_without_rights() -> None:
    users = {name: service.get("user") for name, service in SERVICES.items() if "build" not in service}
    image = re.findall(r"^USER (.+)$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    assert (users, image) == ({"proxy": None, "database": "70:70", "cache": "999:1000"}, ["10001:10001"])
    assert "unprivileged" in SERVICES["proxy"]["image"]


def test_the_database_has_the_settings_that_are_shipped_for_it() -> None:
    text = (ROOT / "deploy/postgresql/postgresql.conf").read_text("utf-8")
    said = dict(re.findall(r"^(\w+) = (.+)$", text, re.MULTILINE))
    command = SERVICES["database"]["command"]
    assert dict(part.removeprefix("-c").split("=") for part in command[1:]) == said


def test_the_stop_of_the_web_processes_waits_longer_than_they_take_to_finish() -> None:
    said = (ROOT / "gunicorn.conf.py").read_text("utf-8")
    patience = int(re.findall(r"^graceful_timeout = (\d+)", said, re.MULTILINE)[0])
    assert int(SERVICES["web"]["stop_grace_period"].removesuffix("s")) > patience


def test_no_password_stands_in_a_command_or_a_file() -> None:
    said = (ROOT / "compose.yaml").read_text("utf-8")
    assert re.findall(r"(?i)password[^\n]*?\$\{(\w+):\?", said)
    assert [service["command"] for service in SERVICES.values() if "PASSWORD" in str(service.get("command"))] == []
