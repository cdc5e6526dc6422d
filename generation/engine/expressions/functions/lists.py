"""Places of lists, and look-ups in mappings that are written out."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.errors import CheckError
from generation.engine.expressions.functions.arithmetic import as_number
from generation.engine.expressions.functions.comparison import pick_place
from generation.engine.expressions.functions.sequences import to_list
from generation.engine.expressions.functions.table import NONE, apply, function, known
from generation.engine.expressions.functions.texts import character, slice_text
from generation.engine.expressions.nodes import Constant, Drawn, Term
from generation.engine.kinds import LONGEST_TEXT, Kind, Type, Value, arrow_type, full, list_of, many_of
from generation.engine.providers.elements import common_type, take_rows, vocabulary

_PAIR = 2


def place_of(container: Term, index: Term, *, alone: bool = False) -> Term:
    """Return `container[index]`. Raises CheckError for a place that there is not.

    `alone`: the container is used for nothing else, so of a drawn list only this place needs to be drawn.
    """
    kind, index = container.type.kind, as_number(index)
    if kind is Kind.TEXT and isinstance(index, Constant) and isinstance(index.value, int):
        return character(container, index.value)
    if kind is Kind.TEXT:
        return place_of(to_list(container), index)
    if kind is not Kind.LIST:
        raise CheckError(f"{container.type} has no places")
    if isinstance(index, Constant):
        return _known_place(container, index.value, alone=alone)
    if index.type.kind is not Kind.INTEGER:
        raise CheckError(f"a place is a whole number, not {index.type}")
    if container.type.items is None and container.type.item is not None:
        return apply(_element, container.type.item, container, index)
    return _place_by_row(container, index)


def _known_place(container: Term, index: Any, *, alone: bool) -> Term:
    names, items = container.type.names, container.type.items
    if names is not None and index in names:
        return _only(container, names.index(index)) if alone else pick_place(container, names.index(index))
    if isinstance(index, bool) or not isinstance(index, int):
        known_names = f"its names are {', '.join(names)}" if names else None
        raise CheckError(f"the list has no place {index!r:.40}", hint=known_names)
    if abs(index) > LONGEST_TEXT:
        raise CheckError(f"no list has a place {index}")
    if items is None:
        item = container.type.item or Type(Kind.MISSING)
        return apply(lambda lists: _element(lists, index), item, container)
    if not -len(items) <= index < len(items):
        raise CheckError(f"the list has {len(items)} places, none of them is {index}")
    if isinstance(container, Constant):
        return known(container.value[index])
    return _only(container, index % len(items)) if alone else pick_place(container, index % len(items))


def _only(container: Term, place: int) -> Term:
    """Return one place of a list, drawn without the others where it can be."""
    if not isinstance(container, Drawn) or container.distinct or not container.source.places:
        return pick_place(container, place)
    source = container.source.places[place]
    return replace(container, source=source, type=source.type)


def _element(lists: pa.ListArray, index: Any) -> pa.Array:
    """Return one element of each list, from the end where the index is negative; missing where a list is shorter."""
    lengths = pc.fill_null(pc.list_value_length(lists), 0).to_numpy(zero_copy_only=False).astype(np.int64)
    wanted = np.full(len(lists), index) if isinstance(index, int) else index.fill_null(LONGEST_TEXT).to_numpy()
    places = np.where(wanted < 0, wanted + lengths, wanted)
    missing = (places < 0) | (places >= lengths)
    starts = lists.offsets.to_numpy()[:-1]
    return lists.values.take(pa.array(np.where(missing, 0, starts + places), mask=missing))


def _place_by_row(container: Term, index: Term) -> Term:
    if isinstance(container, Constant):
        kind, values = vocabulary(container.value)
        size = len(values)
        return apply(lambda places: values.take(_wrapped(places, size)), kind, index)
    items = container.type.items or ()
    of = common_type(items)
    if of is None or of.kind is Kind.LIST:
        raise CheckError("the items of the list are not of one kind")
    stored = arrow_type(of)

    def kernel(values: Sequence[Value], places: Value) -> Value:
        rows = len(places)
        wrapped = _wrapped(places, len(items))
        taken = take_rows(values, wrapped.fill_null(0).to_numpy().astype(np.int64), rows, stored)
        return pc.if_else(wrapped.is_null(), pa.scalar(None, stored), taken)

    return apply(kernel, of, container, index)


def _wrapped(places: pa.Array, size: int) -> pa.Array:
    """Return places counted from 0; missing where there are none."""
    counted = pc.if_else(pc.less(places, 0), pc.add(places, size), places)
    inside = pc.and_(pc.greater_equal(counted, 0), pc.less(counted, size))
    return pc.if_else(inside, counted, pa.scalar(None, pa.int64()))


def slice_of(container: Term, lower: int | None, upper: int | None, step: int | None) -> Term:
    """Return `container[lower:upper:step]`."""
    if container.type.kind is Kind.TEXT:
        return slice_text(container, lower, upper, step)
    if container.type.kind is Kind.LIST and container.type.items is None:
        return _slice_by_row(container, lower, upper, step)
    if container.type.kind is not Kind.LIST:
        raise CheckError(f"{container.type} cannot be sliced")
    if isinstance(container, Constant):
        return known(list(container.value)[lower:upper:step])
    items = container.type.items or ()
    places = range(len(items))[lower:upper:step]
    of = list_of(items[place] for place in places)
    return apply(lambda value: tuple(value[place] for place in places), of, container)


@function("reversed")
def backwards(sequence: Term) -> Term:
    """Return a list's items, or a text's characters, the last one first."""
    return slice_of(to_list(sequence), None, None, -1)


def _slice_by_row(container: Term, lower: int | None, upper: int | None, step: int | None) -> Term:
    """Slice lists whose length differs by row."""
    stored, wanted = arrow_type(container.type), slice(lower, upper, step)

    def kernel(lists: Value) -> Value:
        return pa.array([None if row is None else row[wanted] for row in lists.to_pylist()], stored)

    return apply(kernel, container.type, container)


def are_pairs(value: Any) -> bool:
    """Tell whether a value is a list of keys with their values."""
    return isinstance(value, list | tuple) and all(
        isinstance(pair, list | tuple) and len(pair) == _PAIR for pair in value
    )


def key_of(term: Term) -> Any:
    """Return a key of a mapping that is written out."""
    if not isinstance(term, Constant) or isinstance(term.value, list | dict):
        raise CheckError("a key is a text, a number, True, False or None")
    return term.value


def look_up(mapping: dict[Any, Any], key: Term, default: Term = NONE) -> Term:
    """Return the value that a mapping, written out, has for a key; `default` (missing) where it has none."""
    if key.type.kind is Kind.LIST:
        raise CheckError("a list is no key of a mapping")
    if isinstance(key, Constant):
        found = mapping.get(key.value)
        return default if found is None else known(found)
    _, keys = vocabulary(list(mapping))
    defaults = [default.value] if isinstance(default, Constant) and default.value is not None else []
    of, values = vocabulary([*mapping.values(), *defaults])
    if keys.type != arrow_type(key.type):
        raise CheckError(
            f"the mapping's keys are no {key.type.kind}s", hint="compare like with like: str(...) or int(...)"
        )
    if defaults:
        beyond = len(mapping)
        return apply(lambda cells: values.take(pc.fill_null(pc.index_in(cells, keys), beyond)), of, key)
    found_term = apply(lambda cells: values.take(pc.index_in(cells, keys)), of, key)
    if isinstance(default, Constant):
        return found_term
    if default.type.kind is not of.kind:
        raise CheckError(f"the mapping has {of} for a value, and the default is {default.type}")
    return apply(pc.coalesce, of, found_term, default)


def _common(types: Sequence[Type]) -> Type:
    """Return the type that holds all values of a mapping, lists whose length differs by row among them."""
    lists = [of for of in types if of.kind is Kind.LIST]
    of = common_type([of.item or Type(Kind.MISSING) for of in lists] if lists else types)
    if of is None or (lists and len(lists) < len(types)) or any(listed.items for listed in lists):
        raise CheckError("the values of the mapping are not of one kind")
    if not lists:
        return of
    return many_of(of, max(listed.longest for listed in lists), max(int(listed.high or 0) for listed in lists))


def look_up_terms(keys: Sequence[Any], values: Sequence[Term], key: Term) -> Term:
    """Return, for each row, the term that stands beside the row's key; missing for a key that is not there."""
    of = _common([value.type for value in values])
    _, listed = vocabulary(list(keys))
    if listed.type != arrow_type(key.type) or isinstance(key, Constant):
        raise CheckError(
            f"{key.type} is looked up in the mapping", hint="its keys and what is looked up are of one kind"
        )
    stored = arrow_type(of)

    def kernel(cells: Value, *columns: Value) -> Value:
        rows = len(cells)
        found = pc.index_in(cells, listed)
        taken = take_rows(
            [full(column, rows) for column in columns], found.fill_null(0).to_numpy().astype(np.int64), rows, stored
        )
        return pc.if_else(found.is_null(), pa.scalar(None, stored), taken)

    return apply(kernel, of, key, *values)
