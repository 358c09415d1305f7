"""Papers in the RIS format, as reference managers read it ("RIS Format Specifications", 2011)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_builder.latex import to_text
from site_builder.record.kinds import Degree, EntryType
from site_builder.record.models import OTHERS
from site_builder.record.publication import address, notice, page_range, place_of, plain_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.library import Library
    from site_builder.record.models import Author, Paper, Venue
    from site_builder.record.publication import Place

TYPES: Final = {
    EntryType.PAPER_CONFERENCE: "CPAPER",
    EntryType.ARTICLE: "JOUR",
    EntryType.CHAPTER: "CHAP",
    EntryType.PREPRINT: "UNPB",
    EntryType.REPORT: "RPRT",
    EntryType.THESIS: "THES",
    EntryType.BOOK: "BOOK",
    EntryType.DATASET: "DATA",
    EntryType.SOFTWARE: "COMP",
    EntryType.WEBPAGE: "ELEC",
}
"""Reference types; an unpublished work is the nearest to a preprint."""

DEGREES: Final = {Degree.DOCTORAL: "PhD thesis", Degree.MASTER: "Master's thesis"}

END: Final = "\r\n"
"""The specification wants the line ends of DOS."""

ABSTRACT: Final = re.compile(r"\r\nAB  - [^\r]*")
"""The line of an abstract; no value holds a line's end, and this line is never the first."""


def record(paper: Paper, library: Library) -> str:
    """Format one paper; every value is one line, so that none can begin a field of its own."""
    fields = _fields(paper, library.venue_of(paper))
    return END.join((*(f"{tag}  - {value}" for tag, value in fields if value), "ER  - ", ""))


def _fields(paper: Paper, venue: Venue) -> Iterator[tuple[str, str]]:
    place = place_of(paper, venue)
    yield "TY", TYPES[place.type]
    yield "ID", paper.key
    yield "TI", to_text(paper.title)
    yield from _people("AU", paper.authors, is_cut=paper.authors_cut)
    yield from _people("ED", paper.editors, is_cut=paper.editors_cut)
    yield "PY", str(paper.year)
    yield "DA", f"{paper.year}/{paper.month:02}//" if paper.month else ""
    yield from _published(paper, venue, place)
    first, last = page_range(to_text(paper.pages or ""))
    yield from (("SP", first), ("EP", last))
    yield "DO", paper.doi or ""
    yield from (("UR", url) for url in dict.fromkeys((address(paper), paper.links.page or "")))
    yield "L1", paper.links.pdf or ""
    yield "AN", f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else ""
    yield "N1", notice(paper)
    yield "AB", to_text(paper.abstract or "")


def _published(paper: Paper, venue: Venue, place: Place) -> Iterator[tuple[str, str]]:
    if place.container:
        yield "T2", to_text(place.container)
        yield "T3", to_text(place.series)
        yield "PB", to_text(place.publisher)
    elif place.type is EntryType.BOOK:
        yield "T2", to_text(place.series)
        yield "PB", to_text(place.publisher)
    elif place.type is EntryType.PREPRINT:
        yield "T2", to_text(venue.name)
        yield "PB", to_text(venue.publisher or "")
    else:
        yield "PB", to_text(place.publisher)
    yield "M3", DEGREES[paper.degree] if paper.degree else ""
    yield "VL", to_text(paper.volume or "")
    yield "IS", to_text(paper.number or "")


def _people(tag: str, people: Iterable[Author], *, is_cut: bool) -> Iterator[tuple[str, str]]:
    yield from ((tag, _name(each)) for each in people)
    yield tag, OTHERS if is_cut else ""


def _name(author: Author) -> str:
    """Format a name as Family, Given, Suffix; a group keeps its commas from parting it."""
    name = plain_name(author)
    if name.is_group:
        return name.family.replace(",", "") or "?"
    last = name.last
    parts = (last, name.given, name.suffix) if name.suffix else (last, name.given)
    return ", ".join(part.replace(",", "") for part in parts).rstrip(", ") or "?"
