"""Choosing from what the expression lists: `random_element`, `random.choice`, `np.random.choice`, ..."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.errors import CheckError
from generation.engine.kinds import (
    BOOLEAN,
    Kind,
    Type,
    Value,
    arrow_type,
    constant,
    full,
    integer,
    list_of,
    many_of,
    type_of,
    unify,
)
from generation.engine.providers.arguments import (
    Choices,
    Elements,
    Flag,
    Population,
    Real,
    Whole,
    describe,
    read_weights,
)
from generation.engine.providers.composing import source_of
from generation.engine.providers.grammar import Words
from generation.engine.providers.lottery import Lottery
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Given, Operand, Source, listed, numbered, placed
from generation.engine.randomness import Draw, Floats, Integers

MOST_PICKS = 100
MOST_SHUFFLED = 256
_MOST_COUNTED_PAST = 16
Listed = Annotated[Any, Elements()]  # read as Choices
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def vocabulary(values: Sequence[Any]) -> tuple[Type, pa.Array]:
    """Return constants as an array and their type; constants that do not go together become texts."""
    try:
        types = [type_of(value) for value in values]
    except TypeError as error:
        raise CheckError(f"cannot choose from {describe(tuple(values))}: {error}") from error
    if all(of.kind is Kind.LIST for of in types):
        return _nested_vocabulary(values, types)
    if any(of.kind is Kind.LIST for of in types):
        raise CheckError(f"cannot choose from {describe(tuple(values))}: some are lists, and some are not")
    common = common_type(types)
    if common is None:
        return vocabulary([None if value is None else str(value) for value in values])
    return common, pa.array([_cell(value) for value in values], arrow_type(common))


def _nested_vocabulary(values: Sequence[Any], types: Sequence[Type]) -> tuple[Type, pa.Array]:
    item = common_type([item for of in types for item in of.items or ()])
    if item is None or item.kind is Kind.LIST:
        raise CheckError(f"the lists in {describe(tuple(values))} are not of one kind of values")
    longest = max(sum(cell.longest for cell in of.items or ()) for of in types)
    most = max(len(of.items or ()) for of in types)
    return many_of(item, longest, most), pa.array(
        [[_cell(cell) for cell in value] for value in values], pa.list_(arrow_type(item))
    )


def common_type(types: Sequence[Type]) -> Type | None:
    """Return the type that holds the values of all, or None where there is none."""
    common: Type | None = types[0] if types else None
    for of in types[1:]:
        common = unify(common, of) if common is not None else None
    return common


def _cell(value: Any) -> Any:
    return constant(value).as_py() if value is not None else None


@provides("fake.random_element", "random.choice")
def random_element(
    _locale: str,
    elements: Annotated[Any, Elements(by_row=True)] = ("a", "b", "c"),
) -> Source:
    """One of the elements; a mapping's values are their weights."""
    return choose(elements)


def choose(elements: Choices | Operand) -> Source:
    """Return a source of one of the elements."""
    if isinstance(elements, Operand):
        return _choose_by_row(elements)
    if all(isinstance(value, str) for value in elements.values):
        return source_of(Words(elements.values, elements.weights))
    of, values = vocabulary(elements.values)
    weights = elements.weights
    if weights is None and not pa.types.is_list(values.type) and len(values.unique()) == len(values):
        return numbered(of, len(values), lambda indices: values.take(pa.array(indices)))
    lottery = Lottery([np.asarray(weights or np.ones(len(values)), dtype=np.float64)])
    return Source(of, lambda draw, _given: values.take(pa.array(lottery.entries(draw.tickets(1)[0]))))


def _choose_by_row(elements: Operand) -> Source:
    items = elements.type.items
    if items is None:
        item = elements.type.item
        if item is None:
            raise CheckError("the list to choose from is empty")
        return Source(item, lambda draw, given: _choose_from_lists(draw, given(elements)))
    of = common_type(items)
    if of is None:
        raise CheckError("the elements to choose from are not of one kind")
    stored = arrow_type(of)
    return Source(of, lambda draw, given: take_rows(given(elements), draw.integers(len(items)), draw.rows, stored))


