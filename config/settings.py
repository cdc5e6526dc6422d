"""All settings, from the environment alone: `.env.example` says what each one means.

A `.env` file beside manage.py is read too; what the environment says wins. A blank value is the same as none.
"""

import logging
import os
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvValidationError, ValidationError, validate

from config.data_dir import kept_secret_key, make_folder
from config.logs import logging_config
from generation import __version__
from generation.designer import NO_KEY, PROVIDERS

BASE_DIR = Path(__file__).resolve().parent.parent


class _Environment(Env):
    """Reads a blank value as none, as `NAME=` is written in .env and compose files."""

    def _get_value(self, env_key: str, default: Any) -> Any:
        value = super()._get_value(env_key, default)
        return default if value == "" else value


env = _Environment(eager=False)
env.read_env(BASE_DIR / ".env", recurse=False)


# Many clients may write at once: writers queue up from their first statement on, and readers never wait for them.
_SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}

# A server that is gone is not waited for: seconds to be connected, and without a sign of life (in milliseconds).
_POSTGRESQL_OPTIONS = {
    "connect_timeout": 5,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}

_LEAST_PUBLIC_SECRET = 20  # characters; whoever guesses the secret signs in to the admin


@env.parser_for("hosts")
def _hosts(text: str) -> list[str]:
    hosts = [host.strip() for host in text.split(",") if host.strip()]
    if wrong := [
        host for host in hosts if not re.fullmatch(r"\*|\.?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*|\[[0-9A-Fa-f:.]+\]", host)
    ]:
        raise ValidationError(
            f"Not the name of a host such as data.example.org, without scheme and port: {wrong[0]!r}."
        )
    return hosts


@env.parser_for("database")
def _database(url: str) -> dict[str, Any]:
    try:
        database: dict[str, Any] = {**dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)}
    except ValueError as error:
        raise ValidationError("Not the URL of a database, such as postgres://user:password@host/name.") from error
    if database["ENGINE"] == "django.db.backends.sqlite3":
        return database | {"OPTIONS": _SQLITE_OPTIONS}
    if database["ENGINE"] != "django.db.backends.postgresql":
        raise ValidationError("The database is PostgreSQL (postgres://...) or SQLite (sqlite:///...).")
    return database | {"OPTIONS": _POSTGRESQL_OPTIONS | database.get("OPTIONS", {})}


@env.parser_for("origins")
def _origins(text: str) -> list[str]:
    origins = [origin.strip() for origin in text.split(",") if origin.strip()]
    if wrong := [origin for origin in origins if not re.fullmatch(r"https?://[^/?#\s]+", origin)]:
        raise ValidationError(f"Not an origin such as https://example.org: {wrong[0]!r}.")
    return origins


@env.parser_for("secret")
def _secret(text: str, *, least: int) -> str:
    if 0 < len(text) < least:
        raise ValidationError(f"With HTTPS it has at least {least} characters; without any, one is made and kept.")
    return text


@env.parser_for("api_key")
def _api_key(text: str) -> str | None:
    if not re.fullmatch(r"[!-~]*", text):
        raise ValidationError("It has a character that no key has, such as a space.")  # what it has is not for a log
    return text or None


@env.parser_for("model_url")
def _model_url(text: str) -> str:
    validate.URL(schemes={"http", "https"}, require_tld=False)(text)
    if "@" in urlsplit(text).netloc:
        raise ValidationError("The address has a name or password in it, which is never sent: OPENAI_API_KEY is.")
    return text


@env.parser_for("model_name")
def _model_name(text: str) -> str:
    if not text:
        raise ValidationError("This provider has no usual model: name the one that it serves.")
    if text.startswith("offline/"):
        raise ValidationError("What begins with offline/ is not a model: it is how designs made by rules are marked.")
    return text


@env.parser_for("redis")
def _redis(url: str) -> str:
    if url and not re.fullmatch(r"rediss?://[^/?#\s]+(/[^?#\s]*)?", url):
        raise ValidationError("Not the address of a Redis server, such as redis://:password@localhost:6379/0.")
    return url


@env.parser_for("broker")
def _broker(url: str) -> str:
    return _with_extra(_redis(url), "celery")


@env.parser_for("bucket")
def _bucket(name: str) -> str:
    if name and not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", name):
        raise ValidationError("Not the name of a bucket: 3 to 63 of a-z, 0-9, dots and hyphens.")
    return _with_extra(name, "storages")


