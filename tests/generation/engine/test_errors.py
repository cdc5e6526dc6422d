from generation.engine import CheckError, EngineError


def test_an_error_reads_as_one_sentence_with_its_column_and_hint() -> None:
    error = CheckError("fake.zip does not exist", hint="did you mean fake.zipcode?").located(
        column="zip", expression=""
    )
    assert str(error) == "column 'zip': fake.zip does not exist (did you mean fake.zipcode?)"


def test_the_excerpt_points_at_the_offending_part_of_its_line() -> None:
    error = EngineError("wrong", expression="(1 +\n fake.zip())", position=6)
    assert error.excerpt == " fake.zip())\n ^"


def test_without_a_position_there_is_no_excerpt() -> None:
    assert EngineError("wrong", expression="fake.zip()").excerpt is None
