"""A page as a browser reads it: which elements there are, with which attributes, and which words are to be read."""

from html.parser import HTMLParser
from typing import Self

from django.http.response import HttpResponseBase

CANARY = """'"><canary onload="x">&lt;canary&gt;{{ 7 }}"""
_SILENT = {"script", "style"}


class Dom(HTMLParser):
    """The elements of a page, each as its tag and attributes, and its text.

    `loose` is the text that is not isolated from what stands around it, which it may turn around.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.loose = ""
        self._open: list[tuple[str, bool]] = []

    @classmethod
    def of(cls, response: HttpResponseBase) -> Self:
        assert response.status_code == 200
        dom = cls()
        dom.feed(getattr(response, "content", b"").decode())
        dom.close()
        return dom

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        is_isolated = tag in {"bdi", "title"} or ("dir", "auto") in attrs
        self._open.append((tag, is_isolated))

    def handle_endtag(self, tag: str) -> None:
        while any(tag == each for each, _ in self._open) and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.text += data
        if not any(is_isolated for _, is_isolated in self._open):
            self.loose += data

    def attributes(self, tag: str, name: str) -> list[str]:
        """Return what this attribute says, of each element of this kind that has it."""
        return [attributes[name] for each, attributes in self.elements if each == tag and name in attributes]

    def faults(self) -> list[str]:
        """Return what must not be in a page: elements or handlers out of a text, styles and scripts within the page."""
        return [
            f"{tag} {attributes}"
            for tag, attributes in self.elements
            if tag in {"canary", "style"}
            or (tag == "script" and "src" not in attributes and attributes.get("type") != "application/json")
            or any(name == "style" or name.startswith("on") for name in attributes)
        ]
