"""Sources of facts as readers open them: files, pages, identifiers, papers of the survey."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote, urlsplit

from site_builder.latex import to_text
from site_builder.record.publication import address, short_name
from site_builder.record.source_addresses import Piece, pieces, repository
from site_builder.text.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from site_builder.record.models import Paper

CODE_WORDS: Final = ("repository", "README", "code")
"""Words by which a record names its own repository."""


@dataclass(frozen=True, slots=True)
class SourcePart:
    """A part of a source as a page shows it: a link out of the site, one within it, or words."""

    text: str
    url: str = ""
    """The address outside the site."""
    uri: str = ""
    """The page of the site, relative to its root."""


class Origin(NamedTuple):
    """The work that a source is a part of."""

    work: str
    """What tells it from others: a paper's key, an address, or the text itself."""
    name: str
    """What it is called in a few words: a paper, a repository, a site."""
    place: str = ""
    """Which part of it, such as a file; empty where nothing is told."""


@dataclass(frozen=True, slots=True)
class FactSource:
    """Where a fact was seen."""

    text: str
    parts: tuple[SourcePart, ...]
    """The text with its addresses; all of them together are the text."""
    origin: Origin

    @property
    def link(self) -> SourcePart | None:
        """Return the first part that leads somewhere."""
        return next((part for part in self.parts if part.url or part.uri), None)


@dataclass(frozen=True)
class Sources:
    """Reads the sources that the records of a survey name."""

    papers: Mapping[str, Paper]
    """All papers by key."""
    _read: dict[tuple[str, str], FactSource] = field(init=False, default_factory=dict)

    def of(self, paper: Paper, texts: Iterable[str]) -> tuple[FactSource, ...]:
        """Read the sources that a paper's record names."""
        return tuple(self._source(paper, text) for text in texts)

    @cached_property
    def _by_name(self) -> dict[str, Paper | None]:
        """The papers by method and title; None where several have the name."""
        found: dict[str, Paper | None] = {}
        for paper in self.papers.values():
            for name in {_folded(each) for each in (paper.method, paper.title) if each}:
                found[name] = None if name in found else paper
        return found

    @cached_property
    def _by_code(self) -> dict[str, Paper | None]:
        """The papers by the repository of their code; None where several share one."""
        found: dict[str, Paper | None] = {}
        for paper in self.papers.values():
            if name := repository(paper.links.code or ""):
                found[name] = None if name in found else paper
        return found

    def _source(self, paper: Paper, text: str) -> FactSource:
        known = self._read.get((paper.key, text))
        if known is None:
            parts = tuple(self._part(paper, piece) for piece in pieces(text))
            known = FactSource(text, parts, self._origin(paper, text, parts))
            self._read[paper.key, text] = known
        return known

    def _part(self, paper: Paper, piece: Piece) -> SourcePart:
        if piece.is_own:
            is_code = any(word in piece.text for word in CODE_WORDS)
            return SourcePart(piece.text, (paper.links.code if is_code else "") or address(paper))
        named = (self._by_name.get(_folded(name)) for name in piece.names)
        other = next(filter(None, named), None)
        if other is None:
            return SourcePart(piece.text, piece.url)
        return SourcePart(piece.text, uri=f"papers/{other.key}/")

    def _origin(self, paper: Paper, text: str, parts: tuple[SourcePart, ...]) -> Origin:
        """Say which work a source is a part of, and which part."""
        at = next((n for n, part in enumerate(parts) if part.url or part.uri), None)
        if at is None:
            return Origin(text, text)
        part = parts[at]
        said = "".join(each.text for each in parts[at + 1 :]).strip(" ,")
        if part.uri:
            return _of_paper(self.papers[part.uri.split("/")[1]], said)
        if part.url == address(paper):
            return _of_paper(paper, said)
        if not (name := repository(part.url)):
            return Origin(part.url, (urlsplit(part.url).hostname or "").removeprefix("www."), said)
        path = unquote(urlsplit(part.url).path).partition("/HEAD/")[2]
        if owner := self._by_code.get(name):
            return _of_paper(owner, path)
        return Origin(part.url, part.text.partition(":")[0].rpartition("/")[2], path)


def _of_paper(paper: Paper, place: str) -> Origin:
    return Origin(paper.key, short_name(paper), place)


def _folded(name: str) -> str:
    return fold(to_text(name)).strip()
