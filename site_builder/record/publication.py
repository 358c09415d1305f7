"""What every format asks of a paper's publication: its venue, its address, its pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from site_builder.latex import to_text
from site_builder.record.kinds import STATUS_WORDS, EntryType, StatusKind
from site_builder.record.models import VenueKind
from site_builder.text.plurals import et_al

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.record.models import Author, Paper, Status, Venue
    from site_builder.text.names import Name

DOI_SAFE: Final = "/:;()"
"""Punctuation that stays in the address of a DOI (DOI Handbook, 3.8)."""

DASH: Final = "\\-\u2010\u2011\u2013\u2014"
"""Hyphens and dashes that people write between two pages."""

RANGE: Final = re.compile(rf"([^\s{DASH}]+)\s*[{DASH}]{{1,3}}\s*([^\s{DASH}]+)")
"""First and last page; what holds more dashes is left as it stands."""


MOST_AUTHORS: Final = 2
"""Authors that running text names; of more only the first."""

BY_KIND: Final = {
    VenueKind.CONFERENCE: EntryType.PAPER_CONFERENCE,
    VenueKind.WORKSHOP: EntryType.PAPER_CONFERENCE,
    VenueKind.JOURNAL: EntryType.ARTICLE,
    VenueKind.PREPRINT: EntryType.PREPRINT,
    VenueKind.REPORT: EntryType.REPORT,
    VenueKind.THESIS: EntryType.THESIS,
    VenueKind.BOOK: EntryType.BOOK,
}
"""What papers are that do not say it themselves."""

PARTS: Final = frozenset({EntryType.ARTICLE, EntryType.PAPER_CONFERENCE, EntryType.CHAPTER})
"""What is a part of something: a journal, proceedings, a book."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a paper is and where it stands, as every format tells it; texts as records have them."""

    type: EntryType
    container: str
    """The journal, proceedings or book that it is a part of; empty for what stands alone."""
    publisher: str
    """Who published it, of a report or thesis the institution; of a part it may be unknown."""
    series: str
    """The series of the book or of the proceedings."""


def type_of(paper: Paper, venue: Venue) -> EntryType:
    """Return what a paper is: by its own word, else by the kind of its venue."""
    if paper.type:
        return paper.type
    found = BY_KIND[venue.kind]
    return EntryType.CHAPTER if found is EntryType.BOOK and paper.booktitle else found


def place_of(paper: Paper, venue: Venue) -> Place:
    """Say where a paper stands; a chapter's venue is its book, or else who publishes the book."""
    found, own_book = type_of(paper, venue), paper.booktitle or ""
    if found not in PARTS:
        publisher = publisher_of(venue)
        named = venue.name if found is EntryType.BOOK and venue.name != publisher else ""
        return Place(found, "", publisher, paper.series or named)
    if found is EntryType.CHAPTER and own_book:
        publisher = publisher_of(venue)
        named = venue.name if venue.name != publisher else ""
        return Place(found, own_book, publisher, paper.series or named)
    if found is EntryType.ARTICLE:
        own_book = ""  # a journal is no book
    return Place(found, own_book or venue.name, venue.publisher or "", paper.series or "")


def by_key(papers: Iterable[Paper]) -> list[Paper]:
    """Order papers as bibliographies do, so that a file changes where its papers do."""
    return sorted(papers, key=lambda paper: paper.key)


def short_authors(paper: Paper) -> str:
    """Return a paper's authors as running text has them: Li; Li and Wu; Li et al."""
    names = [author.name.last for author in paper.authors[: MOST_AUTHORS + 1]]
    return et_al(names, MOST_AUTHORS, is_cut=paper.authors_cut)


def short_name(paper: Paper) -> str:
    """Return a paper's name for a table: its method, or else its authors and year."""
    return paper.method or f"{short_authors(paper)} {paper.year}"


def publisher_of(venue: Venue) -> str:
    """Return who published: of a report or thesis, the institution."""
    return venue.publisher or venue.name


def doi_url(doi: str) -> str:
    """Format the address of a DOI."""
    return f"https://doi.org/{quote(doi, safe=DOI_SAFE)}"


def arxiv_url(arxiv_id: str) -> str:
    """Format the address of an arXiv listing."""
    return f"https://arxiv.org/abs/{arxiv_id}"


def address(paper: Paper) -> str:
    """Return the address that a paper is best found at, or nothing: none is ever guessed."""
    if paper.doi:
        return doi_url(paper.doi)
    listing = arxiv_url(paper.arxiv_id) if paper.arxiv_id else ""
    return paper.links.page or listing or paper.links.pdf or ""


def pdf_url(paper: Paper) -> str:
    """Return the address of a paper's PDF: its own, else arXiv's, which keeps no withdrawn one."""
    if paper.links.pdf:
        return paper.links.pdf
    is_withdrawn = paper.status is not None and paper.status.kind is StatusKind.WITHDRAWN
    is_there = paper.arxiv_id and not is_withdrawn
    return f"https://arxiv.org/pdf/{paper.arxiv_id}" if is_there else ""


def notice_url(status: Status) -> str:
    """Return the address of the notice of a status, or nothing."""
    source = status.source or ""
    is_doi = source and not source.lower().startswith(("http://", "https://"))
    return doi_url(source) if is_doi else source


def notice(paper: Paper) -> str:
    """Say in plain words what became of a paper: Retracted on 2020-05-01. Why. See https://…."""
    if not (status := paper.status):
        return ""
    words = STATUS_WORDS[status.kind]
    said = f"{words[0].upper()}{words[1:]}{f' on {status.date}' if status.date else ''}."
    note = f"{to_text(status.note).rstrip('.')}." if status.note else ""
    url = notice_url(status)
    return " ".join(filter(None, (said, note, f"See {url}" if url else "")))


def page_range(pages: str) -> tuple[str, str]:
    """Split pages into the first and the last; the last is empty where there is one alone."""
    found = RANGE.fullmatch(pages)
    return (found[1], found[2]) if found else (pages, "")


def plain_name(author: Author) -> Name:
    """Return an author's name with TeX read and every part on one line."""
    return author.plain_name
