"""Hand-written pages as values: their text, and what it cites and asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from site_builder.files import inside
from site_builder.files.lines import with_lf
from site_builder.pages.handwritten.files import SourceFile, is_of_category, sources
from site_builder.text import citations, fragments, prose

if TYPE_CHECKING:
    from pathlib import Path

    from site_builder.problems import Finding, Problem
    from site_builder.text.citations import Citation
    from site_builder.text.fragments import Fragment
    from site_builder.text.prose import Formula, Prose

FRONT_MATTER: Final = re.compile(
    r"\A---[ \t]*\n(?P<fields>.*?\n)?(?:---|\.\.\.)[ \t]*\n+", re.DOTALL
)
"""Settings of a page, which stand before its text."""
TITLE: Final = re.compile(r"^title:[ \t]*(['\"]?)(?P<title>[^\n]+?)\1[ \t]*$", re.MULTILINE)
HEADING: Final = re.compile(r"^[ ]{0,3}#{1,6}[ \t]+(?P<words>[^\n]*?)[ \t]*#*[ \t]*$", re.MULTILINE)
ATTRIBUTES: Final = re.compile(r"\s*\{[:#.][^{}]*\}$")
MARKUP: Final = re.compile(r"[*_`]|<[^<>]*>|\[(?=[^\]]*\]\()|\]\([^()]*\)")


@dataclass(frozen=True)
class Document:
    """One hand-written page, or the text of a category."""

    path: str
    """Its file, relative to the survey's root."""
    name: str
    """Its file, relative to the folder of hand-written pages."""
    uri: str
    """The address of the page that it is or stands on."""
    text: str
    """Markdown, the settings before it left out."""
    first_line: int = 0
    """How many lines stand before the text."""
    given_title: str = ""
    settings: str = ""
    """What stands before the text."""
    is_for_site: bool = True
    """Whether it is written for the site alone: others' at signs and dollars mean other things."""

    @cached_property
    def prose(self) -> Prose:
        """The running text."""
        return prose.read(self.text)

    @cached_property
    def citations(self) -> list[Citation]:
        """What is cited, in order."""
        is_citing = self.is_for_site and "@" in self.text
        return citations.find(self.prose) if is_citing else []

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """The formulas, in order."""
        return self.prose.formulas if self.is_for_site else ()

    @property
    def escaped_at_signs(self) -> list[int]:
        """Where an at sign is escaped, which no dialect of Markdown undoes."""
        escapes = self.prose.escapes if self.is_for_site else ()
        return [at for at in escapes if self.text[at + 1] == "@"]

    @cached_property
    def fragments(self) -> list[Fragment]:
        """What is to be made from records, in order."""
        return list(fragments.find(self.text)) if "<!--" in self.text else []

    @cached_property
    def headings(self) -> list[tuple[int, str]]:
        """Where headings stand, and their words."""
        shown = prose.without_blocks(self.text)
        return [
            (found.start(), plain(self.text[found.start("words") : found.end("words")]))
            for found in HEADING.finditer(shown)
        ]

    @property
    def title(self) -> str:
        """The page's title: as its settings say, or its first heading, or its name."""
        if self.given_title:
            return self.given_title
        return self.headings[0][1] if self.headings else self.name.rpartition("/")[2]

    def problem(self, at: int, finding: Finding) -> Problem:
        """Put a finding at its place in the file."""
        line = self.text.count("\n", 0, at) + self.first_line + 1
        column = at - (self.text.rfind("\n", 0, at) + 1) + 1
        return finding.at(self.path, (line, column))


@dataclass(frozen=True)
class Handwritten:
    """Everything in the folder of hand-written pages."""

    folder: str = "docs"
    """Its path, relative to the survey's root."""
    documents: tuple[Document, ...] = ()
    """The pages."""
    parts: tuple[SourceFile, ...] = field(default=())
    """The files of categories: texts and drawings."""

    def document(self, name: str) -> Document | None:
        """Find a page by its file."""
        return next((each for each in self.documents if each.name == name), None)

    def following(self, before: Handwritten) -> Handwritten:
        """Take pages that have stayed the same from before, with all that was found in them."""
        known = {each.name: each for each in before.documents}
        kept = (
            known[each.name] if known.get(each.name) == each else each for each in self.documents
        )
        return replace(self, documents=tuple(kept))


NOTHING: Final = Handwritten()


def read(source: str, path: str, name: str, uri: str) -> Document:
    """Take the text of a hand-written page apart."""
    source = with_lf(source.removeprefix("\ufeff"))
    settings = FRONT_MATTER.match(source)
    start = settings.end() if settings else 0
    title = TITLE.search(settings["fields"] or "") if settings else None
    said = title["title"] if title else ""
    first_line = source.count("\n", 0, start)
    return Document(path, name, uri, source[start:], first_line, said, source[:start])


def load(folder: Path, root: Path, addresses: dict[str, str] | None = None) -> Handwritten:
    """Read the folder of hand-written pages.

    `addresses` has the addresses of those that are published; without it all are, at addresses made
    of their names. What cannot be read is left out here: `published.problems` tells of it.
    """
    place = folder.relative_to(root).as_posix() if folder.is_relative_to(root) else folder.name
    found, parts = list[Document](), list[SourceFile]()
    for source in sources(folder, root):
        if is_of_category(source.name):
            parts.append(source)
        elif source.is_page and (addresses is None or source.name in addresses):
            uri = source.uri if addresses is None else addresses[source.name]
            text = decoded(source, root)
            if text is not None:
                found.append(read(text, f"{place}/{source.name}", source.name, uri))
    return Handwritten(place, tuple(found), tuple(parts))


def decoded(source: SourceFile, root: Path) -> str | None:
    """Read a text, or return nothing where there is none that can be read."""
    try:
        return inside.read(source.path, root).decode("utf-8", "replace")
    except (OSError, inside.Refused):
        return None


def plain(heading: str) -> str:
    """Return the words of a heading without its markup."""
    return " ".join(MARKUP.sub("", ATTRIBUTES.sub("", heading)).split())
