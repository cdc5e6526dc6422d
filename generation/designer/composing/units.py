"""Numbers in the unit that the writer asked for, where the catalog counts in another."""

import ast
from dataclasses import replace

from generation.designer.catalog import Catalog, Concept, Unit, Way
from generation.designer.composing.naming import either
from generation.designer.meaning.choosing import Choice
from generation.designer.reading import singular, words
from generation.engine import DataType

_MONEY = "money"
_LONGEST = 3  # words of a unit in a name
_MULTIPLES = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
_SHORT_MULTIPLES = {"k": "thousand", "mn": "million", "mio": "million", "bn": "billion"}
_DIGITS = 6  # of a factor, that count


def unit_of(name: str, catalog: Catalog) -> Unit | None:
    """Return the unit that is called so."""
    if name in catalog.units:
        return catalog.units[name]
    wanted = name.lower()
    return next((unit for unit in catalog.units.values() if wanted in unit.says), None)


def _of_kind(name: str, kind: str, catalog: Catalog) -> Unit | None:
    """Return the unit of one kind that is called so: `ms` is a time or a speed."""
    wanted = name.lower()
    return next((unit for unit in catalog.units.values() if unit.measures == kind and wanted in unit.says), None)


def in_stated_unit(choice: Choice, catalog: Catalog) -> Choice:
    """Return the choice with its concept in the unit that its name or its explanation asks for."""
    concept = choice.concept
    own = unit_of(concept.unit, catalog) if concept.unit else None
    if own is None or not concept.is_number:
        return choice
    multiple, asked = _asked(choice, own, catalog)
    unit = asked or own
    if unit is own and multiple == 1:
        return choice
    shown = f"{_name_of(multiple)} {unit.name}".strip()
    return replace(choice, concept=_converted(concept, own, unit, multiple, shown))


def _asked(choice: Choice, own: Unit, catalog: Catalog) -> tuple[float, Unit | None]:
    multiple, unit = 1.0, None
    stated = [_SHORT_MULTIPLES.get(word, word) for word in choice.limits.unit.split()]
    for text in (" ".join(stated), *_ends_of(choice.phrase)):
        found = [singular(word) for word in text.split()]
        multiple = next((_MULTIPLES[word] for word in found if word in _MULTIPLES), multiple)
        rest = " ".join(word for word in text.split() if singular(word) not in _MULTIPLES)
        unit = unit or (_of_kind(rest, own.measures, catalog) if rest else None)
        unit = unit or (_of_kind(singular(rest), own.measures, catalog) if rest else None)
    return multiple, unit


def _ends_of(phrase: str) -> list[str]:
    """Return the last words of a name of several, where a unit may stand: `weight_lbs`, `revenue in thousands`."""
    found = words(phrase)
    return [" ".join(found[-length:]) for length in range(min(_LONGEST, len(found) - 1), 0, -1)]


def _name_of(multiple: float) -> str:
    return next((name for name, value in _MULTIPLES.items() if value == multiple), "")


def _converted(concept: Concept, own: Unit, unit: Unit, multiple: float, shown: str) -> Concept:
    factor, plus = _between(own, unit, multiple)
    data_type = concept.data_type
    if data_type is DataType.INTEGER and abs(factor) < 1:
        data_type = DataType.FLOAT
    ways = tuple(Way(_wrapped(way.expression, factor, plus, data_type), way.circumstances) for way in concept.ways)
    return replace(concept, data_type=data_type, ways=ways, unit=shown)


def _held(name: str, own: Unit, catalog: Catalog) -> tuple[float, Unit]:
    """Return the multiple and the unit of "thousand EUR"."""
    multiple = next((value for word, value in _MULTIPLES.items() if name.startswith(word)), 1.0)
    rest = name.partition(" ")[2] if multiple != 1 else name
    return multiple, catalog.units.get(rest, own)


def in_unit_of(concept: Concept, expression: str, catalog: Catalog) -> str:
    """Return an expression for a catalog's concept in the unit that the concept has been given."""
    own = unit_of(catalog.concepts[concept.name].unit, catalog)
    if own is None or concept.unit == catalog.concepts[concept.name].unit:
        return expression
    multiple, unit = _held(concept.unit, own, catalog)
    return _wrapped(expression, *_between(own, unit, multiple), concept.data_type)


