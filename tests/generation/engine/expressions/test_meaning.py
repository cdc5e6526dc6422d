"""What has no chance in it means what Python means: expressions made at random, cell for cell against `eval`."""

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given, reject, settings
from hypothesis import strategies as st

from generation.engine import EngineError
from tests.generation.engine.tables import table

TEXTS = (
    "",
    "abc",
    " Ann Lee ",
    "x-y-z",
    "é ß",
    "12",
    "Hello, world",
    "a,b,,c",
    "  ",
    "'q",
    "Zoë",
    "ÀB c",
    "ΝΊΚΟΣ",
    "n1 L",
)
ROWS = len(TEXTS)
DAYS = "date(2024, 1, 31) + timedelta(days=row_number * 37)"
COLUMNS = {
    "n": ("row_number", "integer"),
    "m": ("row_number * 3 - 10", "integer"),
    "s": (f"{TEXTS!r}[row_number]", "string"),
    "t": (f"{TEXTS!r}[(row_number * 5 + 3) % {ROWS}]", "string"),
    "d": (DAYS, "date"),
}
SCOPES = [
    {
        "n": row, "m": row * 3 - 10, "s": TEXTS[row], "t": TEXTS[(row * 5 + 3) % ROWS],
        "d": date(2024, 1, 31) + timedelta(days=row * 37), "date": date, "datetime": datetime, "timedelta": timedelta,
    }
    for row in range(ROWS)
]  # fmt: skip
UNDEFINED = (ArithmeticError, LookupError, ValueError)

quoted = st.sampled_from(["a", "x", "é", "ß", "-", " ", "0", "ab", ",", "b c", "L"]).map(repr)


def made(template: str, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return the strategy of a template filled with what the others make."""
    return st.tuples(*parts).map(lambda values: template.format(*values))


def one(*words: str) -> st.SearchStrategy[str]:
    return st.sampled_from(words)


integers: st.SearchStrategy[str] = st.deferred(lambda: st.one_of(
    one("n", "m", "0", "1", "3", "10", "-7", "d.month", "d.weekday()", "d.toordinal()"),
    made("({} {} {})", integers, one("+", "-", "*", "//", "%", "&", "|"), integers),
    made("{}({}, {})", one("min", "max"), integers, integers), made("abs({})", integers), made("(-{})", integers),
    made("round({})", reals), made("int({})", reals), made("len({})", texts),
    made("({} if {} else {})", integers, conditions, integers), made("sum([{}, {}, n])", integers, integers),
    made("{}.{}({})", texts, one("count", "find"), quoted), made("[1, {}, m][n % 3]", integers),
))  # fmt: skip
reals: st.SearchStrategy[str] = st.deferred(lambda: st.one_of(
    one("0.5", "2.25", "1e3", "n / 4", "m / 7"), made("({} {} {})", reals, one("+", "-", "*", "/"), reals),
    made("({} / {})", integers, integers), made("round({}, {})", reals, one("0", "1", "2", "-1")), made("abs({})", reals),
    made("({} if {} else {})", reals, conditions, reals), made("float({})", integers),
))  # fmt: skip
texts: st.SearchStrategy[str] = st.deferred(lambda: st.one_of(
    one("s", "t", "s"), quoted, made("({} + {})", texts, texts), made("str({})", integers), made("str({})", reals),
    made("{}.{}()", texts, one("upper", "lower", "title", "capitalize", "swapcase", "strip", "casefold")),
    made("{}[{}]", texts, one("0", "-1", ":2", "1:", "-2:", "::2", "::-1", "1:-1", "5:2", "n % 2")),
    made("{}.replace({}, {}{})", texts, quoted, quoted, one("", ", 1")),
    made("{}.{}({})", texts, one("ljust", "rjust", "center", "zfill"), one("3", "8")),
    made("{}.{}({})[{}]", texts, one("split", "rsplit"), one("", "','", "' ', 1"), one("0", "-1")),
    made("{}.join({}.split())", quoted, texts), made("{}.{}({})[{}]", texts, one("partition", "rpartition"), quoted, one("0", "1", "2")),
    made("{}.{}({})", texts, one("removeprefix", "removesuffix", "strip", "lstrip"), quoted),
    made("({} if {} else {})", texts, conditions, texts), made("'{{}}-{{:>5}}'.format({}, {})", texts, texts),
    made("('%{}|%s' % ({}, {}))", one("s", "5s", "-5s", ".2s"), texts, reals),
    made("('%{}' % {})", one("d", "05d", "+d", " d", ".3d", "-6d", "x"), integers),
    made("format({}, '{}')", integers, one("05d", ",", ">8", "+", "<6", "x", "_", " d", "^9", ".1f", "e", ".0%")),
    made("format({}, '{}')", reals, one(".2f", ",", ">8", "06.1f", "+", "e", ".0f", ".1%", "g", ".3g", ",.2f")),
    made("' '.join(w.{}() for w in {}.split())", one("capitalize", "upper"), texts),
    made("''.join([c for c in {} if {}])", texts, one("c.isalpha()", "c != 'a'", "c in 'abc'")),
    made("{{0: 'zero', 1: {}}}.get(n, {})", quoted, texts), made("d.strftime('{}')", one("%d.%m.%Y", "%A %j", "%b %y")),
))  # fmt: skip
conditions: st.SearchStrategy[str] = st.deferred(lambda: st.one_of(
    one("n > 2", "n % 2 == 0", "True", "s == t", "m < 0", "'a' in s", "d.day < 9"),
    made("({} {} {})", integers, one("<", "<=", "==", "!=", ">", ">="), integers),
    made("({} {} {})", texts, one("<", "==", "!=", ">="), texts), made("({} {} {})", conditions, one("and", "or"), conditions),
    made("(not {})", conditions), made("{}.{}()", texts, one("isdigit", "isalpha", "isupper", "isspace", "islower")),
    made("({} in [1, 2, n])", integers), made("(({}, {}) < ({}, m))", integers, texts, one("1", "n")),
    made("{}.startswith(({}, 'H'))", texts, quoted),
))  # fmt: skip
days: st.SearchStrategy[str] = st.deferred(lambda: st.one_of(
    one("d"), made("({} + timedelta(days={}))", days, one("n", "m", "400", "n * n")), made("{}.replace(day={})", days, one("1", "28", "n + 1")),
    made("({} if {} else d)", days, conditions), made("date({}.year, n + 1, 15)", days), made("date.fromisoformat({}.isoformat())", days),
))  # fmt: skip


def python(expression: str, scope: dict[str, Any]) -> str | None:
    """Return what Python makes of an expression, or None where it raises: there the engine may leave out, or not ask."""
    try:
        return str(eval(expression, dict(scope)))
    except UNDEFINED:
        return None


@settings(max_examples=150, deadline=None)
@given(st.one_of(integers, reals, texts, conditions, days))
def test_an_expression_is_what_python_makes_of_it_in_every_row(expression: str) -> None:
    try:
        cells = table(COLUMNS | {"x": f"str({expression})"}, rows=ROWS)["x"].to_pylist()
    except EngineError:  # a part that is known can fail, or a text can get too long
        reject()
    expected = [python(expression, scope) for scope in SCOPES]
    assert [cell for cell, value in zip(cells, expected, strict=True) if value is not None] == [
        value for value in expected if value is not None
    ]
