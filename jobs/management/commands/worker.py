"""`manage.py worker`."""

import os
import signal
from threading import Event, Thread
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from jobs.crew import Crew, on_signal
from jobs.working import bury

_WATCH_SECONDS = 0.2


class Command(BaseCommand):
    """Make the parts of jobs."""

    help = "Make the datasets that were asked for as jobs, in several processes, until it is stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare how much is to be done."""
        parser.add_argument(
            "--processes", type=int, default=settings.JOB_PROCESSES, help="how many (as many as there are cores)"
        )
        parser.add_argument("--until-idle", action="store_true", help="end when all jobs have ended")
        parser.add_argument("--with-parent", action="store_true", help="end when the process ends that started it")

    def handle(self, *_: Any, processes: int, until_idle: bool, with_parent: bool, **__: Any) -> None:
        """Work."""
        if processes < 1:
            raise CommandError("--processes is at least 1")
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            on_signal(number, stop)
        if with_parent:
            Thread(target=_outlive_nobody, args=(os.getppid(), stop), daemon=True).start()
        if not Crew(processes, until_idle=until_idle, bury=bury).run(stop):
            raise CommandError("the workers die as soon as they begin; the lines above say why")


def _outlive_nobody(parent: int, stop: Event) -> None:
    while os.getppid() == parent and not stop.wait(_WATCH_SECONDS):
        pass
    stop.set()
