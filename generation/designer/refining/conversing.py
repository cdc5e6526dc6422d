"""An instruction that rules do not understand, put to a language model."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeAlias

from generation.designer.asking.answers import Answer, AnswerUnfit, read_answer
from generation.designer.asking.conversing import Ask
from generation.designer.asking.prompt import Wish, change_prompt
from generation.designer.checking.recognising import recognise
from generation.designer.composing.sampling import columns_read
from generation.designer.design import Design, Origin
from generation.designer.errors import ModelAnswerUnusable
from generation.designer.offline.understanding import Understanding, understand
from generation.designer.refining.editing import Editor
from generation.designer.refining.edits import is_dropping
from generation.designer.refining.finding import find
from generation.engine import Column, DatasetSchema

_Names: TypeAlias = frozenset[str]


def converse(ask: Ask, parent: Design, description: str, instruction: str, model: str) -> Design:
    """Return what a model makes of a design. Raises ModelError.

    Columns that the instruction does not speak of get their text back, and what does not run is made by the catalog.
    """
    understood = understand(description, parent.schema.locale)
    prompt = change_prompt(Wish(description, parent.schema.locale), _written(parent), instruction)
    if prompt is None:
        raise ModelAnswerUnusable("The schema is too long to be shown to the language model")
    try:
        answer = read_answer(ask(prompt).text, None)
    except AnswerUnfit as error:
        raise ModelAnswerUnusable("The language model's change is no schema") from error
    spoken_of = _spoken_of(instruction, parent.schema, understood)
    editor = Editor(_restored(answer, parent.schema, spoken_of, instruction), understood, datetime.now(UTC).date())
    editor.mend()
    editor.touched |= spoken_of
    return _design(parent, answer, editor, instruction, model)


def _written(parent: Design) -> str:
    columns = [
        {
            "name": column.name,
            "expression": column.expression,
            "data_type": column.data_type,
            "description": column.description,
            "null_rate": column.null_rate,
            "unique": column.unique,
        }
        for column in parent.schema.columns
    ]
    head = {"domain": parent.domain, "locale": parent.schema.locale, "assumptions": []}
    return json.dumps({**head, "columns": columns}, ensure_ascii=False)


def _spoken_of(instruction: str, schema: DatasetSchema, understood: Understanding) -> _Names:
    """Return the columns that any words of the instruction name."""
    recognised = recognise(schema.columns, understood)
    phrases = re.split(r"[,;.\n]|\band\b", instruction)
    return frozenset(choice.name for phrase in phrases for choice in find(phrase, recognised))


def _restored(answer: Answer, before: DatasetSchema, spoken_of: _Names, instruction: str) -> DatasetSchema:
    """Give the columns their text back that the instruction names neither themselves nor by what they read."""
    old = {column.name: column for column in before.columns}
    broken = {fault.column for fault in answer.faults}
    columns = [_either(column, old, spoken_of, broken) for column in answer.schema.columns]
    names = {column.name for column in columns}
    if not is_dropping(instruction):
        for place, column in enumerate(before.columns):
            if column.name not in names | spoken_of:
                columns.insert(place, column)
    return replace(answer.schema, columns=tuple(columns))


def _either(column: Column, old: dict[str, Column], spoken_of: _Names, broken: set[str]) -> Column:
    before = old.get(column.name)
    if before is None:
        return column
    is_free = not spoken_of or column.name in spoken_of or columns_read(before.expression, spoken_of)
    return column if is_free and column.name not in broken else before


def _design(parent: Design, answer: Answer, editor: Editor, instruction: str, model: str) -> Design:
    held = {column.name for column in parent.schema.columns}
    is_same = editor.schema == parent.schema
    return replace(
        parent,
        schema=editor.schema,
        designed_by=model,
        origins={
            column.name: parent.origins.get(column.name, Origin.INFERRED) if column.name in held else Origin.STATED
            for column in editor.schema.columns
        },
        assumptions=tuple(dict.fromkeys((*parent.assumptions, *answer.assumptions, *editor.said))),
        not_understood=(*parent.not_understood, *((instruction,) if is_same else ()), *editor.broken()),
        instead_of=None,
    )
