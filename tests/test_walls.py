"""Each wall between the packages breaks when something climbs over it: a contract that cannot fail guards nothing."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from pkgutil import iter_modules

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = (
    "access",
    "config",
    "curation",
    "generation",
    "jobs",
    "presenting",
    "schemas_cache",
    "upkeep",
    "watching",
    "workbench",
)
CLIMBERS = [
    ("Imports go down the stack", "generation/services.py", "import config.errors"),
    ("Imports go down the stack", "schemas_cache/services.py", "import generation.services"),
    ("Imports go down the stack", "schemas_cache/services.py", "import curation.sites"),
    ("Imports go down the stack", "generation/services.py", "import curation.sites"),
    ("Imports go down the stack", "presenting/previews.py", "import generation.services"),
    ("Imports go down the stack", "generation/services.py", "import workbench.showing"),
    ("Imports go down the stack", "curation/sites.py", "import workbench.showing"),
    ("Imports go down the stack", "generation/serializers.py", "import generation.views"),
    ("Imports go down the stack", "generation/services.py", "import jobs.services"),
    ("Inside jobs, imports go down", "jobs/claims.py", "import jobs.services"),
    ("Inside the engine, imports go down too", "generation/engine/schema.py", "import generation.engine.plan"),
    ("Inside the engine, imports go down too", "generation/engine/providers/source.py", "import generation.engine.expressions"),
    ("Inside the expression language", "generation/engine/expressions/parser.py", "import generation.engine.expressions.checker"),
    ("Inside the designer", "generation/designer/reading/wish.py", "import generation.designer.catalog"),
    ("Inside the designer", "generation/designer/composing/composer.py", "import generation.designer.checking.examining"),
    ("The engine and the designer know no Django", "generation/engine/plan.py", "import django.conf"),
    ("The engine and the designer know no Django", "generation/designer/offline/designing.py", "import rest_framework"),
    ("The engine reaches no network", "generation/engine/providers/faker.py", "import urllib.request"),
    ("Only the model designer knows the SDK", "generation/services.py", "import openai"),
    ("Only the transport knows the HTTP client", "generation/designer/model.py", "import httpx2"),
    ("Outsiders use the engine's public surface alone", "generation/services.py", "import generation.engine.providers"),
]  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the packages and of the contracts."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def broken_contracts(folder: Path) -> list[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    return [line for line in done.stdout.splitlines() if " BROKEN" in line]


def test_the_walls_stand(copy: Path) -> None:
    assert broken_contracts(copy) == []


def test_every_module_of_the_engine_is_protected() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (protected,) = (set(contract["protected_modules"]) for contract in contracts if contract["type"] == "protected")
    assert protected == {
        f"generation.engine.{module.name}" for module in iter_modules([str(ROOT / "generation/engine")])
    }


@pytest.mark.parametrize(("contract", "file", "line"), CLIMBERS)
def test_a_wall_breaks_when_it_is_climbed(copy: Path, contract: str, file: str, line: str) -> None:
    module = copy / file
    module.write_text(f"{line}\n{module.read_text('utf-8')}", "utf-8")
    assert any(broken.startswith(contract) for broken in broken_contracts(copy))
