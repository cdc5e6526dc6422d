"""What a row costs, estimated before any is made: so that a request that would take minutes is refused at once."""

from generation.engine.expressions.nodes import Applied, Drawn, Term, terms_in
from generation.engine.kinds import Kind

_CALL = 80e-6  # seconds of one core for a call of real Faker
_STEP = 150e-9  # for a draw or a computation, which are made for a column at once
_BYTE = 0.5e-9  # for a byte of text, of which half as many are expected as there can be


def seconds(term: Term) -> float:
    """Return the seconds of one core that a row of a term takes, roughly: to within a factor of three or so."""
    return sum(_seconds(part) for part in terms_in(term))


def _seconds(part: Term) -> float:
    if not isinstance(part, Applied | Drawn):
        return 0
    calls = part.source.calls if isinstance(part, Drawn) else 0
    longest = part.type.longest if part.type.kind is Kind.TEXT else 0
    return calls * _CALL + _STEP + longest * _BYTE
