"""Settings come from the environment alone, and a wrong one stops the start."""

import json
import re
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from generation.designer import NO_KEY, PROVIDERS
from tests.servers import NO_SETTINGS, ROOT, environment, manage

PRINT = "import json, config.settings as s; print(json.dumps(vars(s), default=str))"


def load(**settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", PRINT]
    return subprocess.run(
        command, cwd=ROOT, env=environment(**settings), capture_output=True, text=True, timeout=60, check=False
    )


def loaded(data_dir: Path, **settings: str) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(load(DATA_DIR=str(data_dir), **settings).stdout)
    return result


def test_the_example_names_every_setting_and_no_other() -> None:
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "config" / "settings.py").read_text("utf-8")))
    assert set(NO_SETTINGS) == read


def test_the_example_says_what_each_setting_means() -> None:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    unexplained = [
        line
        for before, line in pairwise(lines)
        if "=" in line and not before.startswith("# ") and not line.startswith("#")
    ]
    assert unexplained == []


def test_an_installation_starts_without_any(tmp_path: Path) -> None:
    settings = loaded(tmp_path)
    names = (
        "DEBUG",
        "ALLOWED_HOSTS",
        "MAX_ROWS",
        "MAX_SECONDS",
        "OPENAI_API_KEY",
        "OPENAI_MODEL",
        "OFFLINE_FALLBACK",
        "CORS_ALLOW_ALL_ORIGINS",
    )
    assert {name: settings[name] for name in names} == {
        "DEBUG": False,
        "ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]"],
        "MAX_ROWS": 10000,
        "MAX_SECONDS": 30.0,
        "OPENAI_API_KEY": None,
        "OPENAI_MODEL": "gpt-4o-mini",
        "OFFLINE_FALLBACK": True,
        "CORS_ALLOW_ALL_ORIGINS": True,
    }


def test_the_default_database_is_a_file_in_the_data_folder(tmp_path: Path) -> None:
    folder = tmp_path / "a new one, 100% ?#"
    assert loaded(folder)["DATABASES"]["default"]["NAME"] == str(folder / "db.sqlite3")


