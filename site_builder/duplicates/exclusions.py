"""Whether a paper was looked at before and left out: by identifiers, by its page, by its title."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from site_builder.duplicates.works import NO_FACTS, DuplicateIndex
from site_builder.latex import to_text
from site_builder.record import values
from site_builder.record.models import Salvaged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from site_builder.duplicates.contradictions import Facts
    from site_builder.library import Library
    from site_builder.record.exclusions import Exclusion, Reason
    from site_builder.record.models import Paper

PAGE: Final = re.compile(r"https?://(?:www\.)?(?P<page>[^#]*?)/*(?:#.*)?")
"""What counts of a page's address."""
FORUM: Final = re.compile(r"(openreview\.net)/(?:pdf|attachment|revisions)\?")
"""Addresses of one paper at OpenReview, which its forum's stands for."""
ARXIV_PAGE: Final = re.compile(r"https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/(.+)")
ARXIV_DOI: Final = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)
DOI_PAGE: Final = re.compile(r"https?://(?:www\.|dx\.)?doi\.org/.+", re.IGNORECASE)
"""What says an identifier in another form."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is known of a paper that may have been left out; empty where nothing is."""

    title: str = ""
    year: int | None = None
    arxiv_id: str = ""
    doi: str = ""
    pages: tuple[str, ...] = ()
    """Addresses at which the paper itself is found."""
    facts: Facts = NO_FACTS

    @classmethod
    def of(cls, paper: Paper | Salvaged, facts: Facts = NO_FACTS) -> Work:
        """Return what a record says."""
        links = getattr(paper, "links", None)
        pages = (links.page, links.pdf) if links else ()
        return cls(
            title=paper.title or "",
            year=paper.year,
            arxiv_id=paper.arxiv_id or "",
            doi=paper.doi or "",
            pages=tuple(filter(None, pages)),
            facts=facts,
        )


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An entry of excluded.yaml that is, or may be, of a paper."""

    number: int
    """Its place in the list, counted from 0."""
    exclusion: Exclusion
    reason: Reason | None
    """Why it was left out; None where the file declares no such reason."""
    why: str
    """What shows that it is the paper."""
    certain: bool
    """Whether that is an identifier or the page, and not the title alone."""

    @property
    def told(self) -> str:
        """What people are told: the reason, who decided it and when, as far as the entry says."""
        entry = self.exclusion
        reason = to_text(self.reason.name) if self.reason else entry.reason
        note = f" ({to_text(entry.note)})" if entry.note else ""
        by = f" by {entry.by}" if entry.by else ""
        day = f" on {entry.date.isoformat()}" if entry.date else ""
        return f"it was left out before{by}{day}: {reason}{note}"


@dataclass
class Exclusions:
    """What was left out of a survey, to find a paper in it."""

    reasons: Mapping[str, Reason] = field(default_factory=dict)
    _index: DuplicateIndex = field(default_factory=DuplicateIndex, init=False)
    _entries: dict[str, tuple[int, Exclusion]] = field(default_factory=dict, init=False)
    """With their places in the list, by the names that they have in the index."""
    _pages: dict[str, str] = field(default_factory=dict, init=False)
    """Names in the index by the page."""

    @classmethod
    def of(cls, library: Library) -> Exclusions:
        """Return what a survey has left out; of two entries of one paper the first counts."""
        found = cls(library.reasons)
        for number, entry in enumerate(library.exclusion_entries):
            found.add(number, entry)
        return found

    def add(self, number: int, entry: Exclusion) -> None:
        """Add the entry at a place of the list."""
        name = f"excluded-{number}"
        self._entries[name] = number, entry
        arxiv_id, doi = _ids(entry.arxiv_id or "", entry.doi or "", (entry.url or "",))
        known = Salvaged(
            key=name,
            title=entry.title,
            year=entry.year,
            arxiv_id=arxiv_id or None,
            doi=doi or None,
        )
        self._index.add(known)
        if entry.url:
            self._pages.setdefault(_page(entry.url), name)

    def excluded(self, work: Work) -> LeftOut | None:
        """Return the entry of a paper that was left out, with its reason; None for any other.

        Papers are one where an arXiv id, a DOI or the page is the same, or where titles are nearly
        equal as `DuplicateIndex.find` judges those of records: within a year, unless identifiers
        say otherwise. What is empty in `work` is not compared.
        """
        if not self._entries:
            return None
        for page in map(_page, work.pages):
            if page in self._pages:
                return self._found(self._pages[page], "it has the same page", certain=True)
        ids = _ids(work.arxiv_id, work.doi, work.pages)
        double = self._index.find(work.title, work.year, *ids, work.facts)
        if double is None or not (work.title or double.certain):
            return None
        return self._found(double.paper.key, double.why, certain=double.certain)

    def knows(self, work: Work) -> bool:
        """Tell whether an entry has the page, an identifier or the very title of a paper.

        For all others `excluded` finds at most an entry of a like title.
        """
        ids = _ids(work.arxiv_id, work.doi, work.pages)
        is_page = any(_page(page) in self._pages for page in work.pages)
        return is_page or self._index.has(work.title, *ids)

    def _found(self, name: str, why: str, *, certain: bool) -> LeftOut:
        number, entry = self._entries[name]
        return LeftOut(number, entry, self.reasons.get(entry.reason), why, certain)


def repeated(library: Library) -> Iterator[tuple[int, LeftOut]]:
    """Yield the place of each entry that an earlier one doubles, with that one."""
    before = Exclusions(library.reasons)
    for number, entry in enumerate(library.exclusion_entries):
        if found := before.excluded(work_of(entry)):
            yield number, found
        before.add(number, entry)


def work_of(entry: Exclusion) -> Work:
    """Return what an entry says of its paper."""
    pages = (entry.url,) if entry.url else ()
    return Work(entry.title, entry.year, entry.arxiv_id or "", entry.doi or "", pages)


def _ids(arxiv_id: str, doi: str, pages: Iterable[str]) -> tuple[str, str]:
    """Return arXiv id and DOI, where they are not given as a DOI or an address may say them."""
    found = ARXIV_DOI.fullmatch(doi)
    for page in pages:
        found = found or ARXIV_PAGE.fullmatch(page)
        if not doi and DOI_PAGE.fullmatch(page):
            doi = _read(values.doi, page)
    return arxiv_id or (_read(values.arxiv_id, found[1]) if found else ""), doi


def _read(read: Callable[[object], str], text: str) -> str:
    try:
        return read(text)
    except values.BadValue:
        return ""


def _page(url: str) -> str:
    """Return what two addresses of one page have in common."""
    found = PAGE.fullmatch(url)
    host, slash, rest = (found["page"] if found else url).partition("/")
    return FORUM.sub(r"\1/forum?", f"{host.lower()}{slash}{rest}")
