"""Papers in the RIS format, as reference managers read it ("RIS Format Specifications", 2011)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_builder.latex import to_text
from site_builder.record.models import VenueKind
from site_builder.record.publication import address, page_range, plain_name, publisher_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.library import Library
    from site_builder.record.models import Author, Paper, Venue

TYPES: Final = {
    VenueKind.CONFERENCE: "CPAPER",
    VenueKind.WORKSHOP: "CPAPER",
    VenueKind.JOURNAL: "JOUR",
    VenueKind.PREPRINT: "UNPB",
    VenueKind.REPORT: "RPRT",
    VenueKind.THESIS: "THES",
    VenueKind.BOOK: "BOOK",
}
"""Reference types; an unpublished work is the nearest to a preprint."""

NAMED_AFTER_PUBLISHER: Final = (VenueKind.REPORT, VenueKind.THESIS)
"""Venues that are the institution and no series that the paper stands in."""

END: Final = "\r\n"
"""The specification wants the line ends of DOS."""


def record(paper: Paper, library: Library) -> str:
    """Format one paper; every value is one line, so that none can begin a field of its own."""
    fields = _fields(paper, library.venue_of(paper))
    return END.join((*(f"{tag}  - {value}" for tag, value in fields if value), "ER  - ", ""))


def join(records: Iterable[str]) -> str:
    """Make one file of records, an empty line between them."""
    return END.join(records)


def _fields(paper: Paper, venue: Venue) -> Iterator[tuple[str, str]]:
    yield "TY", TYPES[venue.kind]
    yield "ID", paper.key
    yield "TI", to_text(paper.title)
    yield from (("AU", _name(author)) for author in paper.authors)
    yield "PY", str(paper.year)
    yield "DA", f"{paper.year}/{paper.month:02}//" if paper.month else ""
    yield from _published(paper, venue)
    first, last = page_range(to_text(paper.pages or ""))
    yield from (("SP", first), ("EP", last))
    yield "DO", paper.doi or ""
    yield "UR", address(paper)
    yield "AN", f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else ""
    yield "AB", to_text(paper.abstract or "")


def _published(paper: Paper, venue: Venue) -> Iterator[tuple[str, str]]:
    if venue.kind in NAMED_AFTER_PUBLISHER:
        yield "PB", to_text(publisher_of(venue))
    else:
        yield "T2", to_text(venue.name)
        yield "PB", to_text(venue.publisher or "")
    yield "VL", to_text(paper.volume or "")
    yield "IS", to_text(paper.number or "")


def _name(author: Author) -> str:
    """Format a name as Family, Given, Suffix; a group keeps its commas from parting it."""
    name = plain_name(author)
    if name.is_group:
        return name.family.replace(",", "") or "?"
    last = name.last
    parts = (last, name.given, name.suffix) if name.suffix else (last, name.given)
    return ", ".join(part.replace(",", "") for part in parts).rstrip(", ") or "?"