def _between(own: Unit, unit: Unit, multiple: float) -> tuple[float, float]:
    """Return what to multiply by, and then to add; money keeps its amount, whatever the currency."""
    if own.measures == _MONEY and "cent" not in {own.name[:4], unit.name[:4]}:
        return _short(1 / multiple), 0.0
    return _short(own.times / unit.times / multiple), _short((own.plus - unit.plus) / unit.times / multiple)


def _short(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")


def read_back(written: str, own: str, held: str, catalog: Catalog) -> str:
    """Return how a column in the writer's unit `held` is read in the catalog's `own`."""
    first = unit_of(own, catalog) if own != held else None
    if first is None:
        return written
    multiple, second = _held(held, first, catalog)
    factor, plus = _between(first, second, multiple)
    if (factor, plus) == (1, 0):
        return written
    if plus:
        written = f"({written} {'-' if plus > 0 else '+'} {abs(plus):.{_DIGITS}g})"
    return f"({written} * {1 / factor:.{_DIGITS}g})" if factor < 1 else f"({written} / {factor:.{_DIGITS}g})"


def _wrapped(expression: str, factor: float, plus: float, data_type: DataType) -> str:
    """Return an expression's values times a factor and plus something, rounded as they were or as the new unit asks."""
    if (factor, plus) == (1, 0):
        return expression
    tree = ast.parse(expression, mode="eval").body
    if isinstance(tree, ast.IfExp):  # each branch by itself, as one may be None
        parts = (_wrapped(ast.unparse(part), factor, plus, data_type) for part in (tree.body, tree.orelse))
        yes, no = parts
        return either(yes, ast.unparse(tree.test), no)
    if isinstance(tree, ast.Constant) and tree.value is None:
        return expression
    if factor > 1 and plus == 0 and (drawn := _wider(tree, factor)):
        return drawn
    inner, digits = unrounded(expression)
    times = (
        f"{_grouped(inner)} * {factor:.{_DIGITS}g}" if factor >= 1 else f"{_grouped(inner)} / {1 / factor:.{_DIGITS}g}"
    )
    scaled = f"{times} {'+' if plus > 0 else '-'} {abs(plus):.{_DIGITS}g}" if plus else times if factor != 1 else inner
    if data_type is DataType.INTEGER:
        return f"int(round({scaled}))"
    return f"round({scaled}, {_digits(digits, factor)})"


def _wider(tree: ast.expr, factor: float) -> str | None:
    """Return `random.randint(300, 3600)` for `random.randint(5, 60)` in seconds."""
    match tree:
        case ast.Call(
            func=ast.Attribute(attr="randint"), args=[ast.Constant(value=int(low)), ast.Constant(value=int(high))]
        ):
            return f"random.randint({int(low * factor)}, {int(high * factor)})"
    return None


def unrounded(expression: str) -> tuple[str, int]:
    """Return what stands in `round(..., 2)` or `int(...)`, and how many digits are kept; 0 where nothing is rounded."""
    tree = ast.parse(expression, mode="eval").body
    match tree:
        case ast.Call(func=ast.Name(id="round"), args=[inner, ast.Constant(value=int(digits))]):
            return ast.unparse(inner), max(0, digits)
        case ast.Call(func=ast.Name(id="int" | "round"), args=[inner, *_]):
            return ast.unparse(inner), 0
    return expression, 0


def _digits(digits: int, factor: float) -> int:
    """Return how many digits keep the precision: fewer for a smaller unit, more for a larger one."""
    if factor >= 10:  # noqa: PLR2004 - a digit less
        return max(0, digits - 1)
    return min(4, digits + (0 if factor >= 0.3 else 1 if factor > 0.05 else 2 if factor > 0.005 else 3))  # noqa: PLR2004


def _grouped(expression: str) -> str:
    tree = ast.parse(expression, mode="eval").body
    return f"({expression})" if isinstance(tree, ast.BinOp | ast.IfExp | ast.UnaryOp) else expression
