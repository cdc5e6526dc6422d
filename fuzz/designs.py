"""A search for sentences that the designer takes wrongly: `python -m fuzz.designs SECONDS [SEED]`.

Sentences that people write are spliced with each other and with odd words. A sentence is a finding when anything is
raised, when designing it takes too long, or when the design makes no rows. Each kind of finding is shown once, with a
sentence that it came from; the last line counts. The exit status is 1 if there are any.
"""

import json
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from random import Random, SystemRandom
from time import monotonic, process_time

from generation.designer import Design, design, refine
from generation.engine import PlanError, compile_plan, run_plan

MOST_SECONDS = 5.0  # of one core; for the longest sentences, which are lists of a thousand words
ROWS = 20
_AS_OF = date(2026, 11, 21)
_LONGEST = 4000  # characters of a description
_PROMPTS = Path(__file__).parents[1] / "eval" / "prompts" / "development.jsonl"  # the other half is not for working on
_ODD_WORDS = """
0 -1 99999999999999999999 1e400 NaN 0% 1000% 1/0 ٣ ½ 1,2,3 1.000,00 10^9 9999-12-31 0001-01-01 13/13/2023 2023-02-30
24:61 hourly unique X-### twice (a/b) [1,2] |a|b| ( ) (((( " ' `` … ñ é 🙂 本 % $ € %s {0} {x} : * \\ \u202e \x1b[31m
if when after total date price age no not without only per drop add rename to make skewed remove round all
"""
_ODD = (
    *_ODD_WORDS.split(),
    *("q9 2024", "between 5 and 1", "last 0 days", "every 0 minutes", "mean 0 sd 0", "out of 0", "500 character"),
    *("0 digit", '{"a": 1}', "= a * b", "CREATE TABLE t (", "greater than", "same as", "8% missing", "in German"),
    *("\n- ", "\n", "\r\n\t"),
)


def splices(seed: int) -> Iterator[str]:
    """Yield sentences without end, the same ones for the same seed."""
    dice = Random(seed)  # noqa: S311 - data, not secrets
    lines = _PROMPTS.read_text(encoding="utf-8").splitlines()
    sentences = [str(json.loads(line)["description"]) for line in lines]
    said = [word for sentence in sentences for word in sentence.split()]
    ways: tuple[Callable[[], str], ...] = (
        lambda: _strewn(dice, dice.choice(sentences)),
        lambda: " ".join(dice.choice(dice.choice((said, said, _ODD))) for _ in range(dice.randint(1, 40))),
        lambda: _joined(dice, dice.choice(sentences), dice.choice(sentences)),
        lambda: dice.choice(_ODD) * dice.randint(1, 2000),
    )
    while True:
        yield dice.choice(ways)()[:_LONGEST]


def _strewn(dice: Random, sentence: str) -> str:
    words = sentence.split(" ")
    for _ in range(dice.randint(1, 6)):
        words.insert(dice.randrange(len(words) + 1), dice.choice(_ODD))
    return " ".join(words)


def _joined(dice: Random, first: str, second: str) -> str:
    return first[: dice.randrange(len(first))] + second[dice.randrange(len(second)) :]


def fault_in(text: str, before: str) -> str | None:
    """Return what is wrong with the design of a text, or with what the text makes of another's; None for nothing."""
    started = process_time()
    try:
        _try(design(text))
        _try(refine(design(before), before, text))
    except Exception as error:  # noqa: BLE001  # what should not come out is what is looked for
        place = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} in {Path(place.filename).name}, line {place.lineno}: {error!s:.200}"
    return f"more than {MOST_SECONDS} seconds" if process_time() - started > MOST_SECONDS else None


def _try(made: Design) -> None:
    """Make rows; there may be fewer distinct values than rows, where a sentence wants them so."""
    plan = compile_plan(made.schema)
    with suppress(PlanError):
        list(run_plan(plan, rows=ROWS, seed=1, as_of=_AS_OF))


def main(seconds: float, seed: int) -> int:
    """Search for so long, and return how many kinds of findings there are."""
    findings = Counter[str]()
    runs, before, until = 0, "Students with name and age", monotonic() + seconds
    for text in splices(seed):
        if monotonic() > until:
            break
        runs += 1
        if wrong := fault_in(text, before):
            kind = wrong.partition(":")[0]
            if not findings[kind]:
                sys.stdout.write(f"{wrong}\n    {text!a}\n    after {before!a}\n")
            findings[kind] += 1
        before = text
    sys.stdout.write(f"{runs} runs from seed {seed}, {len(findings)} kinds of findings\n")
    return len(findings)


if __name__ == "__main__":
    given = sys.argv[1:]
    drawn = int(given[1]) if len(given) > 1 else SystemRandom().randrange(10**6)
    sys.exit(1 if main(float(given[0]) if given else 60.0, drawn) else 0)
