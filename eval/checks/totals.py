"""What a total is of: price times quantity, with everything that the row adds and takes off."""

from collections.abc import Iterator, Mapping
from typing import Any

from eval.checks.rule import Rule, is_near, plain
from eval.phrases import snake
from eval.rows import Rows

_PRICES = ("unit_price", "price", "item_price", "unit_price_usd", "price_per_unit")
_COUNTS = ("quantity", "qty", "units_sold", "quantity_sold", "units", "quantity_ordered")
_TOTALS = (
    "total",
    "total_price",
    "total_amount",
    "order_total",
    "amount",
    "sales",
    "total_sales",
    "grand_total",
    "total_cost",
)
_SUBTOTALS = ("subtotal", "sub_total")
_ADDED = (
    "tax",
    "tax_amount",
    "vat",
    "vat_amount",
    "shipping",
    "shipping_cost",
    "shipping_fee",
    "delivery_fee",
    "freight",
    "tip",
    "tip_amount",
    "service_charge",
    "fare_amount",
    "tolls_amount",
    "extra",
)
_TAKEN = ("discount_amount",)
_UNCLEAR = (
    "discount",
    "discount_percent",
    "discount_pct",
    "discount_rate",
    "tax_rate",
    "fee",
    "surcharge",
    "coupon_code",
    "vat_rate",
    "discount_percentage",
)


class Total(Rule):
    """Price times quantity, or the subtotal, and what is added and taken off, is the total.

    A row with something that may be a share or an amount, such as `discount`, is not judged.
    """

    def bindings(self, rows: Rows) -> Iterator[dict[str, str]]:
        """Return the columns of the row that take part, by what they are."""
        names = {snake(name): name for name in rows}
        found = {
            part: [names[name] for name in known if name in names and _numeric(rows[names[name]])]
            for part, known in _PARTS.items()
        }
        if not found["total"] or any(name in names for name in _UNCLEAR):
            return
        basis = found["subtotal"][:1] or (
            found["price"][:1] + found["count"][:1] if found["price"] and found["count"] else []
        )
        if not basis:
            return
        for total in found["total"][:1]:
            binding = {"total": total} | {f"basis {place}": name for place, name in enumerate(basis)}
            binding |= {f"added {name}": name for name in found["added"]}
            yield binding | {f"taken {name}": name for name in found["taken"]}


def _numeric(cells: Any) -> bool:
    first = next((plain(cell) for cell in cells if cell is not None), None)
    return isinstance(first, int | float) and not isinstance(first, bool)


def _adds_up(**parts: float) -> bool:
    basis = 1.0
    for part, value in parts.items():
        basis *= value if part.startswith("basis") else 1
    added = sum(value for part, value in parts.items() if part.startswith("added"))
    taken = sum(value for part, value in parts.items() if part.startswith("taken"))
    return is_near(parts["total"], basis + added - taken)


_PARTS: Mapping[str, tuple[str, ...]] = {
    "price": _PRICES,
    "count": _COUNTS,
    "subtotal": _SUBTOTALS,
    "total": _TOTALS,
    "added": _ADDED,
    "taken": _TAKEN,
}
RULES: tuple[Rule, ...] = (Total("A total is what its parts come to", {}, _adds_up),)
