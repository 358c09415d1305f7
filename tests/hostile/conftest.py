"""The two sites that every test here looks at: of hostile texts, and of plain words in their place."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from modules import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
TYPESETTING = frozenset({"b", "code", "em", "i", "s", "small", "strong", "sub", "sup", "tt", "u"})
"""Elements that TeX in a text is shown by, always without attributes."""
OF_THEIR_OWN = ("math", "svg", "section.survey-notes")
"""Where text makes elements by rule: formulas, labels of pictures, Markdown."""

Form = tuple[tuple[str, ...], str, tuple[str, ...]]
"""An element: those around it, its name and class, the names of its attributes."""


@dataclass
class Reader(HTMLParser):
    """Reads a page; every end tag must close the element that is open."""

    forms: list[Form] = field(default_factory=list)
    """Elements outside of what text makes by rule."""
    inner: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    """Elements within: where, name, attributes."""
    addresses: list[tuple[str, str]] = field(default_factory=list)
    """Values of attributes that a browser follows, with the attribute."""
    others: list[str] = field(default_factory=list)
    """Comments, declarations, processing instructions."""
    texts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """What stands in elements that are no text for readers: scripts by their type, styles."""
    stack: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute twice: {tag} {attrs}"
        found = {name: value or "" for name, value in attrs}
        kind = ".".join([tag, *found.get("class", "").split()])
        own = next((part for part in self.stack if part.startswith(OF_THEIR_OWN)), None)
        if own:
            self.inner.append((own, tag, found))
        elif tag != "math" and not (tag in TYPESETTING and not names):
            self.forms.append((tuple(self.stack), kind, tuple(sorted(names))))
        for name in {"href", "src", "action", "formaction", "data", "xlink:href"} & found.keys():
            self.addresses.append((name, found[name]))
        if tag not in VOID:
            self.stack.append(kind)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack, f"closes nothing: {tag}"
        assert self.stack.pop().partition(".")[0] == tag

    def handle_data(self, data: str) -> None:
        if self.stack and self.stack[-1] in {"script", "style"}:
            self.texts[self.stack[-1]].append(data)

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    handle_decl = unknown_decl = handle_pi = handle_comment


def read(page: Path) -> Reader:
    """Read a page to its end."""
    reader = Reader()
    reader.feed(page.read_text(encoding="utf-8"))
    reader.close()
    assert not reader.stack, f"{page}: left open: {reader.stack}"
    return reader


@dataclass(frozen=True)
class Site:
    """A built site and what its pages consist of."""

    folder: Path
    pages: dict[str, Reader]

    @classmethod
    def of(cls, folder: Path) -> Site:
        """Read all pages."""
        paths = sorted(folder.rglob("*.html"))
        return cls(folder, {p.relative_to(folder).as_posix(): read(p) for p in paths})

    def forms(self) -> dict[str, set[Form]]:
        """Collect the elements of all pages below each first part of an address."""
        found: dict[str, set[Form]] = defaultdict(set)
        for name, page in self.pages.items():
            found[name.partition("/")[0]].update(page.forms)
        return found

    def files(self, *endings: str) -> list[Path]:
        """List the files of some kinds."""
        return sorted(p for p in self.folder.rglob("*") if p.is_file() and p.name.endswith(endings))


@pytest.fixture(scope="session")
def hostile(hostile_sites: Path) -> Site:
    """Give the site of hostile texts."""
    return Site.of(hostile_sites / "hostile" / "site")


@pytest.fixture(scope="session")
def plain(hostile_sites: Path) -> Site:
    """Give its twin of plain words."""
    return Site.of(hostile_sites / "plain" / "site")


@pytest.fixture(scope="session")
def maker() -> Any:
    """Give the module that makes the surveys out of the catalogue."""
    return load("hostile/survey.py")


@pytest.fixture(scope="session")
def glued() -> Any:
    """Give the module that makes texts in which TeX hides, and reads what became of them."""
    return load("hostile/glued.py")


@pytest.fixture(scope="session")
def made() -> Any:
    """Give what makes papers and libraries in the tests of exports."""
    return load("exports/conftest.py").Made()


@pytest.fixture(scope="session")
def read_html() -> Callable[[Path], Reader]:
    """Give the reader of pages."""
    return read