def take_rows(columns: Sequence[Value], indices: Integers, rows: int, stored: pa.DataType) -> pa.Array:
    """Return, for each row, its cell of the column that the row's index names."""
    arrays = [full(column, rows).cast(stored) for column in columns]
    return pa.concat_arrays(arrays).take(pa.array(indices * rows + np.arange(rows)))


def _choose_from_lists(draw: Draw, lists: pa.ListArray) -> pa.Array:
    lengths = pc.fill_null(pc.list_value_length(lists), 0).to_numpy(zero_copy_only=False).astype(np.int64)
    chosen = (draw.uniform() * lengths).astype(np.int64)
    starts = lists.offsets.to_numpy()[:-1]
    return lists.values.take(pa.array(starts + chosen, mask=lengths == 0))


def repeated(source: Source, count: int) -> Source:
    """Return a source of lists of `count` values that are drawn one by one."""
    return listed([placed(source, place) for place in range(count)])


def _sample(choices: Choices, count: int) -> Source:
    """Return a source of lists of `count` different elements, in random order."""
    if choices.weights is not None:
        raise CheckError("different elements are taken without weights", hint="leave the weights or the uniqueness out")
    if count > MOST_SHUFFLED:
        raise CheckError(f"{MOST_SHUFFLED} different elements are taken at most, not {count}")
    if count > len(choices.values):
        raise CheckError(f"cannot take {count} different elements from {len(choices.values)}")
    of, values = vocabulary(choices.values)

    def draw_sample(draw: Draw, _given: Given) -> Value:
        return tuple(values.take(pa.array(places)) for places in _different(draw, count, len(values)))

    return Source(list_of([of] * count), draw_sample)


def _different(draw: Draw, count: int, size: int) -> list[Integers]:
    """Return `count` integers a row from 0 to `size` - 1, no two of a row the same.

    Each is drawn from those that are left, and counted past the ones that are taken. Where these are many, all are put
    into a random order instead.
    """
    if count > _MOST_COUNTED_PAST and size <= MOST_SHUFFLED:
        order: Integers = np.argsort(draw.streams().first(size), axis=1, kind="stable")
        return list(order[:, :count].T)
    taken: list[Integers] = []
    for place in range(count):
        left = draw.at(place).integers(size - place)
        for earlier in np.sort(np.stack(taken), axis=0) if taken else ():
            left = left + (left >= earlier)
        taken.append(left)
    return taken


@provides("fake.random_elements")
def random_elements(
    _locale: str,
    elements: Listed = ("a", "b", "c"),
    length: Annotated[int | None, Whole(1, MOST_PICKS)] = None,
    unique: Annotated[bool, Flag()] = False,
    use_weighting: Annotated[bool | None, Flag()] = None,
) -> Source:
    """Return a list of `length` elements."""
    del use_weighting  # a mapping's weights count, and a list has none
    length = length or len(elements.values)
    return _sample(elements, length) if unique else repeated(choose(elements), length)


@provides("fake.random_choices")
def random_choices(
    _locale: str,
    elements: Listed = ("a", "b", "c"),
    length: Annotated[int | None, Whole(1, MOST_PICKS)] = None,
    k: Annotated[int | None, Whole(1, MOST_PICKS)] = None,
    weights: Annotated[Choices | None, Elements()] = None,
) -> Source:
    """Return a list of `length` (or `k`) elements, any of them more than once."""
    elements = _weighted(elements, weights)
    return repeated(choose(elements), length or k or len(elements.values))


@provides("fake.random_sample")
def random_sample(
    _locale: str,
    elements: Listed = ("a", "b", "c"),
    length: Annotated[int | None, Whole(1, MOST_PICKS)] = None,
) -> Source:
    """Return a list of `length` different elements."""
    return _sample(elements, length or len(elements.values))


