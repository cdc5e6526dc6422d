"""Rules that somebody stated, put into the expressions of the columns."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from generation.designer.catalog import Catalog
from generation.designer.composing.naming import column_reference, either
from generation.designer.composing.ranges import formatted, from_limits, inside, moment, number_text, written_as
from generation.designer.composing.row import NUMBERS, Row
from generation.designer.composing.sameness import as_yes_no
from generation.designer.composing.sampling import sample
from generation.designer.composing.solving import is_formula
from generation.designer.composing.stages import orders_by_name
from generation.designer.composing.strength import lifted, linked
from generation.designer.composing.terms import computed
from generation.designer.composing.waits import gap
from generation.designer.meaning.choosing import Choice
from generation.designer.reading import Limits
from generation.designer.reading.conditions import Condition
from generation.designer.reading.rule import (
    Emptied,
    Fixed,
    Formula,
    Linked,
    Order,
    Raised,
    Ranged,
    Ratio,
    Repeated,
    Rule,
    Shared,
)
from generation.engine import Column, DataType, EngineError

_MOST_RULES = 12
_TIMES = 1.6  # how much higher something is, where no number was stated
_LIKELIER = 2.5
_MOST_LIKELY = 0.95
_UNKNOWN = "word"
_CLEARLY = 1.2  # times a mean


@dataclass(frozen=True, slots=True)
class StatedRule:
    """A rule, and the sentence that it was read from."""

    rule: Rule
    text: str


@dataclass(frozen=True, slots=True)
class Related:
    """Columns that keep to the rules; `said` tells what was done, `unkept` are the sentences that could not be kept."""

    columns: dict[str, Column]
    said: tuple[str, ...] = ()
    unkept: tuple[str, ...] = ()


def ordered_pairs(choices: tuple[Choice, ...], rules: tuple[StatedRule, ...]) -> Iterator[tuple[str, str]]:
    """Yield the names of columns of which the first comes before the second, by a rule or by their names."""
    stated = (stated.rule for stated in rules if isinstance(stated.rule, Order))
    for order in (*stated, *orders_by_name(choices)):
        yield choices[order.earlier].name, choices[order.later].name


def relate(
    columns: tuple[Column, ...],
    choices: tuple[Choice, ...],
    rules: tuple[StatedRule, ...],
    catalog: Catalog,
    locale: str,
) -> Related:
    """Return the columns with the rules kept, one after the other; what a later one breaks is not undone."""
    relater = _Relater({column.name: column for column in columns}, choices, catalog, locale)
    said: list[str] = []
    unkept: list[str] = [stated.text for stated in rules[_MOST_RULES:]]
    for stated in rules[:_MOST_RULES]:
        words = relater.keep(stated.rule)
        (unkept if words is None else said).append(stated.text if words is None else words)
    for order in orders_by_name(choices):
        relater.keep_unsaid(order)
    return Related(relater.columns, tuple(word for word in said if word), tuple(unkept))


class _Relater(Row):
    def __init__(self, columns: dict[str, Column], choices: tuple[Choice, ...], catalog: Catalog, locale: str) -> None:
        super().__init__(columns, choices, catalog, locale)
        self._keepers: Mapping[type, Callable[..., str | None]] = {
            Formula: self._compute,
            Order: self._put_in_order,
            Emptied: self._empty,
            Fixed: self._fix,
            Ranged: self._draw_between,
            Raised: self._raise,
            Linked: self._link,
            Ratio: lambda _: "",  # the shares of the values were set before
            Shared: lambda _: "",
            Repeated: lambda rule: f"{self._name(rule.column)} may occur in several rows",
        }

    def keep(self, rule: Rule) -> str | None:
        """Change the columns so that the rule holds. Returns what was done in words, None where it cannot be."""
        before = dict(self.columns)
        try:
            return self._keepers[type(rule)](rule)
        except EngineError:  # types that do not go together: the rule cannot be meant so
            self.columns = before
            return None

    def keep_unsaid(self, order: Order) -> None:
        """Put two moments in order that nothing puts in order yet."""
        limits = self._choices[order.later].limits
        apart = limits.since and limits.since > (self._choices[order.earlier].limits.until or "9999")
        if apart or limits.every or self._leads(order.later, order.earlier) or self._leads(order.earlier, order.later):
            return
        self.keep(order)

    def _compute(self, rule: Formula) -> str | None:
        operands = {place: self._read(place) for place in rule.operands}
        column = self._column(rule.target)
        if (
            "**" in rule.terms
            and is_formula(column.expression)
            and all(self._leads(rule.target, place) for place in operands)
        ):
            return f"{self._name(rule.target)} is computed: {column.expression}"  # the catalog knows the units
        for place in operands:
            self._free(place, rule.target)
        made = computed(
            rule.terms, operands, {place: self._column(place) for place in operands}, self._choices[rule.target]
        )
        if made is None or not self._set(rule.target, *made):
            return None
        return f"{self._name(rule.target)} is computed: {made[0]}"

    def _put_in_order(self, rule: Order) -> str | None:
        earlier, later = self._choices[rule.earlier], self._choices[rule.later]
        if earlier.concept.is_moment and later.concept.is_moment:
            return self._follow(rule) if not self._leads(rule.earlier, rule.later) else self._precede(rule)
        self._take_for_number(rule.earlier, rule.later)
        self._take_for_number(rule.later, rule.earlier)
        if not (self._column(rule.earlier).data_type in NUMBERS and self._column(rule.later).data_type in NUMBERS):
            return None
        return self._exceed(rule)

    def _take_for_number(self, place: int, beside: int) -> None:
        """Make numbers in a column that nothing is known of, where it is compared with one of numbers."""
        other = self._column(beside)
        if self._choices[place].concept.name == _UNKNOWN and other.data_type in NUMBERS:
            self._set(place, other.expression, other.data_type)

    def _in_words(self, rule: Order, what: str) -> str:
        return f"{self._name(rule.later)} {what} {self._name(rule.earlier)}"

    def _is_kept(self, rule: Order) -> bool:
        """Tell whether the rows keep to an order anyway."""
        if rule.least is not None or rule.most is not None or not self._leads(rule.later, rule.earlier):
            return False
        test = f"{self._read(rule.later)} {'>' if rule.strict else '>='} {self._read(rule.earlier)}"
        return all(sample(test, DataType.BOOLEAN, self.columns, self._locale))

    def _follow(self, rule: Order) -> str | None:
        words = self._in_words(rule, "comes after")
        if self._is_kept(rule):
            return words
        choice = self._choices[rule.later]
        start, kind = self._start(rule), choice.concept.data_type
        after = f"{start} + {gap(rule, kind)}"
        if rule.least is None and rule.most is None and choice.limits.since and choice.limits.until:
            after = (
                f"{_between(kind)}({self._not_before(choice, start)}, {moment(choice.limits.until, kind, end=True)})"
            )
        elif choice.limits.until and choice.limits.until[0].isdigit():
            after = f"min({after}, {moment(choice.limits.until, kind, end=True)})"
        natural = self._column(rule.later).expression
        if self._column(rule.later).data_type is DataType.STRING:
            natural = "''"
        expression, data_type = formatted(inside(natural, lambda _: after), kind, choice.limits)
        return words if self._set(rule.later, expression, data_type) else None

    def _not_before(self, choice: Choice, start: str) -> str:
        """Return the first moment in a window after another, which may lie behind its end."""
        since, until = (
            moment(end or "today", choice.concept.data_type) for end in (choice.limits.since, choice.limits.until)
        )
        return f"min(max({since}, {start}), {until})"

    def _start(self, rule: Order) -> str:
        """Return how the earlier moment is read as one of the later's kind."""
        read = self._read(rule.earlier)
        kinds = self._choices[rule.earlier].concept.data_type, self._choices[rule.later].concept.data_type
        if kinds == (DataType.DATE, DataType.DATETIME):
            return f"datetime({read}.year, {read}.month, {read}.day)"
        return f"{read}.date()" if kinds == (DataType.DATETIME, DataType.DATE) else read

    def _precede(self, rule: Order) -> str | None:
        choice = self._choices[rule.earlier]
        if self._is_kept(Order(rule.later, rule.earlier)) and not self._leads(rule.earlier, rule.later):
            return None
        before = f"{self._read(rule.later)} - {gap(rule, choice.concept.data_type)}"
        expression, data_type = formatted(before, choice.concept.data_type, choice.limits)
        return self._in_words(rule, "comes after") if self._set(rule.earlier, expression, data_type) else None

    def _exceed(self, rule: Order) -> str | None:
        words = self._in_words(rule, "is greater than" if rule.strict else "is not less than")
        if self._is_kept(rule):
            return words
        if self._leads(rule.earlier, rule.later):
            return self._stay_below(rule, words)
        least = column_reference(self._choices[rule.earlier].name)
        column, limits = self._column(rule.later), self._choices[rule.later].limits
        step = (1 if column.data_type is DataType.INTEGER else 0.01) if rule.strict else 0
        self._hold_below(rule.earlier, limits.high, step)
        more = f"{least} + {f'{step} + ' if step else ''}abs({column.expression} - {least})"
        if limits.high is not None:
            more = f"min({number_text(limits.high)}, {more})"
        return words if self._set(rule.later, inside_number(more, column.data_type)) else None

    def _hold_below(self, place: int, high: float | None, step: float) -> None:
        """Leave room above a number for one that must be greater and has an end of its own."""
        own = self._choices[place].limits.high
        if high is None or (own is not None and own < high):
            return
        column = self._column(place)
        self._set(place, f"min({number_text(high - step)}, {column.expression})")

    def _stay_below(self, rule: Order, words: str) -> str | None:
        column = self._column(rule.earlier)
        most = column_reference(self._choices[rule.later].name)
        self._free(rule.earlier, rule.later)
        share = f"{most} * random.uniform(0.4, {0.95 if rule.strict else 1})"
        return words if self._set(rule.earlier, inside_number(share, column.data_type)) else None

    def _empty(self, rule: Emptied) -> str | None:
        test = self._test(rule.conditions, rule.target)
        expression = self._column(rule.target).expression
        nothing = "False" if self._column(rule.target).data_type is DataType.BOOLEAN else "None"
        made = either(expression, test, nothing) if rule.unless else either(nothing, test, expression)
        if not self._set(rule.target, made):
            return None
        state, when = "empty" if nothing == "None" else "false", "unless" if rule.unless else "where"
        return f"{self._name(rule.target)} is {state} {when} {_plainly(test)}"

    def _fix(self, rule: Fixed) -> str | None:
        test = self._test(rule.conditions, rule.target)
        column = self._column(rule.target)
        value = rule.value
        if value.startswith("."):
            value = self._mentions.values(rule.target)[int(value[1:])]
        shown = value if column.data_type in NUMBERS or column.data_type is DataType.BOOLEAN else repr(value)
        if not self._set(rule.target, either(shown, test, column.expression)):
            return None
        return f"{self._name(rule.target)} is {value} where {_plainly(test)}"

    def _draw_between(self, rule: Ranged) -> str | None:
        choice = self._choices[rule.target]
        stated = from_limits(choice.concept, Limits(low=rule.low, high=rule.high, data_type=choice.limits.data_type))
        test = self._test(rule.conditions, rule.target)
        column = self._column(rule.target)
        if stated is None or column.data_type not in NUMBERS:
            return None
        if not self._set(rule.target, either(stated[0], test, column.expression)):
            return None
        ends = f"{number_text(rule.low)} and {number_text(rule.high)}"
        return f"{self._name(rule.target)} lies between {ends} where {_plainly(test)}"

    def _raise(self, rule: Raised) -> str | None:
        test = self._test(rule.conditions, rule.target)
        column = self._column(rule.target)
        words = f"{self._name(rule.target)} is {'higher' if rule.up else 'lower'} where {_plainly(test)}"
        if self._mentions.is_truth(rule.target):
            return (
                words.replace("higher", "likelier").replace("lower", "less likely") if self._tip(rule, test) else None
            )
        if column.data_type not in NUMBERS:
            return None
        values = [float(value) for value in sample(column.expression, column.data_type, self.columns, self._locale)]
        made = lifted(column, self._choices[rule.target], values, test, up=rule.up, times=rule.times or _TIMES)
        return words if self._set(rule.target, made) else None

    def _tip(self, rule: Raised, test: str) -> bool:
        """Make a truth likelier where the test holds; its share in all rows stays what it is."""
        place = rule.target
        share = self._share(place)
        rows = sample(test, DataType.BOOLEAN, self.columns, self._locale, rows=2400)
        met = sum(rows) / (len(rows) or 1)
        times = rule.times or _LIKELIER
        times = times if rule.up else 1 / times
        other = share / (met * times + 1 - met)
        likely = min(_MOST_LIKELY, other * times)
        other = max(0.0, (share - met * likely) / ((1 - met) or 1))
        return self._set_truth(place, f"random.random() < ({likely:.4g} if {test} else {other:.4g})")

    def _share(self, place: int) -> float:
        choice = self._choices[place]
        if choice.limits.yes_share is not None:
            return float(choice.limits.yes_share)
        rows = sample(self._is_true(place, yes=True), DataType.BOOLEAN, {**self.columns}, self._locale)
        return float(sum(rows)) / (len(rows) or 1)

    def _set_truth(self, place: int, truth: str) -> bool:
        yes_no = as_yes_no(self._choices[place].limits)
        return self._set(place, *(written_as(truth, yes_no) if yes_no else (truth, DataType.BOOLEAN)))

    def _link(self, rule: Linked) -> str | None:
        words = f"{self._name(rule.target)} {'rises' if rule.up else 'falls'} with {self._name(rule.driver)}"
        target, driver = self._column(rule.target), self._column(rule.driver)
        if self._leads(rule.target, rule.driver) and (target.data_type not in NUMBERS or self._is_visible(rule)):
            return f"{self._name(rule.target)} follows from {self._name(rule.driver)}"
        if self._mentions.is_truth(rule.driver):
            return self._raise(Raised(rule.target, (Condition(rule.driver, "in", (0,)),), rule.up))
        self._free(rule.driver, rule.target)
        position = self._position(rule.driver, driver, up=rule.up)
        if position is None:
            return None
        if self._mentions.is_truth(rule.target):
            return words if self._set_truth(rule.target, self._truth_along(rule.target, position)) else None
        if target.data_type not in NUMBERS:
            return None
        values = [float(value) for value in sample(target.expression, target.data_type, self.columns, self._locale)]
        return words if self._set(rule.target, linked(target, self._choices[rule.target], values, position)) else None

    def _is_visible(self, rule: Linked) -> bool:
        """Tell whether a number that is made from another clearly rises with it already, or falls."""
        target, driver = self._column(rule.target), self._column(rule.driver)
        if driver.data_type not in NUMBERS:
            return True
        values = sorted(float(one) for one in sample(driver.expression, driver.data_type, self.columns, self._locale))
        middle = number_text(values[len(values) // 2])
        above, below = (
            self._mean(either(target.expression, f"{column_reference(driver.name)} {test} {middle}", "None"), target)
            for test in (">", "<")
        )
        return above > below * _CLEARLY if rule.up else above * _CLEARLY < below

    def _mean(self, expression: str, column: Column) -> float:
        values = [float(one) for one in sample(expression, column.data_type, self.columns, self._locale)]
        return sum(values) / (len(values) or 1)

    def _truth_along(self, place: int, position: str) -> str:
        rows = sample(position, DataType.FLOAT, self.columns, self._locale)
        middle = sum(rows) / (len(rows) or 1)
        share = self._share(place) / (0.4 + 1.2 * middle)
        return f"random.random() < {share * 0.4:.4g} + {share * 1.2:.4g} * {position}"

    def _position(self, place: int, driver: Column, *, up: bool) -> str | None:
        """Return where a row lies between the least (0) and the greatest (1) of a column."""
        name = column_reference(driver.name)
        if driver.data_type in NUMBERS:
            values = sorted(
                float(one) for one in sample(driver.expression, driver.data_type, self.columns, self._locale)
            )
            low, high = values[len(values) // 20], values[-1 - len(values) // 20]
            if high <= low:
                return None
            along = (
                f"({name} - {number_text(low)}) / {number_text(high - low)}" if low else f"{name} / {number_text(high)}"
            )
            return f"min(1, max(0, {along if up else f'1 - {along}'}))"
        values_held = self._mentions.values(place)
        if driver.data_type is not DataType.STRING or not 1 < len(values_held) <= _MOST_RULES:
            return None
        last = len(values_held) - 1
        steps = {value: round((rank if up else last - rank) / last, 2) for rank, value in enumerate(values_held)}
        return f"{steps!r}[{name}]"


def _between(kind: DataType) -> str:
    return "fake.date_between" if kind is DataType.DATE else "fake.date_time_between"


def _plainly(test: str) -> str:
    """Return a test in words that a learner reads: `status == 'paid'` -> "status is paid"."""
    for sign, words in (
        (" == ", " is "),
        (" != ", " is not "),
        ("'", ""),
        (" >= ", " is at least "),
        (" > ", " is over "),
    ):
        test = test.replace(sign, words)
    return test.replace(" <= ", " is at most ").replace(" < ", " is under ")


def inside_number(expression: str, data_type: DataType) -> str:
    """Return a number's expression, rounded as its type asks."""
    return f"int({expression})" if data_type is DataType.INTEGER else f"round({expression}, 2)"
