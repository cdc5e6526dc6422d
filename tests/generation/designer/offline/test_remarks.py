from generation.designer.offline.designing import design_offline


def test_it_is_said_that_tables_were_joined() -> None:
    design = design_offline("Departments: ID, Name. Employees: ID, Name, Salary, Department ID")
    assert "The tables Departments and Employees became one, as if they were joined" in design.assumptions


def test_what_a_heading_limits_is_understood() -> None:
    assert design_offline("Female customers from Berlin with name, gender and city").not_understood == ()
