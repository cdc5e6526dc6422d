"""Plans that are kept, as many as a bound allows: compiling one takes about as long as making 500 rows by it."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from generation.engine import DatasetSchema, Plan

ALWAYS = 2_000  # characters that a plan takes the room of, however short its expressions are


class KeptPlans:
    """Returns the plan of a schema, and keeps those used last.

    A plan takes about ten times the memory of its expressions. Of schemas as people ask for them, hundreds are kept; of
    the largest ones, which have 800,000 characters, the last one.
    """

    def __init__(self, compile_: Callable[[DatasetSchema], Plan], *, most_characters: int) -> None:
        self._compile = compile_
        self._most = most_characters
        self._plans: OrderedDict[DatasetSchema, Plan] = OrderedDict()
        self._characters = 0
        self._lock = Lock()

    def __call__(self, schema: DatasetSchema) -> Plan:
        """Return the plan. Raises EngineError for a schema that cannot be made."""
        with self._lock:
            if plan := self._plans.get(schema):
                self._plans.move_to_end(schema)
                return plan
        plan = self._compile(schema)
        with self._lock:
            self._keep(schema, plan)
        return plan

    def __len__(self) -> int:
        """Return how many plans are kept."""
        return len(self._plans)

    def _keep(self, schema: DatasetSchema, plan: Plan) -> None:
        """Keep it in place of those that were used before all others; the one of another thread is as good."""
        if schema in self._plans:
            return
        self._plans[schema] = plan
        self._characters += _size(schema)
        while self._characters > self._most and len(self._plans) > 1:
            dropped, _ = self._plans.popitem(last=False)
            self._characters -= _size(dropped)


def _size(schema: DatasetSchema) -> int:
    return ALWAYS + sum(len(column.expression) for column in schema.columns)
