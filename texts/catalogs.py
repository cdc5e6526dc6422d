"""The catalogs: texts in English and another language, as files that people edit and as what programs read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from texts.extracting import ROOT

LOCALES = ROOT / "workbench" / "locale"
_WIDTH = 110
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\w*\}")


@dataclass(frozen=True, slots=True)
class Fault:
    """A text that cannot be shown in the other language as it should be."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a language."""

    language: str

    @property
    def edited(self) -> Path:
        """Return the file that people edit."""
        return LOCALES / self.language / "LC_MESSAGES" / "django.po"

    @property
    def compiled(self) -> Path:
        """Return the file that programs read."""
        return self.edited.with_suffix(".mo")


def languages() -> list[str]:
    """Return the languages that there are catalogs of."""
    return sorted(path.name for path in LOCALES.iterdir() if path.is_dir())


def read(files: Files) -> Catalog:
    """Return a language's catalog as people left it."""
    with files.edited.open("rb") as file:
        return read_po(file, locale=files.language, domain="django")


def updated(catalog: Catalog, found: Catalog) -> Catalog:
    """Return the catalog with the texts that were found: new ones without a translation, old ones with theirs."""
    catalog.update(found, no_fuzzy_matching=True, update_creation_date=False)
    return catalog


def written(catalog: Catalog) -> bytes:
    """Return the file that people edit; it is the same for the same texts, wherever in their files these stand."""
    file = BytesIO()
    write_po(file, catalog, width=_WIDTH, include_lineno=False, ignore_obsolete=True, sort_by_file=True)
    return file.getvalue()


def compiled(catalog: Catalog) -> bytes:
    """Return the file that programs read."""
    file = BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def faults(catalog: Catalog) -> Iterator[Fault]:
    """Yield what is not translated, or not as it should be."""
    for message in catalog:
        if message.id and (reason := _fault(message)):
            yield Fault(_forms(message.id)[0], reason)


def _fault(message: Message) -> str:
    translations = _forms(message.string)
    if not all(translations):
        return "it has no translation"
    if message.fuzzy:
        return "nobody looked at its translation"
    wanted = {frozenset(_PLACEHOLDER.findall(form)) for form in _forms(message.id)}
    if not all(frozenset(_PLACEHOLDER.findall(form)) in wanted for form in translations):
        return "its translation has other placeholders"
    return ""


def _forms(text: str | list[str] | tuple[str, ...] | None) -> list[str]:
    return [text or ""] if isinstance(text, str | None) else list(text)
