"""The units of systemd, none of which runs here: read by its own programs."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bench.deployment import DEPLOY
from tests.servers import PATIENCE, ROOT

UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
INSTALLED = "/opt/synthetic-data"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the units as they were if the service were installed where this is."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd here: there is no systemd-analyze on PATH")
    folder = tmp_path_factory.mktemp("units")
    for unit in UNITS:
        (folder / unit.name).write_text(unit.read_text("utf-8").replace(INSTALLED, str(ROOT)), "utf-8")
    return folder


def _analyze(folder: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        ["systemd-analyze", *arguments], cwd=folder, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_systemd_understands_every_unit(here: Path) -> None:
    assert _analyze(here, "verify", *(f"./{unit.name}" for unit in UNITS)) == (0, "")


def test_no_unit_may_do_much_beside_its_work(here: Path) -> None:
    code, said = _analyze(here, "security", "--offline=yes", "--threshold=20", *(f"./{unit.name}" for unit in SERVICES))
    assert (code, re.findall(r"MEDIUM|EXPOSED|UNSAFE", said)) == (0, [])


def test_the_programs_are_those_of_the_containers() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")
    web = (DEPLOY / "systemd/synthetic-data-web.service").read_text("utf-8")
    worker = (DEPLOY / "systemd/synthetic-data-worker.service").read_text("utf-8")
    assert 'CMD ["gunicorn", "config.wsgi"]' in dockerfile
    assert f"ExecStart={INSTALLED}/.venv/bin/gunicorn config.wsgi\n" in web
    assert f"ExecStart={INSTALLED}/.venv/bin/python manage.py worker\n" in worker


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.stem)
def test_every_unit_has_the_shipped_settings_and_those_of_the_place(unit: Path) -> None:
    files = re.findall(r"^EnvironmentFile=(.+)$", unit.read_text("utf-8"), re.MULTILINE)
    assert files == [f"{INSTALLED}/deploy/production.env", "/etc/synthetic-data/service.env"]


def test_commands_of_units_are_there() -> None:
    said = "".join(unit.read_text("utf-8") for unit in SERVICES)
    commands = set(re.findall(r"manage\.py (\w+)", said)) - {"collectstatic"}
    there = {path.stem for path in ROOT.glob("*/management/commands/*.py")}
    assert commands - there == set()
