"""The use cases: a description or a schema in, a dataset out; the same dataset again; a schema alone."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from time import monotonic
from typing import Self

from django.conf import settings
from pyarrow import RecordBatch

from access.limits import CELLS, charge
from generation.affording import model_settings, seats, within_budget
from generation.designer import (
    Design,
    Difference,
    design,
    difference,
    find_fields,
    refine,
    will_ask_model,
)
from generation.engine import (
    FORMATS,
    DatasetSchema,
    EngineError,
    Options,
    Plan,
    check_export,
    check_rows,
    export,
    run_plan,
)
from generation.figures import Making, compile_counted, count_cache, count_design
from generation.file_names import file_name
from generation.plans import KeptPlans
from generation.priming import Primed
from generation.recipes import Link, Recipe
from generation.windows import Window
from schemas_cache import daily_use
from schemas_cache import services as schemas_cache
from schemas_cache.errors import SchemaOutdated
from schemas_cache.keys import locale_asked
from schemas_cache.services import Entry
from watching.tracing import span

_SEEDS = 2**32  # a seed that is drawn is one that people can copy; one that is given may be larger
_WAITING_SECONDS = 5.0  # how much longer than the slowest design others wait for it
_LEASE_SECONDS = 15.0  # how much longer than the slowest design nobody else begins one
_PLANS = 500_000  # characters of their expressions
_PROBED_ROWS = 16_384  # which are made together
_ANY_DESCRIPTION = (
    "Orders with an order id, a customer name, a quantity, a unit price and a toatl"  # with a slip to mend
)
_ANY_WORDS = "a toatl of strnage words"  # that are in no catalog, so everything is tried

Watch = Callable[[int], None]

compiled = KeptPlans(compile_counted, most_characters=_PLANS)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaWish:
    """A schema that is wanted: what a description says, or the one that is given, of which there is exactly one."""

    description: str | None = None
    schema: DatasetSchema | None = None
    locale: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefinementWish:
    """What is to be changed in a schema; a revision that is None is the current one."""

    hash: str
    instruction: str
    revision: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refined:
    """A schema, what it was refined from, what differs, and whether a design was spared."""

    entry: Entry
    parent: Entry
    difference: Difference
    was_cached: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetWish:
    """A dataset that is wanted; a seed that is None is drawn, a date that is None is today."""

    schema: SchemaWish
    rows: int
    format: str
    seed: int | None = None
    as_of: date | None = None
    options: Options = field(default_factory=Options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A dataset that is being made: its first chunk is ready, which took so many `seconds`; closing `chunks` stops it.

    `rows` is how many of it are made here. `cache` tells whether the schema was remembered: "hit", or "miss" when it
    is from now on.
    """

    recipe: Recipe
    rows: int
    chunks: Iterator[bytes]
    seconds: float
    cache: str

    def without_rows(self) -> Self:
        """Stop making rows and return what is known of the dataset without them."""
        if isinstance(self.chunks, Primed):
            self.chunks.close()
        return replace(self, chunks=iter(()))

    @property
    def file_name(self) -> str:
        """Return what to call the file."""
        entry = self.recipe.entry
        return file_name(entry.description, entry.hash, FORMATS[self.recipe.format].extension)


def prepare() -> None:
    """Read what designs are made from and fields found by, which takes a second, so that no request waits for it."""
    design(_ANY_DESCRIPTION)
    if model := model_settings():
        will_ask_model(model)
    find_fields(_ANY_WORDS, limit=1)


def _unwatched(_: int) -> None:
    """Let rows be made that nobody counts."""


def generate_dataset(wish: DatasetWish, *, watch: Watch = _unwatched) -> Dataset:
    """Start a dataset from a description or a schema, and count the use; `watch` as in write_rows.

    Raises EngineError for a schema that cannot be made, the designer's errors when there is no fallback, DesignPending.
    """
    started = monotonic()
    recipe, was_cached = choose_recipe(wish)
    chunks = _begun(recipe, Window(0, recipe.rows), watch)
    schemas_cache.count_use(recipe.entry.hash)
    cache = "hit" if was_cached else "miss"
    return Dataset(recipe=recipe, rows=recipe.rows, chunks=chunks, seconds=monotonic() - started, cache=cache)


