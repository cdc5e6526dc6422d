"""What a row costs, estimated before any is made: so that a request that would take minutes is refused at once."""

from generation.engine.expressions.nodes import Applied, Drawn, Term, terms_in

_CALL = 40e-6  # seconds of one core for a call of real Faker
_STEP = 100e-9  # for a value that is drawn or computed, a column at once
_BYTE = 4e-9  # for a byte of the longest text there can be


def seconds(term: Term) -> float:
    """Return the seconds of one core that a row of a term takes, roughly: most are within a factor of three."""
    return sum(_seconds(part) for part in terms_in(term))


def _seconds(part: Term) -> float:
    if not isinstance(part, Applied | Drawn):
        return 0
    calls = part.source.calls if isinstance(part, Drawn) else 0
    return calls * _CALL + part.type.leaves * _STEP + part.type.longest * _BYTE
