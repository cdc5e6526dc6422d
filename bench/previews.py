"""How long the admin's preview takes to answer: `python -m bench.previews`. Wall time of whole requests.

What is hostile is asked for as preview.js asks: again while the answer says that it gets further, six times at most.
"""

import gc
import os
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from time import perf_counter, sleep
from urllib.parse import urlencode

from bench.report import facts, table

TRIES = 6
PAUSE = 0.2  # seconds before the second try; longer before each one more
BUDGET = 200.0  # milliseconds
LONGEST = 4000  # characters of an expression
WIDEST = 200  # columns
_FORM = "application/x-www-form-urlencoded"
_ORDINARY = (
    *("row_number + 1", "fake.name()", "fake.email()", "fake.address()", "fake.company()", "fake.phone_number()"),
    *("fake.date_between('-2y', 'today')", "random.randint(1, 100)", "round(random.uniform(1, 500), 2)"),
    *("fake.city()", "fake.sentence()", "random.choice(['a', 'b', 'c'])", "fake.uuid4()", "fake.job()"),
)


@dataclass(frozen=True, slots=True)
class Case:
    """A form that is posted: its expressions, one a column."""

    name: str
    expressions: tuple[str, ...]
    locale: str = "en_US"
    unique: bool = False

    def body(self) -> str:
        """Return the form as a browser posts it."""
        rows = enumerate(self.expressions)
        fields = {
            "locale": self.locale,
            "columns-TOTAL_FORMS": str(len(self.expressions)),
            "columns-INITIAL_FORMS": "0",
        }
        for number, expression in rows:
            fields |= {f"columns-{number}-{key}": value for key, value in self._row(number, expression).items()}
        return urlencode(fields)

    def _row(self, number: int, expression: str) -> Mapping[str, str]:
        row = {"name": f"c{number}", "expression": expression, "data_type": "string", "description": "", "missing": "0"}
        return row | {"ORDER": str(10 * number)} | ({"unique": "on"} if self.unique else {})


def _filled(unit: str, between: str, begin: str = "", end: str = "", longest: int = LONGEST) -> str:
    """Return as many units as an expression has room for."""
    count = (longest - len(begin) - len(end) + len(between)) // (len(unit) + len(between))
    return begin + between.join([unit] * count) + end


def _listed(item: Callable[[int], str], count: int) -> str:
    return f"[{','.join(item(number) for number in range(1, count + 1))}][0]"


def _single() -> Iterator[Case]:
    """Yield expressions that take long by themselves."""
    expressions = {
        "operators": _filled("1", "+"),
        "f-string": "f'" + "{row_number}é" * 300 + "'",
        "literal list": _filled("'a'", ",", "random.choice([", "])"),
        "comprehensions in each other": "' '.join(str(sum(y for y in range(100))) for _ in range(100))",
        "laws with arguments": _listed(lambda n: f"np.random.multinomial({10 * n}, [0.2, 0.8])[0]", 60),
        "tables of quantiles": _listed(lambda n: f"random.betavariate({n}, 2)", 99),
        "sentences": _listed(lambda n: f"fake.sentence({n})", 99),
        "passwords": _listed(lambda n: f"fake.password({n + 8})", 99),
        "99 samples of arrays": _listed(lambda _: "np.random.normal(size=100)[0]", 99),
        "patterns": _listed(lambda n: f"re.sub('(a+)+b{n}', 'x', fake.name())", 80),
        "look-up of draws": "{" + ",".join(f"{n}: fake.name()" for n in range(200)) + "}[row_number % 200]",
        "deep brackets": "(" * 1999 + "1" + ")" * 1999,
        "a word of 4,000 letters": "x" * LONGEST,
        "no Python": "'" * (LONGEST - 1),
    }
    for name, expression in expressions.items():
        yield Case(name, (expression,))
    for locale in ("zh_CN", "ja_JP", "hi_IN", "vi_VN", "de_DE"):
        yield Case(f"first use of fake.user_agent, {locale}", ("fake.user_agent()",), locale)
        yield Case(f"first use of fake.address, {locale}", ("fake.address()",), locale)