def test_an_sqlite_url_gets_the_options_that_many_writers_need(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new' / 'other.db'}"
    assert loaded(tmp_path, DATABASE_URL=url)["DATABASES"]["default"]["OPTIONS"] == {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }


def test_a_secret_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as threads:
        keys = {settings["SECRET_KEY"] for settings in threads.map(loaded, [tmp_path] * 4)}
    kept = tmp_path / "secret_key"
    assert keys == {kept.read_text("ascii")}
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_a_secret_key_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    (tmp_path / "secret_key").mkdir()
    done = manage("check", DATA_DIR=str(tmp_path))
    why = f"none can be kept in {tmp_path}/secret_key (Is a directory)"
    said = f"SECRET_KEY is not set and {why}: set SECRET_KEY or DATA_DIR\n"
    assert (done.returncode, done.stderr.decode()) == (1, said)


def test_a_data_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = manage("check", DATA_DIR=str(tmp_path / "file" / "data"), SECRET_KEY="given")
    said = (
        f"The folder {tmp_path}/file/data cannot be made (Not a directory): set DATA_DIR to one that can be written\n"
    )
    assert (done.returncode, done.stderr.decode()) == (1, said)


WRONG = {
    "DEBUG": ("perhaps", "Not a valid boolean."),
    "LOG_LEVEL": ("loud", "Not a valid log level."),
    "DATABASE_URL": ("mysql://host/name", "The database is PostgreSQL (postgres://...) or SQLite (sqlite:///...)."),
    "CORS_ALLOWED_ORIGINS": ("https://a.example, b.example", "Not an origin such as https://example.org: 'b.example'."),
    "MAX_ROWS": ("0", "Must be greater than or equal to 1 and less than or equal to 1000000000."),
    "HTTPS": ("maybe", "Not a valid boolean."),
    "ALLOWED_HOSTS": (
        "localhost, https://x.org",
        "Not the name of a host such as data.example.org, without scheme and port: 'https://x.org'.",
    ),
    "LLM_PROVIDER": ("skynet", f"Must be one of: {', '.join(PROVIDERS)}."),
    "MODEL_DAILY_TOKENS": ("-1", "Must be greater than or equal to 0 and less than or equal to 1000000000000."),
    "OPENAI_API_KEY": ("sk CANARY", "It has a character that no key has, such as a space."),
    "OPENAI_MODEL": (
        "offline/llama",
        "What begins with offline/ is not a model: it is how designs made by rules are marked.",
    ),
    "BIND": ("not a host", "Not an address to listen on, such as 127.0.0.1, ::1 or localhost."),
    "OPENAI_BASE_URL": ("ftp://example.org", "Not a valid URL."),
    "MODEL_DEADLINE": ("soon", "Not a valid number."),
    "PORT": ("65536", "Must be greater than or equal to 0 and less than or equal to 65535."),
}


def test_all_wrong_values_are_told_together_without_a_traceback(tmp_path: Path) -> None:
    done = manage("check", DATA_DIR=str(tmp_path), **{name: value for name, (value, _) in WRONG.items()})
    head, *lines = done.stderr.decode().splitlines()
    assert (done.returncode, head) == (1, "These settings have values that cannot be used:")
    assert sorted(lines) == sorted(f"  {name}: {said}" for name, (_, said) in WRONG.items())


@pytest.mark.parametrize(
    ("provider", "key", "model"),
    [("groq", None, PROVIDERS["groq"].model), ("ollama", NO_KEY, PROVIDERS["ollama"].model)],
)
def test_a_provider_brings_its_address_and_its_usual_model(
    tmp_path: Path, provider: str, key: str | None, model: str
) -> None:
    settings = loaded(tmp_path, LLM_PROVIDER=provider)
    found = (settings["OPENAI_BASE_URL"], settings["OPENAI_API_KEY"], settings["OPENAI_MODEL"])
    assert found == (PROVIDERS[provider].base_url, key, model)


def test_what_is_named_goes_before_the_providers(tmp_path: Path) -> None:
    settings = loaded(tmp_path, LLM_PROVIDER="vllm", OPENAI_BASE_URL="http://gpu.example.org/v1", OPENAI_MODEL="qwen")
    assert (settings["OPENAI_BASE_URL"], settings["OPENAI_MODEL"]) == ("http://gpu.example.org/v1", "qwen")


def test_a_provider_without_a_usual_model_wants_one_named(tmp_path: Path) -> None:
    done = manage("check", DATA_DIR=str(tmp_path), LLM_PROVIDER="vllm")
    said = "  OPENAI_MODEL: This provider has no usual model: name the one that it serves."
    assert done.stderr.decode().splitlines()[1:] == [said]


@pytest.mark.parametrize("key", ["sk-\x07", "sk-\u00e9", "a\tb"])
def test_a_key_that_cannot_be_one_is_not_shown(tmp_path: Path, key: str) -> None:
    done = manage("check", DATA_DIR=str(tmp_path), OPENAI_API_KEY=key)
    said = "  OPENAI_API_KEY: It has a character that no key has, such as a space."
    assert done.stderr.decode().splitlines()[1:] == [said]


def test_a_password_in_the_address_of_the_model_is_refused(tmp_path: Path) -> None:
    done = manage("check", DATA_DIR=str(tmp_path), OPENAI_BASE_URL="https://user:CANARY@example.org/v1")
    said = "  OPENAI_BASE_URL: The address has a name or password in it, which is never sent: OPENAI_API_KEY is."
    assert done.stderr.decode().splitlines()[1:] == [said]


def test_a_secret_key_that_can_be_guessed_is_refused_in_public(tmp_path: Path) -> None:
    done = manage("check", DATA_DIR=str(tmp_path), HTTPS="true", SECRET_KEY="x" * 19)
    said = "  SECRET_KEY: With HTTPS it has at least 20 characters; without any, one is made and kept."
    assert done.stderr.decode().splitlines()[1:] == [said]


@pytest.mark.parametrize(
    "settings",
    [
        {"ALLOWED_HOSTS": "*"},
        {"ALLOWED_HOSTS": ".example.org, a_b.example.org,[::1],127.0.0.1"},
        {"BIND": "::"},
        {"BIND": "data.example.org"},
        {"OPENAI_BASE_URL": "http://localhost:11434/v1"},
        {"HTTPS": "true", "SECRET_KEY": "x" * 20},
        {"HTTPS": "true"},
    ],
)
def test_what_can_be_used_is_taken(tmp_path: Path, settings: dict[str, str]) -> None:
    assert manage("check", DATA_DIR=str(tmp_path), **settings).returncode == 0


@pytest.mark.parametrize("url", ["nonsense", "postgres://host:port/name", "postgres://[::1/name"])
def test_what_is_no_url_of_a_database_is_told(tmp_path: Path, url: str) -> None:
    done = manage("check", DATA_DIR=str(tmp_path), DATABASE_URL=url)
    said = "  DATABASE_URL: Not the URL of a database, such as postgres://user:password@host/name."
    assert done.stderr.decode().splitlines()[1:] == [said]


def test_what_leads_to_no_broker_and_to_no_bucket_is_told(tmp_path: Path) -> None:
    wrong = {"JOB_BROKER_URL": "amqp://localhost", "JOB_BUCKET": "My_Bucket", "JOB_BUCKET_URL": "minio:9000"}
    done = manage("check", DATA_DIR=str(tmp_path), **wrong)
    assert done.stderr.decode().splitlines()[1:] == [
        "  JOB_BROKER_URL: Not the address of a Redis server, such as redis://:password@localhost:6379/0.",
        "  JOB_BUCKET: Not the name of a bucket: 3 to 63 of a-z, 0-9, dots and hyphens.",
        "  JOB_BUCKET_URL: Not a valid URL.",
    ]


def test_a_bucket_keeps_the_files_of_jobs_with_what_is_said_of_it_and_no_more(tmp_path: Path) -> None:
    settings = loaded(tmp_path, JOB_BUCKET="datasets", JOB_BUCKET_REGION="eu-central-1")
    options = {"bucket_name": "datasets", "region_name": "eu-central-1"}
    assert settings["STORAGES"]["jobs"] == {"BACKEND": "jobs.buckets.Bucket", "OPTIONS": options}


def test_a_wrong_value_stops_the_server_too(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", "config.wsgi"],
        cwd=ROOT,
        env=environment(DATA_DIR=str(tmp_path), MAX_ROWS="many"),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    said = "These settings have values that cannot be used:\n  MAX_ROWS: Not a valid integer.\n"
    assert (done.returncode, done.stderr) == (1, said)


def test_the_catalog_is_read_before_there_are_workers(tmp_path: Path) -> None:
    script = (
        "import runpy; server = runpy.run_path('gunicorn.conf.py'); import config.wsgi; server['_prepare']();"
        "from generation.designer.meaning.lexicon import lexicon; print(lexicon.cache_info().currsize)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=environment(DATA_DIR=str(tmp_path)),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("1\n", 0)


def test_the_check_for_deployment_is_clean_behind_https(tmp_path: Path) -> None:
    settings = {"HTTPS": "true", "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    done = manage(
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        DATA_DIR=str(tmp_path),
        ALLOWED_HOSTS="data.example.org",
        **settings,
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
