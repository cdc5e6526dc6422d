"""A trial: the deployment, the clients, the faults one after the other, and what was seen."""

import json
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import Any

from bench.deployment import Deployment, deployed
from bench.report import table
from fuzz.chaos.asking import ask
from fuzz.chaos.clocks import Clock
from fuzz.chaos.disks import may_mount, small_disk
from fuzz.chaos.faults import Fault, frozen, full, jumps, misbehaving, restarted, stopped, victims
from fuzz.chaos.load import Load, Phase
from tests.scripted_model import ScriptedModel

_CLIENTS = 8
_DATA_MEGABYTES, _DATABASE_MEGABYTES, _TEMPORARY_MEGABYTES = 64, 300, 32
_RECOVERY = 45.0  # seconds: the longest lease, and a worker's start
_STUCK = 90.0  # seconds for what was refused last
_JOBS_END = 180.0
_SLEEP_BETWEEN = (0.1, 0.8)
_ANSWERS_BETWEEN = 5
_UP_AGAIN = 60.0
_CRASHES = ("Traceback (most recent call last)", '"message": "crash"', "Segmentation fault")


@dataclass
class Trial:
    """What was seen, and what is wrong, which must never be."""

    deployment: Deployment
    load: Load
    model: ScriptedModel
    clock: Clock | None
    temporary: Path
    rows: list[tuple[str, ...]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    killed: Counter[str] = field(default_factory=Counter)

    def faults(self) -> list[Fault]:
        """Return all that can go wrong here."""
        there = self.deployment
        disks = (("data", there.folder / "data"), ("database", there.folder / "database"), ("tmp", self.temporary))
        return [
            stopped(there.database, "database"),
            frozen(there.database, "database"),
            stopped(there.cache, "Redis"),
            frozen(there.cache, "Redis"),
            restarted(there.web, "service"),
            restarted(there.worker, "worker"),
            *(full(folder, name) for name, folder in disks if folder.is_mount()),
            *misbehaving(self.model, "hang", "drip", "unauthorized", "reset", "server_error", "rate_limited_long"),
            *(jumps(self.clock) if self.clock else ()),
        ]

    def suffer(self, fault: Fault) -> None:
        """Have a fault begin and end, and see that all is well again."""
        phase = self.load.begin(fault.name, may_break=fault.may_break)
        fault.begin()
        try:
            sleep(fault.seconds)
        finally:
            fault.end()
        self._recover(phase)

    def kill(self, times: int, draw: random.Random) -> None:
        """Kill processes of all kinds, one after the other."""
        phase = self.load.begin(f"{times} kills", may_break=True)
        found = victims(self.deployment)
        while sum(self.killed.values()) < times:
            name = draw.choice(list(found))
            if processes := found[name]():
                self.killed[name] += _was_killed(draw.choice(processes))
            self._await_answers(phase)
            sleep(draw.uniform(*_SLEEP_BETWEEN))
        self._recover(phase)

    @staticmethod
    def _await_answers(phase: Phase) -> None:
        """Wait until some requests are answered again, so that the next one is killed under load."""
        before, until = phase.count(good=True), monotonic() + _UP_AGAIN
        while phase.count(good=True) < before + _ANSWERS_BETWEEN and monotonic() < until:
            sleep(0.1)

    def _recover(self, before: Phase) -> None:
        after = self.load.begin(f"after: {before.name}", may_break=before.may_break)
        seconds = self.load.recovered(_RECOVERY)
        if seconds is None:
            self.wrong.append(f"{after.name}: not well after {_RECOVERY:.0f} seconds: {dict(after.seen)}")
        self.wrong += _summed(before.wrong + after.wrong)
        slowest = max(before.slowest, after.slowest)
        told = f"{before.name}: {dict(before.seen)}, well after {seconds}, slowest {slowest:.1f}\n"
        sys.stderr.write(told)
        self.rows.append(
            (
                before.name,
                str(before.count(good=True)),
                str(before.count(good=False)),
                f"{slowest:.1f} s",
                "never" if seconds is None else f"{seconds:.1f} s",
            )
        )

    def conclude(self) -> None:
        """Compare what was answered with what is there."""
        self.wrong += [f"stuck: {each}" for each in self._stuck()]
        self.wrong += _summed(self._jobs())
        self.wrong += self.load.ledger.lost(self.deployment.settings["DATABASE_URL"])
        for service in self.deployment.services[2:4]:
            lines = self.deployment.log(service).splitlines()
            self.wrong += [
                f"{service.unit.name}: {line[:2000]}" for line in lines if any(map(line.__contains__, _CRASHES))
            ]

    def _stuck(self) -> list[str]:
        """Return the descriptions that are refused for longer than anybody's lease."""
        until = monotonic() + _STUCK
        left = set(self.load.pending)
        while left and monotonic() < until:
            for description in list(left):
                wish = {"description": description, "rows": 10}
                if ask(self.deployment.port, "POST", "/generate", wish).is_good:
                    left.discard(description)
        return sorted(left)

    def _jobs(self) -> Iterator[str]:
        """Yield what is wrong with the jobs that were taken in: each is made, and its file is the dataset."""
        until = monotonic() + _JOBS_END
        for job in self.load.ledger.jobs:
            document = self._ended(job, until)
            if document.get("state") != "done":
                yield f"a job is {document.get('state')}: {document.get('message')}"
                continue
            file, dataset = (ask(self.deployment.port, "GET", document["links"][name]) for name in ("file", "dataset"))
            if not (file.is_good and sha256(file.body).digest() == sha256(dataset.body).digest()):
                yield f"the file of a job is another one: {file.status}, {dataset.status}"

    def _ended(self, job: str, until: float) -> dict[str, Any]:
        while True:
            answer = ask(self.deployment.port, "GET", f"/jobs/{job}")
            document = json.loads(answer.body) if answer.is_good else {"state": f"answered {answer.status}"}
            if document["state"] not in {"waiting", "running"} or monotonic() > until:
                return dict(document)
            sleep(0.2)

    def table(self) -> str:
        """Return what was seen, as Markdown."""
        return table(
            ("what went wrong", "answered", "told to come again", "slowest answer", "well again after"), self.rows
        )

    def summary(self) -> str:
        """Return the counts in one line."""
        ledger = self.load.ledger
        kills = ", ".join(f"{count} {name}" for name, count in sorted(self.killed.items()))
        promised = (
            f"{ledger.requests} requests, {ledger.links} links, {len(ledger.schemas)} schemas, {len(ledger.jobs)} jobs"
        )
        return f"killed: {kills or 'nobody'}; answered: {promised}; {len(self.wrong)} things wrong"


@contextmanager
def trial(seed: int, clients: int = _CLIENTS) -> Iterator[Trial]:
    """Run a deployment whose disks are small, whose model follows a script, and whose clock can be set."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="chaos-", ignore_cleanup_errors=True)))
        folder.chmod(0o755)
        sizes = {"data": _DATA_MEGABYTES, "database": _DATABASE_MEGABYTES, "tmp": _TEMPORARY_MEGABYTES}
        for name, size in sizes.items():
            (folder / name).mkdir()
            if may_mount():
                stack.enter_context(small_disk(folder / name, size))
        model = stack.enter_context(ScriptedModel("good"))
        clock = Clock.made(folder)
        given = {"OPENAI_BASE_URL": model.base_url, "OPENAI_API_KEY": "of-the-trial", "TMPDIR": str(folder / "tmp")}
        own = {"JOB_SPARE_BYTES": "1000000", "MODEL_DEADLINE": "10", "MODEL_DAILY_DESIGNS": "100000"}
        own |= {"CLIENT_MODEL_DESIGNS_PER_DAY": "0"}
        given |= clock.settings if clock else {}
        stack.callback(_keep, folder / "logs")
        deployment = stack.enter_context(deployed(folder, collect=False, **given, **own))
        if clock:
            clock.rule(deployment.database)
            clock.rule(deployment.cache)
        yield Trial(deployment, Load(deployment.port, clients, seed), model, clock, folder / "tmp")


def run(*, kills: int, seed: int, named: str = "") -> Trial:
    """Try all faults whose names have one of these words, and so many kills."""
    with trial(seed) as tried:
        with tried.load.running():
            phase = tried.load.begin("warm-up")
            sleep(5)
            tried.wrong += _summed(phase.wrong)
            for fault in tried.faults():
                if not named or any(word in fault.name for word in named.split(",")):
                    tried.suffer(fault)
            if kills:
                tried.kill(kills, random.Random(seed))  # noqa: S311 - whom it meets, no secret
        tried.conclude()
        return tried


def _keep(logs: Path) -> None:
    """Copy the logs to where CHAOS_LOGS says."""
    if wanted := os.environ.get("CHAOS_LOGS"):
        copytree(logs, wanted, dirs_exist_ok=True)


def _was_killed(process: int) -> bool:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def _summed(faults: "Iterator[str] | list[str]") -> list[str]:
    """Return each fault once, with how often it was seen."""
    return [f"{fault} ({count}x)" for fault, count in Counter(faults).items()]
