"""Rules about rows, told by the names of their columns, that know nothing of the designer or its catalog.

A row breaks one or breaks none. A column of words that were drawn for want of a meaning breaks all rows.
"""

from collections.abc import Iterator

from eval.checks import amounts, bounds, calendars, order, outcomes, people, places, ranges, statuses, things, totals
from eval.checks.rule import Rule
from eval.kinds import Sample, is_made_up
from eval.rows import Rows

RULES: tuple[Rule, ...] = (
    *order.RULES,
    *bounds.RULES,
    *amounts.RULES,
    *totals.RULES,
    *ranges.RULES,
    *people.RULES,
    *statuses.RULES,
    *calendars.RULES,
    *outcomes.RULES,
    *places.RULES,
    *things.RULES,
)
_FIRST_ROWS = 300

__all__ = ["RULES", "Rule", "contradictions"]


def contradictions(rows: Rows) -> dict[str, tuple[set[int], str]]:
    """Return the sentences that rows break: the places of these rows, and what the first one holds."""
    found: dict[str, tuple[set[int], str]] = {}
    for rule in RULES:
        for place, shown in rule.broken_rows(rows):
            found.setdefault(rule.says, (set(), shown))[0].add(place)
    for name, cells in _made_up(rows):
        found[f"Words have a meaning: {name}"] = (set(range(len(cells))), f"{name} = {cells[0]}")
    return found


def _made_up(rows: Rows) -> Iterator[tuple[str, list[object]]]:
    for name, cells in rows.items():
        sample = Sample(name, tuple(cell for cell in cells[:_FIRST_ROWS] if cell is not None))
        if sample.values and is_made_up(sample):
            yield name, list(cells)