def choose_recipe(wish: DatasetWish) -> tuple[Recipe, bool]:
    """Return everything that decides the bytes of a dataset, and whether a design was spared, without making a row.

    Raises as generate_dataset does.
    """
    check_export(wish.format, rows=wish.rows, options=wish.options)
    entry, was_cached = design_schema(wish.schema)
    seed = draw_seed() if wish.seed is None else wish.seed
    as_of = wish.as_of or _today()
    recipe = Recipe(entry=entry, format=wish.format, rows=wish.rows, seed=seed, as_of=as_of, options=wish.options)
    return recipe, was_cached


def draw_seed() -> int:
    """Return a seed that nobody foresees."""
    return secrets.randbelow(_SEEDS)


def find_recipe(link: Link) -> Recipe:
    """Return what a permanent link stands for. Raises SchemaNotFound, RevisionNotFound."""
    return Recipe(
        entry=schemas_cache.find(link.hash, link.revision),
        format=link.format,
        rows=link.rows,
        seed=link.seed,
        as_of=link.as_of or _today(),
        offset=link.offset,
        options=link.options,
    )


def reproduce_dataset(
    recipe: Recipe, *, window: Window | None = None, counts: bool = True, watch: Watch = _unwatched
) -> Dataset:
    """Start the dataset of a permanent link again, or some of its rows, and count the use if it `counts` as one.

    Where its format lets parts begin, Format says; `watch` as in write_rows. Raises EngineError.
    """
    started = monotonic()
    window = window or Window(0, recipe.rows)
    chunks = _begun(recipe, window, watch)
    if counts:
        schemas_cache.count_use(recipe.entry.hash)
        daily_use.count_link()
    return Dataset(recipe=recipe, rows=window.size, chunks=chunks, seconds=monotonic() - started, cache="hit")


def probe_dataset(recipe: Recipe) -> Dataset:
    """Return what is known of a dataset without its file. Raises EngineError for what fails when rows are begun."""
    started = monotonic()
    check_export(recipe.format, rows=recipe.rows, options=recipe.options)
    window = Window(0, recipe.rows)
    _charge_cells(recipe, window, most=_PROBED_ROWS)
    Primed(_batches(recipe, window, settings.MAX_SECONDS)).close()
    return Dataset(recipe=recipe, rows=recipe.rows, chunks=iter(()), seconds=monotonic() - started, cache="hit")


def design_schema(wish: SchemaWish, *, counts: bool = True) -> tuple[Entry, bool]:
    """Return the schema that is wanted, which is remembered from now on, and whether a design was spared.

    It counts among the day's requests unless nobody asked for it yet. Raises as generate_dataset does.
    """
    if wish.schema is not None:
        compiled(wish.schema)
        entry, was_cached = schemas_cache.store(wish.schema)
    else:
        entry, was_cached = _obtained(wish.description or "", wish.locale)
    if counts:
        _count_request(entry, hit=was_cached)
    return entry, was_cached


def _count_request(entry: Entry, *, hit: bool) -> None:
    daily_use.count_request(entry, hit=hit)
    count_cache(hit=hit)


def _obtained(description: str, locale: str | None) -> tuple[Entry, bool]:
    return schemas_cache.obtain(
        description,
        locale,
        design=lambda: _designed(description, locale),
        wait=settings.MODEL_DEADLINE + _WAITING_SECONDS,
        lease=_lease_seconds(),
        replace_offline=model_settings() is not None,
        seats=seats(),
    )


def _lease_seconds() -> float:
    """Return for how long nobody else designs what one who is killed meanwhile has begun."""
    return _LEASE_SECONDS + (settings.MODEL_DEADLINE if model_settings() else 0.0)


def refine_schema(wish: RefinementWish) -> Refined:
    """Return what an instruction makes of a schema, which is remembered as one of its own.

    Raises SchemaNotFound, and what generate_dataset does.
    """
    parent = schemas_cache.find(wish.hash, wish.revision)
    entry, was_cached = schemas_cache.refine(
        parent,
        wish.instruction,
        design=lambda: _counted(_refined(parent, wish.instruction)),
        wait=settings.MODEL_DEADLINE + _WAITING_SECONDS,
        lease=_lease_seconds(),
        replace_offline=model_settings() is not None,
        seats=seats(),
    )
    _count_request(entry, hit=was_cached)
    changes = difference(parent.schema, entry.schema)
    return Refined(entry=entry, parent=parent, difference=changes, was_cached=was_cached)


