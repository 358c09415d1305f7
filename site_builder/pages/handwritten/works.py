"""The works that a page cites: which records they are, and what they are called there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from site_builder.problems import Finding, Severity, Suggestions, quoted
from site_builder.query import former_keys
from site_builder.record.publication import short_authors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.library import Library
    from site_builder.pages.handwritten.documents import Document
    from site_builder.problems import Problem
    from site_builder.record.models import Paper
    from site_builder.text.citations import Citation, Work

LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
ESCAPE_IT: Final = r"write \@ where no paper is meant"


class Keys:
    """The keys of a survey, as hand-written pages name them."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._former = former_keys(library)
        self._near = Suggestions(library.papers)

    def paper(self, key: str) -> Paper | None:
        """Return the paper of a present or a former key."""
        return self._library.papers.get(key) or self._library.papers.get(self._former.get(key, ""))

    def finding(self, key: str) -> Finding | None:
        """Return what is wrong with a key: that there is no such paper, or that it has another."""
        if key in self._library.papers:
            return None
        if now := self._former.get(key):
            said, hint = f"{quoted(key)} is a former key", f"write {now}"
            return Finding("former-key", said, hint, Severity.WARNING)
        if key in self._library.on_disk:
            said = f"the record of {quoted(key)} has errors, so it is not on the site"
            return Finding("unpublished-key", said, "mend it first", Severity.WARNING)
        hint = self._near.closest(key) or ESCAPE_IT
        return Finding("unknown-key", f"unknown key {quoted(key)}", hint)


@dataclass(frozen=True, slots=True)
class Reference:
    """A work in the list of references of a page."""

    paper: Paper
    authors: str
    """As running text has them."""
    year: str
    """With a letter where another work of the page has the same authors and year."""

    def label(self, *, is_in_text: bool, is_suppressed: bool) -> str:
        """Return what stands for the work in the text, up to a locator."""
        if is_in_text:
            return f"({self.year}" if is_suppressed else f"{self.authors} ({self.year}"
        return self.year if is_suppressed else f"{self.authors}, {self.year}"


def references(papers: Iterable[Paper]) -> dict[str, Reference]:
    """Order works as lists of references do, by authors, year and title; tell alike ones apart."""
    order = sorted({paper.key: paper for paper in papers}.values(), key=_place)
    groups: dict[tuple[str, int], list[Paper]] = defaultdict(list)
    for paper in order:
        groups[short_authors(paper), paper.year].append(paper)
    found = {}
    for paper in order:
        authors = short_authors(paper)
        alike = groups[authors, paper.year]
        letter = _letter(alike.index(paper)) if len(alike) > 1 else ""
        found[paper.key] = Reference(paper, authors, f"{paper.year}{letter}")
    return found


def _place(paper: Paper) -> tuple[object, ...]:
    names = [author.name.sort_key for author in paper.authors]
    return names, paper.year, paper.title.casefold(), paper.key


def _letter(number: int) -> str:
    """Return the letter of a number from 0 on: a, b, …, z, aa, ab and so on."""
    more, last = divmod(number, len(LETTERS))
    return (_letter(more - 1) if more else "") + LETTERS[last]


def cited(document: Document, keys: Keys) -> dict[str, Reference]:
    """Return the references of a page by the papers' present keys."""
    papers = (keys.paper(work.key) for _, work in works(document))
    return references(paper for paper in papers if paper)


def works(document: Document) -> Iterator[tuple[Citation, Work]]:
    """Yield every work that is cited, with the citation that it is part of."""
    for citation in document.citations:
        for work in citation.works:
            yield citation, work


def key_problems(document: Document, keys: Keys) -> Iterator[Problem]:
    """Yield a problem for each key that is not one of the survey today."""
    for _, work in works(document):
        if finding := keys.finding(work.key):
            yield document.problem(work.start, finding)


def place_of(key: str) -> str:
    """Return the id of the place where a page first cites a paper."""
    return f"cite-{key}"
