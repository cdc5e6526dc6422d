"""The making of a preview, step by step, so that it can be ended between any two of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from math import inf
from typing import Any

import pyarrow as pa
from django.utils.translation import gettext as _

from generation.engine import DatasetSchema, DataType, EngineError, Plan, PlanError, compile_plan, run_plan
from presenting.charts import shortened
from presenting.deadlines import Deadline
from presenting.facts import facts_of
from presenting.pictures import picture_of
from presenting.shown import ColumnPreview, Preview
from presenting.summaries import summary_of
from presenting.values import number, written
from schemas_cache.checking import Problem

SEED = 0
MOST_SUMMARISED = 500  # rows
FEW_ROWS = 10_000  # a column that has fewer values than this, and repeats none, is worth a word
_SECONDS_FOR_ROWS = 0.07  # by the engine's own estimate, which may be too low by a factor
_LONGEST_CELL = 120
_LONGEST_EXCERPT, _BEFORE_CARET = 100, 60


@dataclass(slots=True)
class Making:
    """The making of one preview: its deadline is checked before each step, and what it found so far can be read.

    `most` rows are made at most for the columns in short.
    """

    schema: DatasetSchema
    deadline: Deadline
    seed: int = SEED
    most: int = MOST_SUMMARISED
    errors: list[EngineError] = field(default_factory=list)
    steps: int = 0

    def step(self) -> None:
        """Begin a part of the work. Raises TimeIsUp."""
        self.deadline.check()
        self.steps += 1

    def problems(self) -> tuple[Problem, ...]:
        """Return what was found to be wrong, in the columns' order, what is wrong with the whole first."""
        names = [column.name for column in self.schema.columns]
        errors = sorted(self.errors, key=lambda error: -1 if error.column is None else names.index(error.column))
        return tuple(map(_problem, errors))

    def unfinished(self) -> Preview:
        """Return what is known before any row is made."""
        whole = len(self.schema.columns)
        checked = max(0, self.steps - whole)  # all are read first
        return Preview(problems=self.problems(), again=True, steps=self.steps, checked=min(checked, whole), whole=whole)

    def compiled(self) -> Plan:
        """Return the plan of the columns that compile; each does a step before it is checked."""
        plan = compile_plan(self.schema, before_column=self.step, on_error=self.errors.append)
        return replace(plan, columns=tuple(replace(one, run=self._stepping(one.run)) for one in plan.columns))

    def _stepping(self, run: Any) -> Any:
        def stepping(frame: Any) -> Any:
            self.step()
            return run(frame)

        return stepping

    def previews(self, rows: int, today: date) -> Iterator[Preview]:
        """Yield so many rows, then the columns in short as well, if there is time over more rows. Raises TimeIsUp."""
        plan = self.compiled()
        if any(error.column is None for error in self.errors):
            yield replace(self.unfinished(), again=False)
            return
        plan, made = self._rows_that_run(plan, rows, today)
        found = replace(
            self.unfinished(), columns=_named(plan), rows=_shown(made.slice(0, rows)), notes=_few_values(plan)
        )
        yield found
        columns = tuple(self._in_short(column, made) for column in found.columns)
        yield replace(found, columns=columns, again=False, steps=self.steps, summarised=len(made))

    def _rows_that_run(self, plan: Plan, rows: int, today: date) -> tuple[Plan, pa.Table]:
        """Return the rows and more, without the columns that break off, and the plan without these."""
        asked = max(rows, int(min(self.most, _affordable(plan))))
        while plan.columns:
            try:
                return plan, self._rows(plan, asked, today)
            except EngineError as error:
                if asked == rows:
                    self.errors.append(error)
                    plan = self._without(plan, error.column)
                asked = rows  # first: values may run out that suffice for the rows that are shown
        return plan, pa.table({})

    def _rows(self, plan: Plan, rows: int, today: date) -> pa.Table:
        """Return so many rows, or fewer if a column has fewer values."""
        fitting = min(rows, *(one.capacity for one in plan.columns if one.capacity is not None), rows)
        return pa.Table.from_batches(run_plan(plan, rows=fitting, seed=self.seed, as_of=today))

    def _without(self, plan: Plan, name: str | None) -> Plan:
        """Return a plan without a column and all that use it, or without any if none is to blame."""
        if name is None:
            return _only(plan, set())
        lost = {name}
        for planned in plan.columns:
            if used := planned.uses & lost:
                lost.add(planned.column.name)
                message = f"this uses {min(used)!r}, which does not run"
                self.errors.append(PlanError(message, column=planned.column.name))
        return _only(plan, {planned.column.name for planned in plan.columns} - lost)

    def _in_short(self, column: ColumnPreview, rows: pa.Table) -> ColumnPreview:
        self.step()
        summary = summary_of(rows.column(column.name).combine_chunks())
        picture = picture_of(column.name, DataType(column.data_type), summary)
        return replace(column, facts=facts_of(summary), chart=picture.chart, remark=picture.remark)


def _affordable(plan: Plan) -> float:
    """Return how many rows are made in no time."""
    a_row = plan.seconds(rows=1, start=0)
    return _SECONDS_FOR_ROWS // a_row if a_row else inf


def _only(plan: Plan, names: set[str]) -> Plan:
    columns = tuple(column for column in plan.schema.columns if column.name in names)
    kept = tuple(planned for planned in plan.columns if planned.column.name in names)
    return replace(plan, schema=replace(plan.schema, columns=columns), columns=kept)


def _named(plan: Plan) -> tuple[ColumnPreview, ...]:
    names = {planned.column.name for planned in plan.columns}
    return tuple(
        ColumnPreview(name=column.name, data_type=column.data_type.value)
        for column in plan.schema.columns
        if column.name in names
    )


def _shown(rows: pa.Table) -> tuple[tuple[str | None, ...], ...]:
    columns = [[_cell(value) for value in column.to_pylist()] for column in rows.columns]
    return tuple(zip(*columns, strict=True))


def _cell(value: Any) -> str | None:
    return None if value is None else shortened(written(value), _LONGEST_CELL)


def _few_values(plan: Plan) -> tuple[str, ...]:
    return tuple(
        _("There can be no more than %(count)s rows: %(column)s has so many values to choose from.")
        % {"count": number(planned.capacity), "column": planned.column.name}
        for planned in plan.columns
        if planned.capacity is not None and planned.capacity < FEW_ROWS
    )


def _problem(error: EngineError) -> Problem:
    return Problem(column=error.column, message=error.message, hint=error.hint or "", excerpt=_excerpt(error))


def _excerpt(error: EngineError) -> str:
    """Return the line with the caret below it, of a long line what stands around it."""
    line, _, pointed = (error.excerpt or "").rpartition("\n")
    place = len(pointed) - 1
    start = max(0, place - _BEFORE_CARET) if len(line) > _LONGEST_EXCERPT else 0
    begin, end = "…" if start else "", "…" if len(line) > start + _LONGEST_EXCERPT else ""
    shown = f"{begin}{line[start : start + _LONGEST_EXCERPT]}{end}"
    return f"{shown}\n{' ' * (place - start + len(begin))}^" if pointed else ""
