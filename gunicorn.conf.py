"""The server, as `gunicorn config.wsgi` starts it; its settings are those of the service."""

import gc
import os
import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
try:
    _host = f"[{settings.BIND}]" if ":" in settings.BIND else settings.BIND
except ImproperlyConfigured as error:
    sys.exit(str(error))

bind = f"{_host}:{settings.PORT}"
workers = settings.WORKERS
threads = settings.THREADS
worker_class = "config.worker.Worker"
graceful_timeout = 60  # what is being streamed when the server is asked to stop is finished
logconfig_dict = settings.LOGGING
accesslog = None  # the service has a line of its own for each request
control_socket_disable = True


def when_ready(server: Any) -> None:
    """Tell a person where to look; the log on standard error is for machines."""
    port = server.LISTENERS[0].sock.getsockname()[1]
    host = "localhost" if settings.BIND in {"127.0.0.1", "0.0.0.0", "::", "::1"} else _host  # noqa: S104 - compared, not bound
    print(f"Open http://{host}:{port}/ or http://{host}:{port}/docs", flush=True)  # noqa: T201 - meant for a person


def post_worker_init(worker: Any) -> None:  # noqa: ARG001 - its signature
    """Have a worker read everything before it takes requests, and never look for garbage among it."""
    from generation.services import prepare  # noqa: PLC0415 - when the application is there

    prepare()
    gc.collect()
    gc.freeze()
