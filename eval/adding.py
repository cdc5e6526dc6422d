"""Whether what the list of fields offers can be had: `python -m eval.adding [--share 0.1] [--show]`.

Each concept of the catalog is asked for by its phrase, "add blood type", in a dataset of some subject. It is had where one
column comes of it, of exactly that concept, that runs and holds a value.
"""

import random
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from generation.designer import Design, design, find_fields, refine
from generation.designer.meaning.lexicon import lexicon
from generation.engine import EngineError, compile_plan, run_plan

SUBJECTS = (
    "Products with a product name, category, unit price and stock quantity",
    "Patients with a patient id, age, gender and diagnosis",
    "Students with a student id, name, grade level and exam score",
)
HAD = "had"
THERE = "is there already"
FINE = (HAD, THERE)
_SEED, _ROWS = 7, 50


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of asking a dataset for a field; `verdict` is "had" or "is there already", or says what is wrong."""

    concept: str
    phrase: str
    subject: str
    verdict: str


def outcomes(share: float, *, every_subject: bool = False) -> Iterator[Outcome]:
    """Yield what comes of a share of the catalog's concepts, drawn by a seed, in one of the datasets or in each."""
    drawn = random.Random(_SEED)  # noqa: S311 - repeatable on purpose
    parents = {subject: design(subject) for subject in SUBJECTS}
    for concept in sorted(lexicon().catalog.concepts):
        chance, subject = drawn.random(), drawn.choice(SUBJECTS)
        for asked in SUBJECTS if every_subject else (subject,):
            if chance < share:
                yield _outcome(concept, asked, parents[asked])


def _outcome(concept: str, subject: str, parent: Design) -> Outcome:
    name = concept.replace("_", " ")
    found = (field for field in find_fields(name, limit=60, description=subject) if field.name == concept)
    field = next(found, None)
    if field is None:
        return Outcome(concept, "", subject, "is not in the list")
    verdict = _verdict(parent, refine(parent, subject, f"add {field.phrase}"), field.about)
    return Outcome(concept, field.phrase, subject, verdict)


def _verdict(parent: Design, made: Design, about: str) -> str:
    held = {column.name for column in parent.schema.columns}
    new = [column for column in made.schema.columns if column.name not in held]
    if not new and any(THERE in said for said in made.assumptions):
        return THERE
    if len(new) != 1:
        return f"{len(new)} columns: {made.assumptions[len(parent.assumptions) :]} {made.not_understood}"
    if not (new[0].description or "").startswith(about):
        return f"another one: {new[0].description}"
    if made.not_understood != parent.not_understood:
        return f"not understood: {made.not_understood}"
    return _fault(made, new[0].name) or HAD


def _fault(made: Design, name: str) -> str:
    try:
        cells = [
            cell
            for batch in run_plan(compile_plan(made.schema), rows=_ROWS, seed=_SEED)
            for cell in batch.column(name).to_pylist()
        ]
    except EngineError as error:
        return f"does not run: {error.message}"
    return "" if any(cell is not None for cell in cells) else "holds nothing"


def main() -> None:
    """Measure and print."""
    parser = ArgumentParser(prog="python -m eval.adding", description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, help="of the concepts")
    parser.add_argument("--every-subject", action="store_true", help="ask each of the datasets, not one of them")
    asked = parser.parse_args()
    found = list(outcomes(asked.share, every_subject=asked.every_subject))
    fine = Counter(outcome.verdict for outcome in found if outcome.verdict in FINE)
    print(*(outcome for outcome in found if outcome.verdict not in FINE), sep="\n")
    print(f"{fine[HAD]} of {len(found)} had, {fine[THERE]} there already")


if __name__ == "__main__":
    main()
