"""Draws with an argument that differs by row where the provider wants it written out: one for each of its values."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from generation.engine.expressions.functions.lists import look_up_terms
from generation.engine.expressions.functions.sequences import by_row
from generation.engine.expressions.nodes import Drawn, Term
from generation.engine.kinds import Kind
from generation.engine.providers import Operand, Provider

_MOST_VALUES = 12


def drawn_by_value(
    provider: Provider, locale: str, positional: Sequence[Any], named: Mapping[str, Any], operands: Sequence[Term]
) -> Term | None:
    """Return a draw for each value that the one argument that differs by row can have, and the row's of them.

    None where several arguments differ by row, or one does so in more than a few ways.
    """
    values = _values(operands[0]) if len(operands) == 1 else None
    if values is None:
        return None

    def drawn(value: Any) -> Term:
        given = [value if isinstance(argument, Operand) else argument for argument in positional]
        others = {name: value if isinstance(argument, Operand) else argument for name, argument in named.items()}
        source = provider.bind(locale, given, others)
        return Drawn(source, (), source.type)

    terms = [drawn(value) for value in values]
    return look_up_terms(values, [by_row(term) if term.type.kind is Kind.LIST else term for term in terms], operands[0])


def _values(operand: Term) -> list[Any] | None:
    """Return the values that a term can have, or None where they are many or not known."""
    low, high = operand.type.low, operand.type.high
    if operand.type.kind is Kind.INTEGER and low is not None and high is not None and high - low < _MOST_VALUES:
        return list(range(int(low), int(high) + 1))
    if isinstance(operand, Drawn) and not operand.operands and operand.source.at is not None:
        size = operand.source.size or 0
        return operand.source.at(np.arange(size)).to_pylist() if size <= _MOST_VALUES else None
    return None
