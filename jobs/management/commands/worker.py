"""`manage.py worker`."""

import signal
from threading import Event
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from jobs.crew import Crew
from jobs.working import bury


class Command(BaseCommand):
    """Make the parts of jobs."""

    help = "Make the datasets that were asked for as jobs, in several processes, until it is stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare how much is to be done."""
        parser.add_argument(
            "--processes", type=int, default=settings.JOB_PROCESSES, help="how many (as many as there are cores)"
        )
        parser.add_argument("--until-idle", action="store_true", help="end when there is nothing more to make")

    def handle(self, *_: Any, processes: int, until_idle: bool, **__: Any) -> None:
        """Work."""
        stop = Event()

        def end(*_: int | FrameType | None) -> None:
            stop.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, end)
        Crew(processes, until_idle=until_idle, bury=bury).run(stop)
