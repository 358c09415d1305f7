"""The survey with one paper for each kind of publication, and a reader of the HTML made for it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from site_builder.library import Library
from site_builder.site import Site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Element = tuple[str, dict[str, str | None], str]
"""Name, attributes and text of an element."""


@pytest.fixture(scope="session")
def kinds(root: Path) -> Library:
    """Read ten papers that differ in all that metadata depend on."""
    library, problems = Library.load(root / "tests" / "data" / "kinds")
    assert problems == []
    assert len(library.papers) == 10
    return library


@pytest.fixture(scope="session")
def real(real_library: Library) -> Library:
    """Give the survey of this repository."""
    return real_library


@pytest.fixture(scope="session")
def site() -> Site:
    """Give a site that knows its address."""
    return Site("Folds & <Throws>", "https://example.org/folds", "Of folding & throwing.")


@pytest.fixture(scope="session")
def nowhere() -> Site:
    """Give a site that does not know its address."""
    return Site("Folds & <Throws>")


class Reader(HTMLParser):
    """Lists elements as a browser's parser would see them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        self.elements.append((tag, dict(attrs), ""))

    def handle_data(self, data: str) -> None:
        """Add to the text of the element that began last."""
        if self.elements:
            tag, attributes, text = self.elements[-1]
            self.elements[-1] = (tag, attributes, text + data)
        else:
            self.elements.append(("", {}, data))


@pytest.fixture(scope="session")
def elements() -> Callable[[str], list[Element]]:
    """Give a function that parses HTML."""

    def parse(html: str) -> list[Element]:
        reader = Reader()
        reader.feed(html)
        reader.close()
        return [(tag, attributes, text.strip()) for tag, attributes, text in reader.elements]

    return parse