@provides("random.choices")
def choices(
    _locale: str,
    population: Annotated[Any, Elements(by_row=True)],
    weights: Annotated[Any | None, Elements(by_row=True)] = None,
    *,
    cum_weights: Annotated[Choices | None, Elements()] = None,
    k: Annotated[int, Whole(1, MOST_PICKS)] = 1,
) -> Source:
    """Return a list of `k` elements, any of them more than once."""
    if cum_weights is not None:
        if isinstance(population, Operand):
            raise CheckError("has weights that add up", hint="write weights=[...]")
        steps = (0.0, *read_weights(cum_weights.values, len(population.values)))
        weights = Choices(tuple(after - before for before, after in zip(steps, cum_weights.values, strict=False)))
    return repeated(choose_weighted(population, weights), k)


@provides("random.sample")
def sample(_locale: str, population: Listed, k: Annotated[int, Whole(1, MOST_PICKS)]) -> Source:
    """Return a list of `k` different elements."""
    return repeated(choose(population), 1) if k == 1 else _sample(population, k)


@provides("np.random.choice")
def numpy_choice(
    _locale: str,
    a: Annotated[Any, Population()],
    size: Annotated[int | None, Whole(1, MOST_PICKS)] = None,
    replace: Annotated[bool, Flag()] = True,
    p: Annotated[Any | None, Elements(by_row=True)] = None,
) -> Source:
    """One of the elements (of 0 to `a` - 1 for a number), or a list of `size`."""
    if size is None:
        return choose_weighted(a, p)
    if replace or size == 1:
        return repeated(choose_weighted(a, p), size)
    if isinstance(a, Operand) or isinstance(p, Operand):
        raise CheckError("takes different elements of lists that are written out alone")
    return _sample(_weighted(a, p), size)


def choose_weighted(elements: Choices | Operand, weights: Choices | Operand | None) -> Source:
    """Return a source of one of the elements, each as likely as its weight says; both may differ by row."""
    if weights is None:
        return choose(elements)
    if isinstance(elements, Choices) and isinstance(weights, Choices):
        return choose(_weighted(elements, weights))
    count = _places(elements) or _places(weights)
    if count is None or (_places(weights) or count) != count:
        raise CheckError(f"has {count or 'varying'} values and {_places(weights) or 'varying'} weights")
    of, rows_of = _elements_at(elements)

    def draw_weighted(draw: Draw, given: Given) -> Value:
        shares = _shares(weights, draw, given, count)
        cumulative = np.cumsum(shares, axis=0)
        fits = (shares >= 0).all(axis=0) & (cumulative[-1] > 0) & np.isfinite(cumulative[-1])
        chosen = (cumulative <= draw.uniform() * cumulative[-1]).sum(axis=0)
        return rows_of(draw, given, np.minimum(np.where(fits, chosen, 0), count - 1), ~fits)

    return Source(of, draw_weighted)


def _places(elements: Choices | Operand) -> int | None:
    """Return how many elements there are in every row, or None where that differs by row."""
    if isinstance(elements, Choices):
        return len(elements.values)
    return None if elements.type.items is None else len(elements.type.items)


def _elements_at(elements: Choices | Operand) -> tuple[Type, Callable[[Draw, Given, Integers, Any], Value]]:
    """Return the type of the elements, and what takes, for each row, the one with the row's index."""
    if isinstance(elements, Choices):
        of, values = vocabulary(elements.values)
        return of, lambda _draw, _given, indices, missing: values.take(pa.array(indices, mask=missing))
    if elements.type.items is None and elements.type.item is not None:
        return elements.type.item, lambda _draw, given, indices, missing: _item_at(given(elements), indices, missing)
    common = common_type(elements.type.items or ())
    if common is None:
        raise CheckError("the elements to choose from are not of one kind")
    stored = arrow_type(common)

    def take(draw: Draw, given: Given, indices: Integers, missing: Any) -> Value:
        taken = take_rows(given(elements), indices, draw.rows, stored)
        return pc.if_else(pa.array(missing), pa.scalar(None, stored), taken)

    return common, take