def _with_extra(value: str, package: str) -> str:
    if value and find_spec(package) is None:
        raise ValidationError("It needs the extra `scale`: pip install -r requirements/scale.txt.")
    return value


@env.parser_for("bucket_url")
def _bucket_url(text: str) -> str:
    if text:
        validate.URL(schemes={"http", "https"}, require_tld=False)(text)
    return text


@env.parser_for("address")
def _address(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*", text):
        raise ValidationError("Not an address to listen on, such as 127.0.0.1, ::1 or localhost.")
    return text


# The installation
DEBUG: bool = env.bool("DEBUG", False)
HTTPS: bool = env.bool("HTTPS", False)
ALLOWED_HOSTS: list[str] = env.hosts("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS: list[str] = env.origins("CSRF_TRUSTED_ORIGINS", "")
CORS_ALLOW_ALL_ORIGINS: bool = env.str("CORS_ALLOWED_ORIGINS", "*") == "*"
CORS_ALLOWED_ORIGINS: list[str] = [] if CORS_ALLOW_ALL_ORIGINS else env.origins("CORS_ALLOWED_ORIGINS")
LOG_LEVEL: int = env.log_level("LOG_LEVEL", logging.INFO)
DATA_DIR: Path = env.path("DATA_DIR", BASE_DIR / "var").absolute()
DATABASE: dict[str, Any] = env.database("DATABASE_URL", f"sqlite:///{quote(str(DATA_DIR / 'db.sqlite3'))}")
SECRET_KEY: str = env.secret("SECRET_KEY", "", least=_LEAST_PUBLIC_SECRET if HTTPS else 0)
STATIC_ROOT: str | None = env.str("STATIC_ROOT", None)

# The service
MAX_ROWS: int = env.int("MAX_ROWS", 10_000, validate=validate.Range(1, 1_000_000_000))
MAX_SECONDS: float = env.float("MAX_SECONDS", 30.0, validate=validate.Range(1, 86_400))
MAX_BODY_BYTES: int = env.int("MAX_BODY_BYTES", 1_000_000, validate=validate.Range(10_000, 100_000_000))
MAX_IMPORT_BYTES: int = env.int("MAX_IMPORT_BYTES", 20_000_000, validate=validate.Range(10_000, 1_000_000_000))

# Jobs: datasets that take longer than an answer may
JOB_MAX_ROWS: int = env.int("JOB_MAX_ROWS", 1_000_000_000, validate=validate.Range(1, 10**12))
JOB_MAX_SECONDS: float = env.float("JOB_MAX_SECONDS", 86_400.0, validate=validate.Range(1, 10**7))
JOB_MAX_WAITING: int = env.int("JOB_MAX_WAITING", 100, validate=validate.Range(1, 10**6))
JOB_KEPT_HOURS: float = env.float("JOB_KEPT_HOURS", 24.0, validate=validate.Range(0.01, 10**6))
JOB_SPARE_BYTES: int = env.int("JOB_SPARE_BYTES", 1_000_000_000, validate=validate.Range(0, 10**15))
JOB_PROCESSES: int = env.int("JOB_PROCESSES", os.cpu_count() or 1, validate=validate.Range(1, 1024))
WEBHOOK_ALLOWED_HOSTS: list[str] = env.hosts("WEBHOOK_ALLOWED_HOSTS", "")
JOB_EVENT_STREAMS: int = env.int("JOB_EVENT_STREAMS", 2, validate=validate.Range(0, 1024))
JOB_SCRATCH: Path = DATA_DIR / "jobs" / "scratch"
JOB_BROKER_URL: str = env.broker("JOB_BROKER_URL", "")
JOB_BUCKET: str = env.bucket("JOB_BUCKET", "")
JOB_BUCKET_URL: str = env.bucket_url("JOB_BUCKET_URL", "")
JOB_BUCKET_REGION: str = env.str("JOB_BUCKET_REGION", "")
JOB_BUCKET_KEY_ID: str = env.str("JOB_BUCKET_KEY_ID", "")
JOB_BUCKET_SECRET: str = env.str("JOB_BUCKET_SECRET", "")
JOB_LINK_SECONDS: int = env.int("JOB_LINK_SECONDS", 3600, validate=validate.Range(0, 604_800))

# What each client may: 0 is without bound
PROXIES: int = env.int("PROXIES", 0, validate=validate.Range(0, 10))
CACHE_URL: str = env.redis("CACHE_URL", "")
CLIENT_REQUESTS_PER_MINUTE: int = env.int("CLIENT_REQUESTS_PER_MINUTE", 30_000, validate=validate.Range(0, 10**9))
CLIENT_CELLS_PER_MINUTE: int = env.int("CLIENT_CELLS_PER_MINUTE", 1_000_000_000, validate=validate.Range(0, 10**15))
CLIENT_JOB_CELLS_PER_DAY: int = env.int("CLIENT_JOB_CELLS_PER_DAY", 200_000_000_000, validate=validate.Range(0, 10**18))
CLIENT_JOBS_WAITING: int = env.int("CLIENT_JOBS_WAITING", 20, validate=validate.Range(0, 10**6))
CLIENT_MODEL_DESIGNS_PER_DAY: int = env.int("CLIENT_MODEL_DESIGNS_PER_DAY", 250, validate=validate.Range(0, 10**9))
SIGN_IN_ATTEMPTS: int = env.int("SIGN_IN_ATTEMPTS", 5, validate=validate.Range(1, 1000))
API_KEYS_REQUIRED: bool = env.bool("API_KEYS_REQUIRED", False)

# What is told to those who watch over it
METRICS_DIR: Path | None = env.path("METRICS_DIR", None)
METRICS_TOKEN: str = env.str("METRICS_TOKEN", "")

# The language model: without a key there is none, and the offline designer answers
LLM_PROVIDER: str = env.str("LLM_PROVIDER", "openai", validate=validate.OneOf(PROVIDERS))
_PROVIDER = PROVIDERS.get(LLM_PROVIDER, PROVIDERS["openai"])
OPENAI_API_KEY: str | None = env.api_key("OPENAI_API_KEY", "" if _PROVIDER.needs_key else NO_KEY)
OPENAI_BASE_URL: str = env.model_url("OPENAI_BASE_URL", _PROVIDER.base_url)
OPENAI_MODEL: str = env.model_name("OPENAI_MODEL", _PROVIDER.model or "")
OFFLINE_FALLBACK: bool = env.bool("OFFLINE_FALLBACK", True)
MODEL_DEADLINE: float = env.float("MODEL_DEADLINE", 30.0, validate=validate.Range(1, 600))
MODEL_ATTEMPTS: int = env.int("MODEL_ATTEMPTS", 3, validate=validate.Range(1, 10))
MODEL_ALLOWED_HOSTS: list[str] = env.hosts("MODEL_ALLOWED_HOSTS", "")
MODEL_DAILY_DESIGNS: int = env.int("MODEL_DAILY_DESIGNS", 1000, validate=validate.Range(0, 10**9))
MODEL_DAILY_TOKENS: int = env.int("MODEL_DAILY_TOKENS", 5_000_000, validate=validate.Range(0, 10**12))

# The server; gunicorn.conf.py reads these
BIND: str = env.address("BIND", "127.0.0.1")
PORT: int = env.int("PORT", 8000, validate=validate.Range(0, 65535))
WORKERS: int = env.int("WORKERS", 2, validate=validate.Range(1, 256))
THREADS: int = env.int("THREADS", 8, validate=validate.Range(1, 1024))
MODEL_SEATS: int = env.int("MODEL_SEATS", max(1, THREADS // 2), validate=validate.Range(1, 1024))

try:
    env.seal()
except EnvValidationError as error:
    _wrong = [
        f"{name}: {' '.join(map(str, said))}" for name, said in cast(dict[str, list[str]], error.error_messages).items()
    ]
    raise ImproperlyConfigured("\n  ".join(["These settings have values that cannot be used:", *_wrong])) from error

if not SECRET_KEY:
    SECRET_KEY = kept_secret_key(DATA_DIR / "secret_key")
if DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    make_folder(Path(DATABASE["NAME"]).parent)
DATABASES = {"default": DATABASE}

# What follows is the same for every installation.
INSTALLED_APPS = [
    "curation.apps.CurationAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "corsheaders",
    "rest_framework",
    "rest_framework.authtoken",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "access",
    "schemas_cache",
    "generation",
    "jobs",
    "presenting",
    "workbench",
    "curation",
    "upkeep",
]
MIDDLEWARE = [
    "watching.middleware.Watched",
    "config.middleware.RequestLine",
    "config.headers.SafeHeaders",
    "corsheaders.middleware.CorsMiddleware",
    "config.middleware.JsonErrors",
    "config.middleware.KnownLength",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "workbench.middleware.CompressedPages",
    "workbench.middleware.ReadersLanguage",
    "config.bodies.BoundedBodies",
    "config.asking.WhoAsks",
    "config.readable.ReadableQuery",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.door.ClosedDoor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": name}
    for name in (
        "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "django.contrib.auth.password_validation.MinimumLengthValidator",
        "django.contrib.auth.password_validation.CommonPasswordValidator",
        "django.contrib.auth.password_validation.NumericPasswordValidator",
        "curation.accounts.OwnPassword",
    )
]
USE_TZ = True
TIME_ZONE = "UTC"
# The learner's pages are in the reader's language; the API and the admin are in English, whoever asks.
USE_I18N = True
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LANGUAGE_COOKIE_AGE = 31_536_000  # a year
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LOGGING = logging_config(LOG_LEVEL)

# Static files come straight from the packages; with STATIC_ROOT, from there, collected, compressed and named by hash.
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = STATIC_ROOT is None
_FOLDER = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": str(DATA_DIR / "jobs" / "files"), "allow_overwrite": True},
}
_BUCKET_OPTIONS = {
    "bucket_name": JOB_BUCKET,
    "endpoint_url": JOB_BUCKET_URL,
    "region_name": JOB_BUCKET_REGION,
    "access_key": JOB_BUCKET_KEY_ID,
    "secret_key": JOB_BUCKET_SECRET,
}
_BUCKET = {
    "BACKEND": "jobs.buckets.Bucket",
    "OPTIONS": {name: value for name, value in _BUCKET_OPTIONS.items() if value},  # the environment says the rest
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "jobs": _BUCKET if JOB_BUCKET else _FOLDER,
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_ROOT
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# An instructor's form has up to 400 rows of 8 fields: the 200 columns of a schema, and as many in their place.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
# The expressions of 200 columns have up to 4,000 characters each, and a form writes a character in up to 12 bytes. What
# is no form of columns holds to MAX_BODY_BYTES; see config.bodies.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * MAX_BODY_BYTES

FILE_UPLOAD_HANDLERS = ["curation.uploads.LimitedUploadHandler"]

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health(/live)?$", r"^metrics$"]  # probes speak plain HTTP from inside
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # to be preloaded is for the domain's owner to decide

CORS_URLS_REGEX = r"^/(?!admin/)"
# Pages elsewhere may write for those who give them a token. Cookies are never allowed, so no session is of use to them.
CORS_ALLOW_METHODS = ("GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS")
CORS_ALLOW_HEADERS = (
    *("accept", "authorization", "content-type", "if-match", "if-modified-since", "if-none-match", "if-range"),
    *("if-unmodified-since", "range", "x-request-id"),
)
CORS_ALLOW_CREDENTIALS = False
CORS_EXPOSE_HEADERS = (
    *("Accept-Ranges", "Content-Digest", "Content-Disposition", "Content-Encoding", "Content-Location"),
    *("Content-Range", "ETag", "Location", "Repr-Digest", "Retry-After", "Unencoded-Digest"),
    *("X-As-Of", "X-CSV-Safe", "X-Cache", "X-Designed-By", "X-Earlier-Engine", "X-Engine-Version"),
    *("X-Generation-Time", "X-Left-Out", "X-Request-ID", "X-Row-Count", "X-Schema-Hash", "X-Schema-Revision", "X-Seed"),
)

REST_FRAMEWORK = {
    # Of the routes that are for instructors; the others ask nobody who they are.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "curation.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["curation.authentication.MayWrite"],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["config.json_bodies.StrictJSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "config.json_bodies.AlwaysJSON",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "config.errors.answer_error",
    "URL_FORMAT_OVERRIDE": None,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Synthetic Data Generation Service API",
    "VERSION": __version__,
    "DESCRIPTION": (
        "REST API for generating custom synthetic datasets from natural language descriptions.\n\n"
        "Every refusal, whatever refused it, has the body ErrorResponse: also 404 for an unknown address and 405, with "
        "`Allow`, for a method that an address does not take."
    ),
    "LICENSE": {"name": "MIT"},
    "TAGS": [{"name": name} for name in ("datasets", "jobs", "schemas", "health")],
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "SORT_OPERATIONS": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "JobState": "jobs.models.State",
        "WebhookState": "jobs.forms.WEBHOOK_STATES",
        "Reach": ["accessible", "inaccessible"],
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "generation.openapi.require_bodies",
        "generation.openapi.name_keys",
        "generation.openapi.linking.link_schemas",
        "jobs.linking.link_jobs",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
}
