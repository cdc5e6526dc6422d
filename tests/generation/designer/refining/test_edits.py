import pytest

from generation.designer.reading import Limits
from generation.designer.refining.edit import (
    Add,
    AddAbout,
    Drop,
    Edit,
    Limit,
    Move,
    Rename,
    Round,
    Scale,
    Scatter,
)
from generation.designer.refining.edits import is_dropping, read_edits
from generation.engine import DataType

NAMES = frozenset({"id", "price", "rating", "status", "brand", "email", "date", "order"})


def missing(text: str, what: str, share: float) -> Limit:
    return Limit(text=text, what=what, limits=Limits(missing=share))


def edits(instruction: str) -> list[Edit | str]:
    return list(read_edits(instruction, NAMES))


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("drop brand", Drop(text="drop brand", what="brand")),
        ("Please remove the brand column", Drop(text="remove the brand column", what="brand")),
        ("add a discount column", Add(text="add a discount column", what="discount")),
        ("add 5% missing values to price", missing("add 5% missing values to price", "price", 0.05)),
        ("introduce some nulls in rating", missing("introduce some nulls in rating", "rating", 0.05)),
        ("no ratings below 2", Limit(text="no ratings below 2", what="rating", limits=Limits(low=2.0, decimals=0))),
        ("no prices over 90.5", Limit(text="no prices over 90.5", what="price", limits=Limits(high=90.5, decimals=1))),
        ("3% outliers in the price", Scatter(text="3% outliers in the price", what="price", share=0.03)),
        ("add outliers to price", Scatter(text="add outliers to price", what="price", share=0.02)),
        (
            "add a boolean column called featured",
            Add(text="add a boolean column called featured", what="featured (boolean, )"),
        ),
        (
            "add a date column between 2023 and 2024",
            Add(text="add a date column between 2023 and 2024", what="date between 2023 and 2024"),
        ),
        ("add age (18-65)", Add(text="add age (18-65)", what="age (18-65)")),
        (
            "add a boolean is_gift with 10% yes",
            Add(text="add a boolean is_gift with 10% yes", what="is_gift (boolean,  10% yes)"),
        ),
        (
            "add 3 more columns about shipping",
            AddAbout(text="add 3 more columns about shipping", what="shipping", count=3),
        ),
        ("rename brand to maker", Rename(text="rename brand to maker", what="brand", name="maker")),
        ("move email first", Move(text="move email first", what="email", where="first")),
        ("put id at the end", Move(text="put id at the end", what="id", where="last")),
        ("move id after email", Move(text="move id after email", what="id", where="after", beside="email")),
        ("double the prices", Scale(text="double the prices", what="prices", factor=2.0)),
        ("reduce prices by 25%", Scale(text="reduce prices by 25%", what="prices", factor=0.75)),
        ("round price to 1 decimal", Round(text="round price to 1 decimal", what="price", digits=1)),
        ("remove duplicates in id", Limit(text="remove duplicates in id", what="id", limits=Limits(unique=True))),
        ("no missing ratings", Limit(text="no missing ratings", what="ratings", limits=Limits(missing=0.0))),
        (
            "make rating integer",
            Limit(text="make rating integer", what="rating", limits=Limits(data_type=DataType.INTEGER)),
        ),
        (
            "only 2023 dates",
            Limit(text="only 2023 dates", what="dates", limits=Limits(since="2023-01-01", until="2023-12-31")),
        ),
        ("make prices skewed", Limit(text="make prices skewed", what="price", limits=Limits(shape="low"))),
        ("8% missing ratings", Limit(text="8% missing ratings", what="rating", limits=Limits(missing=0.08))),
        ("prices between 5 and 50", Limit(text="prices between 5 and 50", what="price", limits=Limits(low=5, high=50))),
        (
            "status: 80% active, 20% closed",
            Limit(
                text="status: 80% active, 20% closed",
                what="status",
                limits=Limits(values=("active", "closed"), shares=(80, 20)),
            ),
        ),
        (
            "change status to open/closed",
            Limit(text="change status to open/closed", what="status", limits=Limits(values=("open", "closed"))),
        ),
        ("sort by date", "sort by date"),
        ("make the date after the order", "make the date after the order"),
    ],
)
def test_a_part_of_an_instruction_is_an_edit(text: str, edit: Edit | str) -> None:
    assert edits(text) == [edit]


@pytest.mark.parametrize(
    ("instruction", "texts"),
    [
        ("drop brand and email, 8% missing ratings", ["drop brand", "drop email", "8% missing ratings"]),
        ("prices between 5 and 50, drop id", ["prices between 5 and 50", "drop id"]),
        ("Drop id. Then rename brand to b; move b first", ["Drop id", "rename brand to b", "move b first"]),
        ("add size (s, m, l), weight and height", ["add size (s, m, l)", "add weight", "add height"]),
        ("", []),
    ],
)
def test_an_instruction_is_parted_where_something_new_begins(instruction: str, texts: list[str]) -> None:
    assert [edit if isinstance(edit, str) else edit.text for edit in edits(instruction)] == texts


@pytest.mark.parametrize(("instruction", "drops"), [("get rid of id", True), ("add a droplet", False)])
def test_what_asks_for_something_to_go_is_known(instruction: str, *, drops: bool) -> None:
    assert is_dropping(instruction) is drops
