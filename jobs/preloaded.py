"""What every worker knows, read once by the process that all of them are forked from: so another begins at once."""

import gc
from importlib import import_module

import django


def _read() -> None:
    django.setup()
    for name in ("jobs.webhooks", "jobs.working"):  # they know models
        import_module(name)
    gc.collect()
    gc.freeze()


_read()
