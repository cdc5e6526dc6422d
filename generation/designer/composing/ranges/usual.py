"""How the numbers of a concept usually lie, found by making some."""

from dataclasses import dataclass
from functools import lru_cache

from generation import engine
from generation.designer.catalog import Concept
from generation.engine import Column, DatasetSchema, DataType

_ROWS = 200
_ODD = 0.02  # the share of the values at either end that are not usual


@dataclass(frozen=True, slots=True)
class Usual:
    """Where nearly all values lie (`low` to `high`), and their mean and deviation."""

    low: float
    high: float
    mean: float
    sd: float


def usual(concept: Concept) -> Usual:
    """Return how the numbers of a concept lie that stands in its row alone."""
    return _measured(concept.ways[-1].expression, concept.data_type)


@lru_cache(maxsize=512)
def _measured(expression: str, data_type: DataType) -> Usual:
    plan = engine.compile_plan(DatasetSchema((Column(name="value", expression=expression, data_type=data_type),)))
    cells = (cell for batch in engine.run_plan(plan, rows=_ROWS, seed=1) for cell in batch.column(0).to_pylist())
    values = sorted(float(cell) for cell in cells if cell is not None) or [0.0]
    mean = sum(values) / len(values)
    odd = int(len(values) * _ODD)
    sd = (sum((value - mean) ** 2 for value in values) / len(values)) ** 0.5
    return Usual(values[odd], values[-1 - odd], mean, sd)
