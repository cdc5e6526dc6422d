"""A file is named after the head of its description, in plain ASCII."""

import re
import time

import pytest

from generation.file_names import file_name

HASH = "0123456789abcdef"


@pytest.mark.parametrize(
    ("description", "name"),
    [
        ("Generate e-commerce product data including product names, prices", "ecommerce_product_data.csv"),
        ("Create healthcare patient records with demographics", "healthcare_patient_records.csv"),
        ("Generate financial transaction data with account numbers", "financial_transaction_data.csv"),
        ("I need a dataset of 500 students: name, age", "students.csv"),
        ("Names, emails and ages", "names.csv"),
        ("Données de ventes d'un café à Genève", "donnees_de_ventes_dun_cafe.csv"),
        ("with name and age", "name_age.csv"),
        ("顧客データを生成してください", "dataset_01234567.csv"),
        ("100 rows of data", "dataset_01234567.csv"),
        ("", "dataset_01234567.csv"),
        ('Orders"\r\nSet-Cookie: a=b; filename=../../etc/passwd', "orders.csv"),
        ("x" * 4000, "x" * 50 + ".csv"),
    ],
)
def test_a_name_tells_what_is_in_the_file(description: str, name: str) -> None:
    assert file_name(description, HASH, "csv") == name


@pytest.mark.parametrize("description", [". " * 2000, "with " * 800, "\u202e/../\x00" * 500])
def test_any_text_gives_a_safe_name_in_no_time(description: str) -> None:
    started = time.process_time()
    assert re.fullmatch(r"[a-z0-9_]{1,50}\.csv", file_name(description, HASH, "csv"))
    assert time.process_time() - started < 1
