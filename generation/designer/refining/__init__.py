"""A schema, changed as an instruction says: "make prices skewed, drop brand, 8% missing ratings, add a discount"."""

import re
from dataclasses import replace
from datetime import UTC, datetime

from generation.designer.design import Design, Origin
from generation.designer.meaning.lexicon import lexicon
from generation.designer.offline.understanding import understand
from generation.designer.reading import words
from generation.designer.refining.difference import Change, Difference, difference
from generation.designer.refining.editing import Editor
from generation.designer.refining.edits import read_edits
from generation.designer.refining.finding import find, words_of
from generation.designer.refining.renaming import renamed
from generation.designer.spent import NOTHING_SPENT
from generation.engine import available_locales

__all__ = ["Change", "Difference", "difference", "refine_offline", "renamed"]

_MOST_EDITS = 50  # in one instruction: each may have rows made, to see what became of it
_LOCALE = re.compile(r"\b([a-z]{2})[_-]([A-Z]{2})\b")
_SPEAKING = re.compile(
    r"\b(?:use|switch|names?|locale|people|addresses|language|customers|make|in|be)\b", re.IGNORECASE
)


def refine_offline(parent: Design, description: str, instruction: str) -> Design:
    """Return the design that an instruction makes of another one, which was made for a `description`.

    Columns that the instruction does not speak of keep their text, unless they read one that is renamed or dropped.
    What could not be done is in `not_understood`, beside what the parent's designer did not understand.
    """
    understood = understand(description, parent.schema.locale)
    editor = Editor(parent.schema, understood, datetime.now(UTC).date())
    edits = tuple(read_edits(instruction, words_of(editor.recognised())))
    for edit in edits[:_MOST_EDITS]:
        if isinstance(edit, str) or not find(edit.what, editor.recognised()):
            text = edit if isinstance(edit, str) else edit.text
            if locale := _locale(text):
                editor.speak(locale)
                continue
        if not isinstance(edit, str):
            editor.do(edit)
        elif not editor.compute(edit):
            editor.aside.append(edit)
    editor.aside += [edit if isinstance(edit, str) else edit.text for edit in edits[_MOST_EDITS:]]
    editor.mend()
    return _design(parent, editor)


def _design(parent: Design, editor: Editor) -> Design:
    held = {column.name for column in parent.schema.columns}
    return replace(
        parent,
        schema=editor.schema,
        origins={
            column.name: parent.origins.get(column.name, Origin.INFERRED) if column.name in held else Origin.STATED
            for column in editor.schema.columns
        },
        assumptions=tuple(dict.fromkeys((*parent.assumptions, *editor.said))),
        not_understood=tuple(dict.fromkeys((*parent.not_understood, *editor.aside, *editor.broken()))),
        instead_of=None,
        spent=NOTHING_SPENT,
    )


def _locale(text: str) -> str | None:
    """Return the locale that a part of an instruction asks for, such as "use German names"."""
    if match := _LOCALE.search(text):
        name = f"{match[1]}_{match[2]}"
        return name if name in available_locales() else None
    locales = lexicon().catalog.locales
    found = [locales[word] for word in words(text) if word in locales]
    return found[0] if found and _SPEAKING.search(text) else None
