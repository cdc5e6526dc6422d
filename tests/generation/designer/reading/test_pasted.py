from typing import Any

import pytest

from generation.designer.reading import Limits, read
from generation.engine import DataType

TABLE = """Please fill this table:
CREATE TABLE IF NOT EXISTS `shop`.`employees` (
  id SERIAL PRIMARY KEY,
  "name" VARCHAR(100) NOT NULL, -- full name of the person
  status ENUM('active','inactive') DEFAULT 'active',
  salary NUMERIC(10,2),
  code CHAR(13) UNIQUE,
  age INT CHECK (age BETWEEN 18 AND 65),
  plan TEXT CHECK (plan IN ('free', 'pro')),
  hired_on DATE, left_on DATE,
  [is_active] TINYINT(1),
  CONSTRAINT stay CHECK (left_on > hired_on)
);
Make 200 rows."""

PYDANTIC = """class User(BaseModel):
    id: int
    name: str = Field(..., max_length=50)
    age: int = Field(ge=18, le=90)
    email: EmailStr
    role: Literal["admin", "user"]
    bio: Optional[str] = None
    created_at: datetime
"""

DJANGO = """class Book(models.Model):
    title = models.CharField(max_length=200)
    price = models.DecimalField(max_digits=6, decimal_places=2)
    status = models.CharField(max_length=1, choices=[("A", "Available"), ("B", "Borrowed")])
    printed = models.DateField(null=True)

    class Meta:
        ordering = ["title"]
"""

JSON_SCHEMA = """{"title": "Person", "properties": {"name": {"type": "string"}, "age": {"type": "integer", "minimum": 18, "exclusiveMaximum": 66},
 "email": {"type": "string", "format": "email"}, "plan": {"enum": ["free", "pro"]}, "seen": {"type": "string", "format": "date-time"}},
 "required": ["name"]}"""


def limits(description: str) -> dict[str, Limits]:
    return {column.phrase: column.limits for column in read(description).columns}


def names(description: str) -> list[str]:
    return [column.phrase for column in read(description).columns]


def test_a_table_of_sql_says_what_its_columns_hold() -> None:
    assert limits(TABLE) == {
        "id": Limits(data_type=DataType.INTEGER, unique=True),
        "name": Limits(data_type=DataType.STRING, longest=100, missing=0.0, about="Full name of the person"),
        "status": Limits(data_type=DataType.STRING, values=("active", "inactive")),
        "salary": Limits(data_type=DataType.DECIMAL, decimals=2),
        "code": Limits(data_type=DataType.STRING, shortest=13, longest=13, unique=True),
        "age": Limits(data_type=DataType.INTEGER, low=18, high=65),
        "plan": Limits(data_type=DataType.STRING, values=("free", "pro")),
        "hired_on": Limits(data_type=DataType.DATE),
        "left_on": Limits(data_type=DataType.DATE),
        "is_active": Limits(data_type=DataType.BOOLEAN),
    }


