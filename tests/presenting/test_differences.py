"""What differs between two designs, as it is shown."""

from dataclasses import replace

from generation.designer import Design
from generation.engine import Column, DatasetSchema, DataType
from presenting.differences import ColumnDifference, Fate, FieldDifference, Matching, Notes, Piece, compare

AGE = Column(name="age", expression="random.randint(1, 5)", data_type=DataType.INTEGER)
NAME = Column(name="name", expression="fake.name()", data_type=DataType.STRING, description="Who")


def design(*columns: Column, locale: str = "en_US") -> Design:
    return Design(schema=DatasetSchema(columns, locale=locale), domain="people", designed_by="user")


def test_the_part_of_a_text_that_differs_is_marked_in_both() -> None:
    assert Matching().marked("randint(1, 5)", "randint(1, 500)") == (
        (Piece("randint(1, "), Piece("5", differs=True), Piece(")")),
        (Piece("randint(1, "), Piece("500", differs=True), Piece(")")),
    )


def test_parts_are_marked_each_for_itself() -> None:
    assert Matching().marked("a + b * c", "x + b * z")[1] == (
        Piece("x", differs=True),
        Piece(" + b * "),
        Piece("z", differs=True),
    )


def test_what_was_added_to_a_text_is_marked_on_one_side() -> None:
    assert Matching().marked("", "a new one") == ((), (Piece("a new one", differs=True),))


def test_long_texts_are_marked_as_a_whole_between_what_is_the_same() -> None:
    old, new = "0 " + "a " * 2000 + "9", "0 " + "b " * 2000 + "9"
    assert [piece.differs for piece in Matching().marked(old, new)[0]] == [False, True, False]


def test_when_there_was_much_to_match_texts_are_marked_as_a_whole_too() -> None:
    matching = Matching(pairs=25)
    assert [matching.marked("1 + 2", "3 + 4")[0] for _ in range(2)] == [
        (Piece("1", differs=True), Piece(" + "), Piece("2", differs=True)),
        (Piece("1 + 2", differs=True),),
    ]


def test_the_columns_of_a_design_share_what_may_be_matched() -> None:
    texts = [" ".join(f"{side}{number} same{number}" for number in range(20)) for side in ("old", "new")]
    before, after = (
        design(*(replace(NAME, name=f"c{number}", description=text) for number in range(200))) for text in texts
    )

    pieces = [len(column.fields[0].before) for column in compare(before, after).columns]

    assert pieces == [40] * 16 + [2] * 184


def test_the_pieces_of_a_text_are_the_text() -> None:
    old, new = "fake.name()\n  + 'ü'", "\tfake.first_name() 'ß'"
    assert tuple("".join(piece.text for piece in side) for side in Matching().marked(old, new)) == (old, new)


def test_a_column_that_changed_tells_each_field_before_and_after() -> None:
    older = replace(AGE, data_type=DataType.STRING, null_rate=0.25, unique=True)

    assert compare(design(AGE), design(older)).columns == (
        ColumnDifference(
            name="age",
            fate=Fate.CHANGED,
            fields=(
                FieldDifference(
                    label="data type",
                    before=(Piece("integer", differs=True),),
                    after=(Piece("string", differs=True),),
                ),
                FieldDifference(
                    label="missing",
                    before=(Piece("0", differs=True), Piece(" %")),
                    after=(Piece("25", differs=True), Piece(" %")),
                ),
                FieldDifference(
                    label="unique", before=(Piece("no", differs=True),), after=(Piece("yes", differs=True),)
                ),
            ),
        ),
    )


def test_a_column_that_came_tells_what_it_is_and_one_that_went_what_it_was() -> None:
    came, went = compare(design(AGE), design(NAME)).columns

    assert (came.name, came.fate, went.name, went.fate) == ("name", Fate.ADDED, "age", Fate.REMOVED)
    assert came.fields[0] == FieldDifference(label="expression", after=(Piece("fake.name()"),), is_code=True)
    assert went.fields[0] == FieldDifference(label="expression", before=(Piece("random.randint(1, 5)"),), is_code=True)


def test_a_column_under_another_name_is_renamed() -> None:
    renamed = compare(design(NAME), design(replace(NAME, name="who"))).columns[0]
    assert (renamed.name, renamed.fate, renamed.fields[0].label) == ("who", Fate.RENAMED, "name")


def test_a_column_that_stands_elsewhere_is_moved() -> None:
    assert compare(design(AGE, NAME), design(NAME, AGE)).columns == (
        ColumnDifference(name="name", fate=Fate.MOVED, moved=True),
    ) or compare(design(AGE, NAME), design(NAME, AGE)).columns == (
        ColumnDifference(name="age", fate=Fate.MOVED, moved=True),
    )


def test_what_holds_for_the_schema_as_a_whole_is_told_where_it_differs() -> None:
    after = replace(design(AGE, locale="de_DE"), domain="ages", designed_by="instructor")
    assert [field.label for field in compare(design(AGE), after).whole] == ["locale", "domain", "designed by"]


def test_remarks_are_told_as_gone_come_and_kept() -> None:
    before = replace(design(AGE), assumptions=("old", "same"), not_understood=("a wish",))
    after = replace(design(AGE), assumptions=("same", "new"))

    assert compare(before, after).notes == (
        Notes(title="Assumptions", gone=("old",), come=("new",), kept=("same",)),
        Notes(title="Not understood", gone=("a wish",), come=(), kept=()),
    )


def test_a_design_differs_from_itself_in_nothing() -> None:
    same = compare(design(AGE), design(AGE))
    assert (same.columns, same.whole) == ((), ())
