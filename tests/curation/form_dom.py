"""The form of a schema as a browser reads it: what it would post, and what it says of its fields."""

from html.parser import HTMLParser
from typing import Any, Self

from django.http.response import HttpResponseBase

_VOID = {"input", "br", "link", "meta", "hr", "path", "img"}


class FormDom(HTMLParser):
    """The fields of the form `schema_form` with their values, and the text of every element that has an id."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.fields: dict[str, str] = {}
        self.attributes: dict[str, dict[str, str]] = {}
        self.texts: dict[str, str] = {}
        self.links: list[str] = []
        self.buttons: list[str] = []
        self._open: list[tuple[str, str]] = []  # the tags and ids of the elements that are open
        self._select = ""
        self._textarea = ""

    @classmethod
    def of(cls, response: HttpResponseBase) -> Self:
        assert response.status_code == 200
        dom = cls()
        dom.feed(getattr(response, "content", b"").decode())
        dom.close()
        dom.fields.pop("csrfmiddlewaretoken", None)  # each time another one
        return dom

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag not in _VOID:
            self._open.append((tag, said.get("id", "")))
        if "id" in said:
            self.attributes[said["id"]] = said
            self.texts.setdefault(said["id"], "")
        if tag == "a":
            self.links.append(said.get("href", ""))
        self._take_field(tag, said)

    def _take_field(self, tag: str, said: dict[str, str]) -> None:
        open_tags = {tag for tag, _ in self._open}
        if ("form", "schema_form") not in self._open or "template" in open_tags:
            return
        name = said.get("name", "")
        if said.get("type") == "submit":
            self.buttons.append(name)
        elif tag == "input" and (said.get("type") != "checkbox" or "checked" in said):
            self.fields[name] = said.get("value", "on" if said.get("type") == "checkbox" else "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in said or self._select not in self.fields):
            self.fields[self._select] = said.get("value", "")
        elif tag == "textarea":
            self._textarea = name
            self.fields[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        if tag == "textarea" and self._textarea:
            self.fields[self._textarea] = self.fields[self._textarea].removeprefix("\n")  # as browsers do
            self._textarea = ""
        while any(tag == each for each, _ in self._open) and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.fields[self._textarea] += data
        for _, id_ in self._open:
            if id_:
                self.texts[id_] += data

    def rows(self, *names: str) -> list[tuple[str, ...]]:
        """Return what these fields say, row by row, in the order that the page shows."""
        shown = [name.removesuffix("-name") for name in self.fields if name.endswith("-name")]
        return [tuple(self.fields.get(f"{row}-{name}", "") for name in names) for row in shown]

    def said_of(self, field: str) -> str:
        """Return what stands at a field that is marked as wrong, "" at one that is not."""
        attributes = self.attributes[f"id_{field}"]
        if attributes.get("aria-invalid") != "true":
            return ""
        assert f"id_{field}_error" in attributes["aria-describedby"].split()
        return self.texts[f"id_{field}_error"].strip()


def typed(*rows: dict[str, Any], initial: int = 0, **fields: Any) -> dict[str, Any]:
    """Return what a form with these rows posts; an expression, a type and a place are made up where none is given."""
    posted = {"columns-TOTAL_FORMS": str(len(rows)), "columns-INITIAL_FORMS": str(initial), "locale": "en_US"}
    for index, row in enumerate(rows):
        usual = {"expression": "fake.name()", "data_type": "string", "ORDER": str((index + 1) * 10)}
        posted |= {f"columns-{index}-{name}": value for name, value in (usual | row).items()}
    return posted | fields
