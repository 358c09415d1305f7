"""Rendered sites, and what a strict reader of HTML finds in their pages."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from site_builder.library import Library
from site_builder.pages import Asset, Page, Writer, make_templates, render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Once = Callable[[str, Callable[[Path], None]], Path]

VOID = {"br", "hr", "input", "link", "meta"}
"""Elements that have no end tag; no other of that kind stands on our pages."""


@dataclass
class Element:
    """A start tag with its attributes and all the text within."""

    tag: str
    attributes: dict[str, str]
    above: tuple[str, ...]
    """Names of the elements around, from the outermost in."""
    text: str = ""

    def get(self, name: str) -> str:
        """Give an attribute, which must be there."""
        return self.attributes[name]


@dataclass
class Html(HTMLParser):
    """Reads HTML; an end tag that closes nothing, or something else, fails the test."""

    source: str
    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    """Comments, declarations and processing instructions."""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.source)
        self.close()
        assert not self.open, f"left open: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute twice: {tag} {attrs}"
        above = tuple(element.tag for element in self.open)
        element = Element(tag, {name: value or "" for name, value in attrs}, above)
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"closes nothing: {tag}"
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Find elements by name and attributes; `class_` stands for one class of many."""
        wanted = attributes.pop("class_", None)
        return [
            element
            for element in self.elements
            if element.tag == tag
            if wanted is None or wanted in element.attributes.get("class", "").split()
            if attributes.items() <= element.attributes.items()
        ]

    def one(self, tag: str, **attributes: str) -> Element:
        """Find the only such element."""
        (found,) = self.all(tag, **attributes)
        return found

    def links(self) -> list[Element]:
        """Find what leads somewhere without scripts."""
        return [link for link in self.all("a") if "href" in link.attributes]

    def text(self) -> str:
        """Give all the text, blanks folded."""
        top = " ".join(element.text for element in self.elements if not element.above)
        return " ".join(top.split())


@dataclass
class Site:
    """All that was rendered, by address."""

    parts: list[Page | Asset]
    library: Library
    read: dict[str, Html] = field(default_factory=dict)
    """Pages that were read already; reading takes longer than rendering."""
    files: dict[str, Asset] = field(default_factory=dict)

    def pages(self) -> list[Page]:
        """List the pages."""
        return [part for part in self.parts if isinstance(part, Page)]

    def assets(self) -> dict[str, Asset]:
        """Give the files by address."""
        if not self.files:
            self.files |= {part.uri: part for part in self.parts if isinstance(part, Asset)}
        return self.files

    def file(self, uri: str) -> str:
        """Give what a file of text holds."""
        content = self.assets()[uri].content
        return content if isinstance(content, str) else content.decode()

    def page(self, uri: str) -> Page:
        """Find a page by its address."""
        return next(page for page in self.pages() if page.uri == uri)

    def html(self, uri: str) -> Html:
        """Read a page."""
        if uri not in self.read:
            self.read[uri] = Html(self.page(uri).body)
        return self.read[uri]

    def htmls(self) -> Iterator[tuple[str, Html]]:
        """Read all pages; give them with their addresses."""
        for page in self.pages():
            if page.uri not in self.read:
                self.read[page.uri] = Html(page.body)
            yield page.uri, self.read[page.uri]


@pytest.fixture(scope="session")
def read_html() -> Callable[[str], Html]:
    """Give the reader of HTML."""
    return Html


def site_of(survey: Path) -> Site:
    """Render a survey that has no errors."""
    library, problems = Library.load(survey)
    assert not [problem for problem in problems if problem.is_error]
    return Site(list(render(library, make_templates(survey))), library)


@pytest.fixture(scope="session")
def render_survey() -> Callable[[Path], Site]:
    """Give the function that renders a survey's folder."""
    return site_of


@pytest.fixture(scope="session")
def tiny_site(tiny_survey: Path) -> Site:
    """Give the pages of the made-up second survey."""
    return site_of(tiny_survey)


@pytest.fixture(scope="session")
def real_site(root: Path, once: Once) -> Site:
    """Give the pages of the survey of this repository, rendered once for all workers."""

    def write(folder: Path) -> None:
        folder.mkdir()
        (folder / "parts").write_bytes(pickle.dumps(site_of(root).parts))

    parts = (once("real-site", write) / "parts").read_bytes()
    return Site(pickle.loads(parts), Library.load(root)[0])  # noqa: S301 (ours, of this run)


@pytest.fixture(scope="session")
def real_writer(real_library: Library) -> Writer:
    """Give what makes single pages of the survey of this repository."""
    return Writer(real_library, make_templates())


@pytest.fixture(scope="session")
def sample_site(sample_survey: Path) -> Site:
    """Give the pages of a part of this repository's survey."""
    return site_of(sample_survey)


@pytest.fixture(
    scope="session", params=["tiny", "sample", pytest.param("real", marks=pytest.mark.slow)]
)
def site(request: pytest.FixtureRequest) -> Site:
    """Give the pages of each survey in turn."""
    found: Site = request.getfixturevalue(f"{request.param}_site")
    return found


@pytest.fixture(scope="session", params=["sample", pytest.param("real", marks=pytest.mark.slow)])
def rich_site(request: pytest.FixtureRequest) -> Site:
    """Give the pages of real records: of a part, and where time is no matter of the whole."""
    found: Site = request.getfixturevalue(f"{request.param}_site")
    return found
