"""Papers as CSL-JSON, which citation processors read (CSL 1.0.2, appendices III and IV)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from site_builder.latex import to_text
from site_builder.record.models import VenueKind
from site_builder.record.publication import address, page_range, plain_name, publisher_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.library import Library
    from site_builder.record.models import Author, Paper, Venue

TYPES: Final = {
    VenueKind.CONFERENCE: "paper-conference",
    VenueKind.WORKSHOP: "paper-conference",
    VenueKind.JOURNAL: "article-journal",
    VenueKind.PREPRINT: "article",
    VenueKind.REPORT: "report",
    VenueKind.THESIS: "thesis",
    VenueKind.BOOK: "book",
}
"""Item types; since CSL 1.0.2 an article is a preprint."""

IN_CONTAINER: Final = (VenueKind.CONFERENCE, VenueKind.WORKSHOP, VenueKind.JOURNAL)
"""Venues that the paper is a part of."""

Item = dict[str, Any]


def item(paper: Paper, library: Library) -> Item:
    """Return one paper as an item, its text plain: TeX is read, line breaks are blanks."""
    venue = library.venue_of(paper)
    month = [paper.month] if paper.month else []
    fields = {
        "id": paper.key,
        "type": TYPES[venue.kind],
        "title": to_text(paper.title),
        "author": [_name(author) for author in paper.authors],
        "issued": {"date-parts": [[paper.year, *month]]},
        **_published(paper, venue),
        "volume": to_text(paper.volume or ""),
        "page": _pages(paper.pages or ""),
        "DOI": paper.doi or "",
        "URL": "" if paper.doi else address(paper),
        "abstract": to_text(paper.abstract or ""),
    }
    return {name: value for name, value in fields.items() if value}


def record(paper: Paper, library: Library) -> str:
    """Format one paper as an item of a list, each field on a line."""
    fields = item(paper, library).items()
    lines = (f"  {json.dumps(name)}: {json.dumps(v, ensure_ascii=False)}" for name, v in fields)
    return "{\n" + ",\n".join(lines) + "\n}"


def join(records: Iterable[str]) -> str:
    """Make one list of items, as every reader of the format wants, even of one."""
    return "[" + ",\n".join(records) + "]\n"


def _published(paper: Paper, venue: Venue) -> Item:
    number = to_text(paper.number or "")
    name, publisher = to_text(venue.name), to_text(venue.publisher or "")
    if venue.kind in IN_CONTAINER:
        return {"container-title": name, "publisher": publisher, "issue": number}
    if venue.kind is VenueKind.PREPRINT:
        listing = f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else number
        return {"publisher": name, "number": listing}
    if venue.kind is VenueKind.BOOK:
        series = name if publisher and publisher != name else ""
        return {"publisher": publisher or name, "collection-title": series}
    genre = "PhD thesis" if venue.kind is VenueKind.THESIS else ""
    return {"publisher": to_text(publisher_of(venue)), "number": number, "genre": genre}


def _pages(pages: str) -> str:
    first, last = page_range(to_text(pages))
    return f"{first}-{last}" if last else first


def _name(author: Author) -> Item:
    """Return a name in parts; the particle is sorted with the family name (van Gogh)."""
    name = plain_name(author)
    if name.is_group:
        return {"literal": name.family}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: value for part, value in parts.items() if value}
