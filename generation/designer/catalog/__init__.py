"""What the offline designer knows, as data that a teacher can read and correct: the .toml files beside this one."""

from generation.designer.catalog.entries import (
    LANGUAGE,
    Catalog,
    CatalogError,
    Circumstances,
    Concept,
    Domain,
    Ending,
    Group,
    Setting,
    Subject,
    Table,
    Unit,
    Value,
    Way,
    reference_nodes,
    references,
)
from generation.designer.catalog.files import load, read, weighted

__all__ = [
    "LANGUAGE",
    "Catalog",
    "CatalogError",
    "Circumstances",
    "Concept",
    "Domain",
    "Ending",
    "Group",
    "Setting",
    "Subject",
    "Table",
    "Unit",
    "Value",
    "Way",
    "load",
    "read",
    "reference_nodes",
    "references",
    "weighted",
]