def edit_schema(parent: Entry, schema: DatasetSchema) -> tuple[Entry, bool]:
    """Return what somebody made of a schema by hand, which is remembered as one of its own, and whether it was already.

    It is the parent itself where nothing differs. Raises EngineError for a schema that cannot be made.
    """
    if schema == parent.schema:
        return parent, True
    compiled(schema)
    entry, was_cached = schemas_cache.edit(parent, schema)
    _count_request(entry, hit=was_cached)
    return entry, was_cached


def redesign(entry: Entry) -> Design:
    """Design once more what an entry was designed from, with today's designer, and remember nothing of it.

    That is its description, or of a refined one its instruction to its parent as that was. Raises SchemaNotFound and
    RevisionNotFound where that parent is gone, and the designer's errors when there is no fallback.
    """
    if entry.refined_from is None:
        return _designed(entry.description, locale_asked(entry.hash, entry.description))
    parent = schemas_cache.find(entry.refined_from.hash, entry.refined_from.revision)
    return _counted(_refined(parent, entry.refined_from.instruction))


def _counted(design: Design) -> Design:
    daily_use.count_design(design)
    count_design(design)
    return design


def _designed(description: str, locale: str | None) -> Design:
    fallback = settings.OFFLINE_FALLBACK
    with span("design"):
        made = within_budget(lambda model: design(description, locale=locale, model=model, fallback=fallback))
    return _counted(made)


def _refined(parent: Entry, instruction: str) -> Design:
    """Change a design by rules, or where these do not understand by the model, which is not to be paid for nothing."""
    design, description = parent.design(), parent.description
    by_rules = refine(design, description, instruction)
    if by_rules.not_understood == design.not_understood:
        return by_rules
    fallback = settings.OFFLINE_FALLBACK
    with span("design"):
        return within_budget(lambda model: refine(design, description, instruction, model=model, fallback=fallback))


def _today() -> date:
    return datetime.now(UTC).date()


def plan_of(recipe: Recipe) -> Plan:
    """Return the compiled schema of a dataset. Raises SchemaOutdated where this engine has no meaning for it."""
    try:
        return compiled(recipe.entry.schema)
    except EngineError as error:  # a schema that is given has been compiled before it was remembered
        raise SchemaOutdated(recipe.entry.hash) from error


def write_rows(
    recipe: Recipe, *, start: int, rows: int, most_seconds: float, watch: Watch = _unwatched
) -> Iterator[bytes]:
    """Return the bytes of some of a dataset's rows, from `start` on, which counts from the dataset's own first row.

    The bytes of all parts, one after the other, are those of the whole; see Format for where a part can begin. `watch`
    is told of each batch how many rows it has, of those that are only settled that it has none; what it raises ends
    the work. Raises EngineError, SchemaOutdated.
    """
    making = Making(recipe.format)
    chunks = export(
        _watched(_batches(recipe, Window(start, start + rows), most_seconds, watch), watch, making),
        recipe.format,
        options=recipe.options,
        about=recipe.about,
        is_first=start == 0,
        is_last=start + rows == recipe.rows,
    )
    return making.counted(chunks)


def _batches(recipe: Recipe, window: Window, most_seconds: float, watch: Watch = _unwatched) -> Iterator[RecordBatch]:
    return run_plan(
        plan_of(recipe),
        rows=window.size,
        seed=recipe.seed,
        start=recipe.offset + window.start,
        as_of=recipe.as_of,
        most_seconds=most_seconds,
        before_settling=lambda: watch(0),
    )


def _watched(batches: Iterator[RecordBatch], watch: Watch, making: Making) -> Iterator[RecordBatch]:
    for batch in batches:
        watch(batch.num_rows)
        making.add_rows(batch.num_rows)
        yield batch


def _begun(recipe: Recipe, window: Window, watch: Watch) -> Primed[bytes]:
    """Make the first chunk, so that what can fail fails before the first byte is sent."""
    check_export(recipe.format, rows=recipe.rows, options=recipe.options)
    most_seconds = settings.MAX_SECONDS
    _charge_cells(recipe, window, most=window.size)
    with span("first rows", format=recipe.format, rows=window.size):
        return Primed(write_rows(recipe, start=window.start, rows=window.size, most_seconds=most_seconds, watch=watch))


def _charge_cells(recipe: Recipe, window: Window, *, most: int) -> None:
    """Charge who asks for the cells of a window, `most` rows of it, unless it is refused for what it is."""
    plan = plan_of(recipe)
    check_rows(plan, rows=window.size, start=recipe.offset + window.start, most_seconds=settings.MAX_SECONDS)
    charge(CELLS, min(window.size, most) * len(plan.schema.columns))
