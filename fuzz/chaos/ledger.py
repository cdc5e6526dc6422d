"""What was answered, and is so promised: it is compared with what the service knows in the end."""

from collections import Counter
from dataclasses import dataclass, field
from threading import Lock

import psycopg

_USES = "SELECT hash, usage_count FROM schemas_cache_schema"
_DAYS = "SELECT coalesce(sum(requests), 0), coalesce(sum(links), 0) FROM schemas_cache_dailyuse"


@dataclass
class Ledger:
    """What was answered: uses by the hash of the schema, requests and links of the day, schemas, jobs."""

    uses: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    links: int = 0
    schemas: set[str] = field(default_factory=set)
    jobs: list[str] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def dataset(self, schema: str, *, by_link: bool) -> None:
        """Note a dataset that came whole."""
        with self._lock:
            self.uses[schema] += 1
            self.schemas.add(schema)
            self.links += by_link
            self.requests += not by_link

    def schema(self, schema: str) -> None:
        """Note a schema that was designed, or found."""
        with self._lock:
            self.schemas.add(schema)
            self.requests += 1

    def job(self, job: str) -> None:
        """Note a job that was taken in."""
        with self._lock:
            self.jobs.append(job)
            self.requests += 1

    def lost(self, database: str) -> list[str]:
        """Return what the database does not know of it."""
        with psycopg.connect(database.replace("postgres://", "postgresql://")) as connection:
            uses: dict[str, int] = dict(connection.execute(_USES).fetchall())
            requests, links = connection.execute(_DAYS).fetchone() or (0, 0)
        lost = [f"the schema {schema} is not there" for schema in self.schemas - uses.keys()]
        lost += [
            f"{count - uses.get(schema, 0)} of {count} uses of {schema} are not counted"
            for schema, count in self.uses.items()
            if uses.get(schema, 0) < count
        ]
        if requests < self.requests:
            lost.append(f"{self.requests - requests} of {self.requests} requests are not counted")
        if links < self.links:
            lost.append(f"{self.links - links} of {self.links} links are not counted")
        return lost
