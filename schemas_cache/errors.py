"""What can go wrong in the cache of schemas.

CacheError
├── SchemaNotFound     no schema has this hash
├── RevisionNotFound   the schema has no such revision
├── RevisionImmutable  a revision was about to be changed
├── RevisedMeanwhile   somebody else revised the schema, or merged it, since the editor read it
├── SchemaExists       the description that a new schema is for has one already
├── SchemaCurated      a curated schema was about to be dropped
├── SchemaMerged       a schema was about to be dropped that another one stands for
├── DesignPending      another is still designing this description, and the caller waited long enough
├── HashTaken          another description's entry, from a file, has the hash that this one would get
├── SchemaOutdated     a remembered schema does not compile with this version
├── TextUnfit          a text that no database stores: it holds a NUL or half a surrogate pair
├── DocumentMalformed  a file is not in the format of schemas.json
└── EntryMalformed     one of its entries is not, or does not compile
"""


class CacheError(Exception):
    """The root of the cache's errors: `str(error)` is a sentence that quotes no description."""


class SchemaNotFound(CacheError):
    """No schema has this hash."""

    def __init__(self, hash_: str) -> None:
        super().__init__(f"there is no schema {hash_!r:.80}")
        self.hash = hash_


class RevisionNotFound(CacheError):
    """The schema has no such revision."""

    def __init__(self, hash_: str, revision: int) -> None:
        super().__init__(f"the schema {hash_} has no revision {revision}")
        self.hash = hash_
        self.revision = revision


class RevisionImmutable(CacheError):
    """A revision was about to be changed; permanent links rely on it as it is."""


class RevisedMeanwhile(CacheError):
    """Somebody else revised the schema, or merged it, since the editor read it; `revision` is its own current one."""

    def __init__(self, hash_: str, revision: int) -> None:
        super().__init__(f"the schema {hash_} was revised meanwhile: its current revision is {revision}")
        self.hash = hash_
        self.revision = revision


class SchemaExists(CacheError):
    """The description that a new schema is for has one already: the one with this hash."""

    def __init__(self, hash_: str) -> None:
        super().__init__(f"this description has a schema already: {hash_}")
        self.hash = hash_


class SchemaCurated(CacheError):
    """A curated schema was about to be dropped."""

    def __init__(self, hash_: str) -> None:
        super().__init__(f"the schema {hash_} is curated; take that mark away first")
        self.hash = hash_


class SchemaMerged(CacheError):
    """A schema was about to be dropped that another one, `stands_in`, stands for: it goes with that one."""

    def __init__(self, hash_: str, stands_in: str) -> None:
        super().__init__(f"the schema {hash_} was merged into {stands_in}, which stands for it; drop that one instead")
        self.hash = stands_in


class DesignPending(CacheError):
    """Another is still designing this description, and the caller waited long enough."""


class HashTaken(CacheError):
    """Another description's entry, from a file, has the hash that this one would get."""

    def __init__(self, hash_: str) -> None:
        super().__init__(f"the hash {hash_} names the schema of another description, which came from a file")
        self.hash = hash_


class SchemaOutdated(CacheError):
    """A remembered schema is one that this version of the engine does not compile."""

    def __init__(self, hash_: str) -> None:
        super().__init__(f"the remembered schema {hash_} does not compile with this version")
        self.hash = hash_


class TextUnfit(CacheError, ValueError):
    """A text that no database stores: it holds a NUL or half a surrogate pair."""


class DocumentMalformed(CacheError):
    """A file is not in the format of schemas.json, so that nothing of it went in; the sentence names the place."""


class EntryMalformed(CacheError):
    """An entry of a file is not in the format, or does not compile.

    `column` is the column's name, `position` the offset in characters, from 0, in its expression, where it is known.
    """

    def __init__(self, reason: str, *, column: str | None = None, position: int | None = None) -> None:
        super().__init__(reason)
        self.column = column
        self.position = position
