"""What a form of cards makes of the columns of a dataset, and what is wrong with that."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from generation.designer import renamed
from generation.engine import Column, DatasetSchema, DataType
from presenting.deadlines import Deadline, TimeIsUp
from presenting.making import Making
from presenting.posted import PREFIX, Fault, Posted, Row, read_posted, read_rows, unix_lines
from presenting.previews import problems_of
from schemas_cache.checking import Problem

MOVE, WITHOUT = "move", "without"  # the names of buttons, beside those of the fields
STEP = 10  # between the numbers that order the cards
COMPILE_SECONDS = 4.0  # for columns that are to be kept, of which 200 usual ones take half a second
_LOOK_SECONDS = 2.0  # for what is looked up to read a form
_SHOWN = 40  # characters of a name in a message
_UP, _DOWN = "up", "down"
_TELLING = (  # kinds that few expressions are of, those first that the fewest are
    *(DataType.BOOLEAN, DataType.INTEGER, DataType.FLOAT),
    *(DataType.DATE, DataType.DATETIME, DataType.TIME, DataType.STRING),
)


@dataclass(frozen=True, slots=True)
class Bond:
    """Why a column cannot be removed alone: by their `numbers` in the form, it and all that are made of it."""

    names: tuple[str, ...]
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """What a form makes of a schema, which is None if there is no column in it.

    `rows` are the cards as they were typed, in their order; `faults` what is wrong with them, `whole` with none of
    them alone. `bonds` tells by number which columns were to be removed and cannot be. It is sound if it can be kept.
    """

    schema: DatasetSchema | None
    rows: tuple[Row, ...]
    places: Mapping[str, int]
    faults: tuple[Fault, ...] = ()
    whole: tuple[Fault, ...] = ()
    bonds: Mapping[int, Bond] = field(default_factory=dict)

    @property
    def is_sound(self) -> bool:
        """Tell whether nothing is wrong."""
        return self.schema is not None and not (self.faults or self.whole)

    def compiled(self) -> "Edited":
        """Return it with what the compiler has to say."""
        return self.told(problems_of(self.schema, seconds=COMPILE_SECONDS)) if self.schema else self

    def told(self, problems: Iterable[Problem]) -> "Edited":
        """Return it with problems of its columns; of a field that has a fault already, that alone is said."""
        known = {(fault.row, fault.field) for fault in self.faults}
        found = [self._fault(problem) for problem in problems]
        ours = tuple(one for one in found if one.column is not None and (one.row, one.field) not in known)
        whole = tuple(one for one in found if one.column is None and one not in self.whole)
        return replace(self, faults=(*self.faults, *ours), whole=(*self.whole, *whole))

    def _fault(self, problem: Problem) -> Fault:
        return Fault(
            row=self.places.get(problem.column or "", -1),
            field="expression",
            message=problem.message,
            hint=problem.hint,
            excerpt=problem.excerpt,
            column=problem.column,
            is_english=True,
        )


def read_edited(data: Mapping[str, str], parent: DatasetSchema, *, seconds: float = _LOOK_SECONDS) -> Edited:
    """Return what a form makes of a schema, whose columns are its first rows, in their order; it need not run.

    What takes longer than so many seconds to find out is left out: which columns use others, and of what kind are those
    of which nobody says it.
    """
    deadline = Deadline.after(seconds)
    said = _moved({**data, "locale": parent.locale})
    numbers = frozenset(_numbers(said.get(WITHOUT, "")))
    said |= {f"{PREFIX}-{number}-DELETE": "on" for number in numbers}
    whole = {key: text for key, text in said.items() if not key.endswith("-DELETE")}
    if len(whole) < len(said):
        everything = _edited(read_posted(whole), parent, deadline)
        uses = _uses(everything.schema, deadline)
        if bonds := _bonds(everything, _gone(said, everything), uses):
            return replace(everything, faults=tuple(_held(everything, bonds, uses)), bonds=bonds)
    return _edited(read_posted(said), parent, deadline)


# --- buttons ---------------------------------------------------------------------------------------------------------


def _moved(said: dict[str, str]) -> dict[str, str]:
    """Return the fields with the one row moved that a button asks for."""
    number, _colon, where = said.get(MOVE, "").partition(":")
    order = [row.number for row in read_rows(said)]
    if not number.isdecimal() or len(number) > len(str(len(order))) or int(number) not in order:
        return said
    old = order.index(int(number))
    new = min(max(old + {_UP: -1, _DOWN: 1}.get(where, 0), 0), len(order) - 1)
    order.insert(new, order.pop(old))
    return said | {f"{PREFIX}-{each}-ORDER": str(place * STEP) for place, each in enumerate(order, 1)}


def _numbers(text: str) -> Iterator[int]:
    return (int(number) for number in text.split(",") if number.isdecimal() and len(number) < len("1000"))


def _gone(said: Mapping[str, str], everything: Edited) -> frozenset[str]:
    """Return the names of the columns that are to be removed."""
    names = {number: name for name, number in everything.places.items()}
    return frozenset(name for number, name in names.items() if said.get(f"{PREFIX}-{number}-DELETE"))


# --- columns ---------------------------------------------------------------------------------------------------------


def _edited(posted: Posted, parent: DatasetSchema, deadline: Deadline) -> Edited:
    whole = [Fault(row=-1, field="", message=problem.message) for problem in posted.whole]
    if posted.schema is None and not posted.rows:
        whole.append(Fault(row=-1, field="", message=_("A dataset has one column at least.")))
    schema, places = _as_before(posted, parent) if posted.schema else (None, {})
    if schema is not None:
        schema = _told(schema, places, posted, deadline)
    return Edited(schema=schema, rows=posted.rows, places=places, faults=posted.faults, whole=tuple(whole))


def _as_before(posted: Posted, parent: DatasetSchema) -> tuple[DatasetSchema, dict[str, int]]:
    """Return the columns without what a browser did to their texts, and reading others by their new names."""
    columns = posted.schema.columns if posted.schema else ()
    pairs = [(column, posted.places[column.name]) for column in columns]
    olds = dict(enumerate(parent.columns))
    names = {
        olds[number].name: column.name
        for column, number in pairs
        if number in olds and olds[number].name.strip() != column.name
    }
    kept = [(_kept(column, olds.get(number), names), number) for column, number in pairs]
    schema = DatasetSchema(tuple(column for column, _number in kept), locale=parent.locale)
    return schema, {column.name: number for column, number in kept}


def _kept(column: Column, old: Column | None, names: Mapping[str, str]) -> Column:
    if old is None:
        return column
    is_same = column.expression == unix_lines(old.expression)
    return replace(
        column,
        name=old.name if column.name == old.name.strip() else column.name,
        expression=_reading(old.expression, names) if is_same else column.expression,
        description=old.description if column.description == unix_lines(old.description) else column.description,
    )


def _reading(expression: str, names: Mapping[str, str]) -> str:
    """Return an expression that nobody touched, reading columns by their new names."""
    if not names:
        return expression
    with suppress(SyntaxError, ValueError):
        return renamed(expression, names)
    return expression  # the compiler says why


def _told(schema: DatasetSchema, places: Mapping[str, int], posted: Posted, deadline: Deadline) -> DatasetSchema:
    """Return a schema in which the columns of which nobody says it are of the kind that their expressions say."""
    untold = {row.number for row in posted.rows if not row.data_type}
    for name in [name for name, number in places.items() if number in untold]:
        kinds = (_of_kind(schema, name, kind) for kind in _TELLING)
        schema = next((told for told in kinds if name in _uses(told, deadline)), schema)
    return schema


def _of_kind(schema: DatasetSchema, name: str, kind: DataType) -> DatasetSchema:
    columns = (replace(column, data_type=kind) if column.name == name else column for column in schema.columns)
    return replace(schema, columns=tuple(columns))


# --- removing --------------------------------------------------------------------------------------------------------


def _bonds(everything: Edited, gone: frozenset[str], uses: Mapping[str, frozenset[str]]) -> dict[int, Bond]:
    """Return which columns are used by others that are to stay."""
    bonds = {}
    for name in gone:
        names = _made_of(name, uses)
        if not names <= gone:
            ordered = tuple(each for each in everything.places if each in names)
            bonds[everything.places[name]] = Bond(ordered, tuple(everything.places[each] for each in ordered))
    return bonds


def _uses(schema: DatasetSchema | None, deadline: Deadline) -> Mapping[str, frozenset[str]]:
    """Return by its name which columns each column that runs is made of."""
    if schema is None:
        return {}
    with suppress(TimeIsUp):
        plan = Making(schema, deadline).compiled()
        return {planned.column.name: planned.uses for planned in plan.columns}
    return {}


def _made_of(name: str, uses: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return a column and all that are made of it, be it by way of others; a column comes after those that it uses."""
    made = {name}
    for each, used in uses.items():
        if used & made:
            made.add(each)
    return frozenset(made)


def _held(everything: Edited, bonds: Mapping[int, Bond], uses: Mapping[str, frozenset[str]]) -> Iterator[Fault]:
    """Yield what is wrong, at the columns that use one that was to be removed too."""
    names = {number: name for name, number in everything.places.items()}
    wanted = {names[number] for number in bonds}
    yield from everything.faults
    for name, used in uses.items():
        if lost := sorted(used & wanted):
            message = _("This uses %(name)s. Change it first, or remove both.") % {"name": _quoted(lost[0])}
            yield Fault(row=everything.places[name], field="expression", message=message, column=name)


def _quoted(name: str) -> str:
    return f"“{name if len(name) <= _SHOWN else name[: _SHOWN - 1] + '…'}”"