def _item_at(lists: pa.ListArray, indices: Integers, missing: Any) -> pa.Array:
    """Return, for each row, the item of its list that the row's index names; missing where there is none."""
    lengths = pc.fill_null(pc.list_value_length(lists), 0).to_numpy(zero_copy_only=False)
    places = lists.offsets.to_numpy()[:-1] + indices
    return lists.values.take(pa.array(places, mask=missing | (indices >= lengths)))


def _shares(weights: Choices | Operand, draw: Draw, given: Given, count: int) -> Floats:
    """Return the weights, one line an element and one column a row."""
    if isinstance(weights, Operand) and weights.type.items is None:
        rows = [
            list(row) if row is not None and len(row) == count else [np.nan] * count
            for row in given(weights).to_pylist()
        ]
        return np.array(rows, dtype=np.float64).reshape(-1, count).T
    if isinstance(weights, Choices):
        numbers = read_weights(weights.values, len(weights.values))
        return np.repeat(np.array(numbers)[:, None], draw.rows, axis=1)
    columns = (full(cell, draw.rows).cast(pa.float64()) for cell in given(weights))
    shares: Floats = np.stack([column.to_numpy(zero_copy_only=False) for column in columns])
    return shares


def _weighted(elements: Choices, weights: Choices | None) -> Choices:
    if weights is None:
        return elements
    return Choices(elements.values, read_weights(weights.values, len(elements.values)))


def _of_characters(characters: str) -> Source:
    return choose(Choices(tuple(characters)))


@provides("fake.random_letter")
def random_letter(_locale: str) -> Source:
    """One of the letters a to z and A to Z."""
    return _of_characters(_LETTERS + _LETTERS.upper())


@provides("fake.random_lowercase_letter")
def random_lowercase_letter(_locale: str) -> Source:
    """One of the letters a to z."""
    return _of_characters(_LETTERS)


@provides("fake.random_uppercase_letter")
def random_uppercase_letter(_locale: str) -> Source:
    """One of the letters A to Z."""
    return _of_characters(_LETTERS.upper())


@provides("fake.random_letters")
def random_letters(_locale: str, length: Annotated[int, Whole(1, MOST_PICKS)] = 16) -> Source:
    """Return a list of letters."""
    return repeated(_of_characters(_LETTERS + _LETTERS.upper()), length)


def chance(share: float) -> Source:
    """Return a source of True in this share of the rows."""
    return Source(BOOLEAN, lambda draw, _given: pa.array(draw.uniform() < share))


@provides("fake.boolean")
def boolean(_locale: str, chance_of_getting_true: Annotated[Any, Real(0, 100, by_row=True)] = 50) -> Source:
    """Return True in so many per cent of the rows."""
    return per_cent(chance_of_getting_true)


@provides("fake.pybool")
def pybool(_locale: str, truth_probability: Annotated[Any, Real(0, 100, by_row=True)] = 50) -> Source:
    """Return True in so many per cent of the rows."""
    return per_cent(truth_probability)


def per_cent(share: Any) -> Source:
    """Return a source of True in so many per cent of the rows, which may differ by row."""
    if not isinstance(share, Operand):
        return chance(share / 100)
    return Source(BOOLEAN, lambda draw, given: pa.array(draw.uniform() * 100 < given(share)))


@provides("fake.null_boolean")
def null_boolean(_locale: str) -> Source:
    """Return True, False or missing, equally likely."""
    return choose(Choices((None, True, False)))


@provides("fake.random_digit_or_empty")
def random_digit_or_empty(_locale: str) -> Source:
    """Return 0 to 9 as text, or an empty text as often as all digits together."""
    return _or_empty("0123456789")


@provides("fake.random_digit_not_null_or_empty")
def random_digit_not_null_or_empty(_locale: str) -> Source:
    """Return 1 to 9 as text, or an empty text as often as all digits together."""
    return _or_empty("123456789")


def _or_empty(digits: str) -> Source:
    return choose(Choices((*digits, ""), (*[1.0] * len(digits), float(len(digits)))))


@provides("random.getrandbits")
def getrandbits(_locale: str, k: Annotated[int, Whole(1, 62)]) -> Source:
    """Return an integer of `k` bits."""
    return numbered(integer(0, 2**k - 1), 2**k, pa.array)