def _wide() -> Iterator[Case]:
    """Yield schemas that take long for their width."""
    long = _filled("random.random()", ",", "max(", ")")
    yield Case("50 columns of 4,000 operators", tuple(_filled(f"{n:02d}.5", "+") for n in range(50)))
    yield Case("50 columns of 4,000 characters each", tuple(f"{long[:-5]}{n:03d})" for n in range(50)))
    yield Case("200 f-strings of 1,100 characters", tuple(f"f'{n}{'{row_number}' * 100}'" for n in range(WIDEST)))
    yield Case("200 columns of 4,000 characters each", tuple(f"{long[:-5]}{n:03d})" for n in range(WIDEST)))
    yield Case("200 unknown functions", tuple(f"fake.nosuch{n}()" for n in range(WIDEST)))
    yield Case("200 unknown words", tuple(f"nosuch{n}" for n in range(WIDEST)))
    yield Case("200 columns that use themselves", tuple(f"c{n}" for n in range(WIDEST)))
    yield Case("a chain of 200 columns", ("'a'", *(f"c{n}.title()" for n in range(WIDEST - 1))))
    yield Case("200 unique columns", tuple(f"fake.name() + '{n}'" for n in range(WIDEST)), unique=True)
    yield Case("200 columns that run out", tuple(f"random.choice('abc') + '{n}'" for n in range(WIDEST)), unique=True)
    slow = "''.join([fake.text(4000)[0] for _ in range(4)])"
    yield Case("200 columns of long texts", tuple(f"{slow} + '{n}'" for n in range(WIDEST)))
    yield Case("200 columns of long texts, short enough a row", tuple(f"fake.text({4000 - n})" for n in range(WIDEST)))


def _honest(widths: tuple[int, ...]) -> Iterator[Case]:
    for width in widths:
        expressions = (_ORDINARY[n % len(_ORDINARY)] for n in range(width))
        yield Case(f"{width} ordinary columns", tuple(expressions))
    yield Case("12 ordinary columns, ja_JP", _ORDINARY[:12], "ja_JP")


class _Asker:
    """Somebody who is signed in and may look."""

    def __init__(self) -> None:
        from django.contrib.auth.models import User  # noqa: PLC0415 - Django is set up by now
        from django.test import Client  # noqa: PLC0415
        from django.urls import reverse  # noqa: PLC0415

        self._client = Client(headers={"host": "localhost"})
        self._client.force_login(User.objects.create_superuser("asker"))
        self._address = reverse("admin:schemas_cache_schema_preview")

    def ask(self, body: str) -> tuple[float, str]:
        """Return how many milliseconds the answer took, and its page."""
        started = perf_counter()
        response = self._client.post(self._address, body, content_type=_FORM)
        return (perf_counter() - started) * 1000, response.content.decode()


def _asked(asker: _Asker, case: Case) -> tuple[list[float], str]:
    """Return the milliseconds of each try, and the last page."""
    taken: list[float] = []
    body, page = case.body(), ""
    while len(taken) < TRIES and (not taken or " data-again" in page[:200]):
        sleep(PAUSE * len(taken))
        milliseconds, page = asker.ask(body)
        taken.append(milliseconds)
    return taken, page


def _measured(asker: _Asker, cases: Iterator[Case]) -> Iterator[tuple[str, ...]]:
    for case in cases:
        taken, page = _asked(asker, case)
        within = "yes" if max(taken) <= BUDGET else "**no**"
        said = page.partition('<p class="preview-said">')[2].partition("</p>")[0]
        yield case.name, f"{taken[0]:.0f}", f"{max(taken):.0f}", str(len(taken)), within, said


def _tables(*, is_warm: bool) -> Iterator[str]:
    from generation.services import prepare  # noqa: PLC0415 - Django is set up by now

    asker = _Asker()
    head = ("form", "first, ms", "slowest, ms", "tries", "within 200 ms", "last answer")
    if is_warm:
        prepare()
        asker.ask(Case("warm", _ORDINARY[:3]).body())
        gc.collect()
        gc.freeze()  # as a worker of the server does
    honest = _honest((5, 12, 30, 100, WIDEST) if is_warm else (100,))
    yield f"### Honest forms, {'warm' if is_warm else 'cold'} process\n\n{table(head, _measured(asker, honest))}"
    if is_warm:
        yield f"### Hostile forms\n\n{table(head, [*_measured(asker, _single()), *_measured(asker, _wide())])}"


def main() -> None:
    """Measure in a database of its own, and print."""
    parser = ArgumentParser(prog="python -m bench.previews", description=__doc__)
    parser.add_argument("--cold", action="store_true", help="the honest forms, without what a worker prepares")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": ""}
        import django  # noqa: PLC0415 - the environment is as it must be now
        from django.core.management import call_command  # noqa: PLC0415

        django.setup()
        call_command("migrate", verbosity=0)
        sys.stdout.write(f"`python -m bench.previews`: {facts()}\n\n")
        for section in _tables(is_warm=not asked.cold):
            sys.stdout.write(f"{section}\n\n")


if __name__ == "__main__":
    main()
