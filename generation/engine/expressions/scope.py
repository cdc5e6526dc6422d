"""What an expression can see, and what it may spend."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from generation.engine.errors import CheckError
from generation.engine.kinds import Type


@dataclass(slots=True)
class Budget:
    """How many more parts the expressions of a schema may have, comprehensions written out."""

    parts: int = 20_000

    def spend(self, parts: int = 1) -> None:
        """Take some. Raises CheckError when there are none left."""
        self.parts -= parts
        if self.parts < 0:
            raise CheckError("the expressions have too many parts when their comprehensions are written out")


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression can see: the types of the columns before it, and the locale; and what it may spend.

    `names` are those of all columns, of which one may be meant.
    """

    columns: Mapping[str, Type]
    locale: str
    budget: Budget = field(default_factory=Budget)
    names: Collection[str] = ()