def test_what_stands_around_a_document_is_read_too() -> None:
    wish = read(TABLE)
    assert (wish.rows, wish.listed, wish.heading) == (200, True, "Please fill this table: employees")
    assert [statement.text for statement in wish.statements] == ["left_on > hired_on", "Make 200 rows"]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (
            PYDANTIC,
            {
                "id": {"data_type": DataType.INTEGER},
                "name": {"data_type": DataType.STRING, "longest": 50},
                "age": {"data_type": DataType.INTEGER, "low": 18, "high": 90},
                "email": {"kind": "email"},
                "role": {"values": ("admin", "user")},
                "bio": {"data_type": DataType.STRING, "missing": 0.1},
                "created_at": {"data_type": DataType.DATETIME},
            },
        ),
        (
            DJANGO,
            {
                "title": {"data_type": DataType.STRING, "longest": 200},
                "price": {"data_type": DataType.DECIMAL, "decimals": 2},
                "status": {"data_type": DataType.STRING, "longest": 1, "values": ("A", "B")},
                "printed": {"data_type": DataType.DATE, "missing": 0.1},
            },
        ),
        (
            JSON_SCHEMA,
            {
                "name": {"data_type": DataType.STRING, "missing": 0.0},
                "age": {"data_type": DataType.INTEGER, "low": 18, "high": 65},
                "email": {"data_type": DataType.STRING, "kind": "email"},
                "plan": {"values": ("free", "pro")},
                "seen": {"data_type": DataType.DATETIME},
            },
        ),
        (
            '{"id": 1, "name": "Ann", "price": 12.55, "tags": ["a"], "home": {"zip": "75001"}, "active": true}',
            {
                "id": {"data_type": DataType.INTEGER},
                "name": {},
                "price": {"data_type": DataType.FLOAT, "decimals": 2},
                "tags": {"several": (1, 3)},
                "zip": {"data_type": DataType.STRING},
                "active": {"data_type": DataType.BOOLEAN},
            },
        ),
        (
            "Name,Joined,Member,Code\nBob,01/15/2024,Y,AB-001\nAnn,12/31/2023,N,AB-002",
            {
                "Name": {},
                "Joined": {"data_type": DataType.DATE, "date_format": "%m/%d/%Y"},
                "Member": {"yes_no": ("Y", "N")},
                "Code": {"example": "AB-001"},
            },
        ),
        (
            "| Column | Type | Description |\n|---|---|---|\n| amount | float | between 10 and 500 |\n| plan | string | one of free, pro |",
            {
                "amount": {"data_type": DataType.FLOAT, "low": 10, "high": 500},
                "plan": {"data_type": DataType.STRING, "values": ("free", "pro")},
            },
        ),
        (
            " #   Column  Non-Null Count  Dtype\n---  ------  --------------  -----\n 0   Age     75 non-null    float64\n 1   Sex     100 non-null    object",
            {
                "Age": {"data_type": DataType.FLOAT, "missing": 0.25},
                "Sex": {"data_type": DataType.STRING},
            },
        ),
    ],
    ids=["pydantic", "django", "json schema", "json", "csv", "markdown", "pandas"],
)
def test_what_a_document_says_is_read(document: str, expected: dict[str, dict[str, Any]]) -> None:
    assert limits(document) == {name: Limits(**said) for name, said in expected.items()}


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("name\tage\nBob\t23\nAnn\t31", ["name", "age"]),
        ("interface Order { id: number; status: 'new' | 'paid'; notes?: string }", ["id", "status", "notes"]),
        ("@dataclass\nclass Car:\n    make: str\n    year: int", ["make", "year"]),
        ("model User {\n  id Int @id\n  email String @unique\n}", ["id", "email"]),
        ("{'name': 'Bob', 'age': 3,}", ["name", "age"]),
        ('{"name": "string", "age": "integer between 18 and 65"}', ["name", "age"]),
        ("name      object\nage        int64\ndtype: object", ["name", "age"]),
        ("$ Age : num  22 38 26 ...\n$ Sex : chr  'm' 'f' ...", ["Age", "Sex"]),
    ],
)
def test_columns_are_found_in_every_document(document: str, expected: list[str]) -> None:
    assert names(document) == expected


@pytest.mark.parametrize(
    "description",
    [
        "Departments: ID, Name. Employees: ID, Name, Salary, Department ID",
        "departments(id, name), employees(id, name, salary, department_id)",
        "Departments:\n- ID\n- Name\n\nEmployees:\n- ID\n- Name\n- Salary\n- Department ID",
    ],
)
def test_several_tables_become_one(description: str) -> None:
    wish = read(description)
    assert [table.lower() for table in wish.tables] == ["departments", "employees"]
    assert [column.key for column in wish.columns] == [
        "id",
        "name",
        "employee id",
        "employee name",
        "salary",
        "department id",
    ]


@pytest.mark.parametrize(
    "text", ["CREATE TABLE x (", "{" * 2000, '{"a":' * 700, "class A(", "|" * 300, "a,b,c\n" * 500]
)
def test_a_broken_document_does_no_harm(text: str) -> None:
    assert len(read(text).columns) <= 100
