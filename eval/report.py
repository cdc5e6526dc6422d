"""The measures as Markdown, and what failed as lists."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bench.report import table
from eval.measures import Marks, Tally
from eval.templates import Verdict

README = Path(__file__).parent / "README.md"
_MARK = "<!-- what follows is written by `make eval` -->\n"
WANTED = {
    "descriptions answered without an error": 1.0,
    "named columns found": 0.97,
    "columns that were asked for, of those made": 0.95,
    "expected columns with values of the right kind": 0.96,
    "stated constraints that hold": 0.92,
    "columns expected of a vague wish": 0.85,
    "descriptions whose rows hold no contradiction": 1.0,
    "unseen column names given a fitting kind": 0.88,
}


def tallies(marks: Marks, names: Tally | None = None) -> dict[str, Tally]:
    """Return the counts by what they measure."""
    counts = (
        marks.answers,
        marks.recall,
        marks.precision,
        marks.kinds,
        marks.constraints,
        marks.vague,
        marks.sense,
        names,
    )
    return {what: count for what, count in zip(WANTED, counts, strict=True) if count is not None}


def halves(development: dict[str, Tally], blind: dict[str, Tally]) -> str:
    """Return the table of both halves."""
    rows = [(what, _share(development[what]), _share(blind[what]), f"{WANTED[what]:.2f}") for what in development]
    return table(("measure", "development", "blind", "wanted"), rows)


def one(counts: dict[str, Tally]) -> str:
    """Return the table of one file of prompts."""
    return table(
        ("measure", "measured", "wanted"),
        [(what, _share(count), f"{WANTED[what]:.2f}") for what, count in counts.items()],
    )


def _share(count: Tally) -> str:
    return f"{count.share:.3f} ({count.reached} of {count.of})"


def contradictions(verdicts: Sequence[Verdict]) -> str:
    """Return the table of the templates' rows."""
    bad, made = sum(verdict.bad_rows for verdict in verdicts), sum(verdict.rows for verdict in verdicts)
    clean = sum(not verdict.broken for verdict in verdicts)
    domains = len({verdict.domain for verdict in verdicts})
    rows = [
        ("templates", str(len(verdicts)), "60"),
        ("their domains", str(domains), ""),
        ("templates without a contradiction", str(clean), str(len(verdicts))),
        ("rows with an impossible value or a contradiction", f"{bad} of {made:,}", "0"),
    ]
    return table(("measure", "measured", "wanted"), rows)


def failures(counts: dict[str, Tally]) -> Iterator[str]:
    """Return what failed, a list for each measure."""
    for what, count in counts.items():
        if count.failures:
            yield f"\n{what}: {len(count.failures)} are not\n"
            yield from (f"- {failure}" for failure in count.failures)


def broken(verdicts: Iterable[Verdict]) -> Iterator[str]:
    """Return the sentences that rows of templates break."""
    for verdict in verdicts:
        for sentence, (places, shown) in verdict.broken.items():
            yield f"- {verdict.subject}, {len(places)} of {verdict.rows} rows: {sentence} ({shown:.200})"


def keep(text: str) -> None:
    """Write the measured part of the README anew."""
    explained, _, _ = README.read_text("utf-8").partition(_MARK)
    README.write_text(f"{explained}{_MARK}\n{text}\n", "utf-8")
