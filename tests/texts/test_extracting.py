"""The texts are found in templates and in modules."""

from typing import Any

import pytest

from texts.extracting import extracted, sources, texts_of


def found(source: str, *, is_template: bool) -> list[Any]:
    return [text for text, _, _ in texts_of(source, is_template=is_template)]


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ('{% translate "Rows" %}', ["Rows"]),
        ('  <p>\n{% translate "Rows" as rows %}\n   {{ rows }}</p>', ["Rows"]),
        ("{% blocktranslate trimmed with n=rows %}\n  All of\n  {{ n }}\n{% endblocktranslate %}", ["All of %(n)s"]),
        (
            "{% blocktranslate count n=n %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}",
            [("%(n)s row", "%(n)s rows")],
        ),
        ('<a title="{% translate "Rows" %}">it\'s "{{ x|default:_("none") }}"</a>', ["Rows", "none"]),
        ('{% translate "Missing, in %" %}', ["Missing, in %%"]),
        ('{% comment %} {% translate "No" %} {% endcomment %}{% translate "Rows" %}', ["Rows"]),
        ("<p>no text of a catalog</p>", []),
    ],
)
def test_the_texts_of_a_template_are_found(source: str, texts: list[Any]) -> None:
    assert found(source, is_template=True) == texts


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ('_("Rows")', ["Rows"]),
        ('gettext("Rows") + gettext_lazy("Columns")', ["Rows", "Columns"]),
        ('ngettext("%(n)s row", "%(n)s rows", n)', [("%(n)s row", "%(n)s rows")]),
        ('ngettext_lazy("%(n)s row", "%(n)s rows", "n")', [("%(n)s row", "%(n)s rows")]),
        ('_("A text in "\n  "two parts")', ["A text in two parts"]),
        ("for _ in rows: print(_)", []),
    ],
)
def test_the_texts_of_a_module_are_found(source: str, texts: list[Any]) -> None:
    assert found(source, is_template=False) == texts


def test_a_text_has_its_context() -> None:
    assert list(texts_of('pgettext("a verb", "Change")', is_template=False)) == [("Change", [], "a verb")]


def test_all_files_are_read_once() -> None:
    paths = list(sources())
    assert (len(paths), len({path.suffix for path in paths})) == (len(set(paths)), 2)


def test_a_text_is_known_with_the_files_that_it_stands_in() -> None:
    message = extracted()["Datasets for class"]
    assert ("templates/workbench/base.html", 0) in message.locations
