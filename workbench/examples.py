"""Sentences to start from: some stand on the front page, one of all is drawn for a surprise."""

import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.http import QueryDict
from django.utils.translation import get_language

ONE, ANY = "example", "surprise"  # what the buttons are called
_PLAIN = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence, and what its button says, by language."""

    id: str
    sentence: str
    labels: Mapping[str, str]
    front: bool

    @property
    def label(self) -> str:
        """Return what its button says in the reader's language."""
        language = (get_language() or _PLAIN).partition("-")[0]
        return self.labels.get(language) or self.labels[_PLAIN]


@cache
def examples() -> Mapping[str, Example]:
    """Return all of them by their ids, those of the front page in its order."""
    document = tomllib.loads(files(__package__).joinpath("examples.toml").read_text("utf-8"))
    return {
        one["id"]: Example(
            id=one["id"], sentence=one["sentence"], labels=one["label"], front=bool(one.get("front", False))
        )
        for one in document["example"]
    }


def with_example(said: QueryDict) -> QueryDict:
    """Return what a form says, with the sentence of the example whose button was pressed; never the same twice."""
    example = examples().get(said.get(ONE, ""))
    if example is None and ANY in said:
        others = [one for one in examples().values() if one.sentence != said.get("description", "").strip()]
        example = secrets.choice(others)
    if example is None:
        return said
    chosen = said.copy()
    chosen["description"] = example.sentence
    return chosen
