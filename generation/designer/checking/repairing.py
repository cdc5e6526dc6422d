"""A schema that no longer runs, repaired by the field catalog: only the columns that do not run become other ones."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from generation import engine
from generation.designer.checking.recognising import recognise
from generation.designer.checking.remaking import Making, Remaker
from generation.designer.checking.trying import ROWS, Fault, try_out
from generation.designer.offline.designing import plain_column
from generation.designer.offline.understanding import understand
from generation.engine import Column, DatasetSchema

_MOST_ROUNDS = 2 * Making.PLAINLY  # a column that is made otherwise may stop another one
_LONGEST_REASON = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A schema that runs, the columns in it that were made anew, and for each of them why, for who reads the schema."""

    schema: DatasetSchema
    columns: tuple[Column, ...]
    repairs: tuple[str, ...]


def repaired(schema: DatasetSchema, description: str, today: date) -> Repair:
    """Make anew what does not run, as the catalog makes what the description and the names of columns speak of.

    The data types stay; what the catalog does not know, or cannot make of that type, holds plain values. Raises
    EngineError for a schema that does not run for a reason that lies in no column.
    """
    understood = understand(description, schema.locale)
    trial = try_out(schema, ROWS, today)
    remaker = Remaker(schema, recognise(schema.columns, understood), trial.cells, understood)
    made, faults, blamed = schema, trial.faults, dict[str, Fault]()
    for _ in range(_MOST_ROUNDS):
        if not faults:
            break
        for fault in faults:
            remaker.remake(fault.column)
            blamed.setdefault(fault.column, fault)
        made = _made(schema, remaker, blamed)
        faults = try_out(made, ROWS, today).faults
    engine.compile_plan(made)
    columns = tuple(column for column in made.columns if column.name in blamed)
    return Repair(schema=made, columns=columns, repairs=tuple(_told(schema, columns, remaker, blamed)))


def _made(schema: DatasetSchema, remaker: Remaker, blamed: Container[str]) -> DatasetSchema:
    pairs = zip(schema.columns, remaker.schema().columns, strict=True)
    columns = (_of_its_type(old, new, remaker) if old.name in blamed else old for old, new in pairs)
    return replace(schema, columns=tuple(columns))


def _of_its_type(old: Column, new: Column, remaker: Remaker) -> Column:
    if remaker.making(old.name) is Making.PLAINLY or remaker.choices[old.name].guess:
        return plain_column(old)
    return replace(new, data_type=old.data_type, description=old.description or new.description)


def _told(
    schema: DatasetSchema, columns: tuple[Column, ...], remaker: Remaker, blamed: Mapping[str, Fault]
) -> Iterator[str]:
    plain = {column.name: plain_column(column) for column in schema.columns}
    for column in columns:
        about = remaker.choices[column.name].concept.about
        what = "holds plain values" if column == plain[column.name] else f"is made as the field catalog does ({about})"
        yield f"“{column.name}” {what}: {blamed[column.name].words[:_LONGEST_REASON]}"
