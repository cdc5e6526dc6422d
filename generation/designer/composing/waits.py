"""How long something takes from one moment to the next."""

from generation.designer.reading.rule import Order
from generation.engine import DataType

_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_MINUTES = {"minute": 1, "hour": 60, "day": 1440, "week": 10080, "month": 43200, "year": 525600}
_USUAL_GAP = 30  # days that something takes at most, where nothing was stated
_USUAL_WAIT = 2880  # minutes


def gap(rule: Order, kind: DataType) -> str:
    """Return the time between two moments as an expression."""
    if kind is DataType.DATE:
        size = _DAYS.get(rule.unit, 0)
        least = rule.least * size if rule.least is not None else int(rule.strict)
        most = rule.most * size if rule.most is not None else least + _USUAL_GAP
        least, most = (max(least, int(rule.strict)), max(most, least, 1)) if size else (int(rule.strict), 1)
        return f"timedelta(days={least if least == most else f'random.randint({least}, {most})'})"
    size = _MINUTES[rule.unit]
    least = rule.least * size if rule.least is not None else int(rule.strict)
    most = rule.most * size if rule.most is not None else least + _USUAL_WAIT
    return f"timedelta(minutes={least if least == most else f'random.randint({least}, {max(least, most)})'})"
