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

_IN_MEMORY = "/dev/shm"  # noqa: S108 - what gunicorn makes there has a drawn name and no content

bind = f"{_host}:{settings.PORT}"
workers = settings.WORKERS
threads = settings.THREADS
worker_class = "config.worker.Worker"
graceful_timeout = 60  # what is being streamed when the server is asked to stop is finished
logconfig_dict = settings.LOGGING
accesslog = None  # the service has a line of its own for each request
control_socket_disable = True
# Everything is read once, before the workers are forked: one that was killed is back in a moment, and what they have in
# common is in memory once. New code needs a restart, then; HUP only makes new workers.
preload_app = True
# Where workers show that they live: in memory, which no full disk reaches.
worker_tmp_dir = _IN_MEMORY if os.access(_IN_MEMORY, os.W_OK) else None


def when_ready(server: Any) -> None:
    """Have all workers' code and catalogs read, and tell a person where to look; the log is for machines."""
    _prepare()
    port = server.LISTENERS[0].sock.getsockname()[1]
    host = "localhost" if settings.BIND in {"127.0.0.1", "0.0.0.0", "::", "::1"} else _host  # noqa: S104 - compared, not bound
    print(f"Open http://{host}:{port}/ or http://{host}:{port}/docs", flush=True)  # noqa: T201 - meant for a person


def _prepare() -> None:
    """Read everything before a request is taken, and never look for garbage among it."""
    from generation.services import prepare  # noqa: PLC0415 - when the application is there

    prepare()
    gc.collect()
    gc.freeze()


def post_worker_init(worker: Any) -> None:  # noqa: ARG001 - its signature
    """Have a worker counted among those that live, and followed."""
    from watching.counting import begin  # noqa: PLC0415 - as above
    from watching.tracing import prepare  # noqa: PLC0415 - as above

    begin("web")
    prepare()


def worker_exit(server: Any, worker: Any) -> None:  # noqa: ARG001 - its signature
    """Send the traces that a worker still has."""
    from watching.tracing import flush  # noqa: PLC0415 - as above

    flush()
