"""Papers as CSL-JSON, which citation processors read (CSL 1.0.2, appendices III and IV)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from site_builder.latex import to_text
from site_builder.record.kinds import STATUS_WORDS, Degree, EntryType
from site_builder.record.models import OTHERS
from site_builder.record.publication import PARTS, address, notice, page_range, place_of, plain_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.library import Library
    from site_builder.record.models import Author, Paper, Venue
    from site_builder.record.publication import Place

RENAMED: Final = {EntryType.ARTICLE: "article-journal", EntryType.PREPRINT: "article"}
"""Item types that our own word does not name; since CSL 1.0.2 an article is a preprint."""

GENRES: Final = {
    None: "Thesis",
    Degree.DOCTORAL: "PhD thesis",
    Degree.MASTER: "Master's thesis",
}
"""How styles call a thesis."""

ABSTRACT: Final = re.compile(r',\n  "abstract": "[^\n]*"')
"""The line of an abstract; no value holds a line's end, and this line is never the first."""

AS_JSON: Final = json.JSONEncoder(ensure_ascii=False).encode

Item = dict[str, Any]


def item(paper: Paper, library: Library) -> Item:
    """Return one paper as an item, its text plain: TeX is read, line breaks are blanks."""
    venue = library.venue_of(paper)
    place = place_of(paper, venue)
    month = [paper.month] if paper.month else []
    fields = {
        "id": paper.key,
        "type": RENAMED.get(place.type, str(place.type)),
        "title": to_text(paper.title),
        "author": _names(paper.authors, is_cut=paper.authors_cut),
        "editor": _names(paper.editors, is_cut=paper.editors_cut),
        "issued": {"date-parts": [[paper.year, *month]]},
        **_published(paper, venue, place),
        "volume": to_text(paper.volume or ""),
        "page": _pages(paper.pages or ""),
        "DOI": paper.doi or "",
        "URL": "" if paper.doi else address(paper),
        "status": STATUS_WORDS[paper.status.kind] if paper.status else "",
        "abstract": to_text(paper.abstract or ""),
    }
    return {name: value for name, value in fields.items() if value}


def record(paper: Paper, library: Library) -> str:
    """Format one paper as an item of a list, each field on a line.

    What CSL has no variable for is a note, as Zotero writes and reads it; styles print some notes,
    so that no reference of ours is made with it.
    """
    note = _note(paper)
    fields = {**item(paper, library), **({"note": note} if note else {})}.items()
    lines = (f'  "{name}": {AS_JSON(value)}' for name, value in fields)
    return "{\n" + ",\n".join(lines) + "\n}"


def _note(paper: Paper) -> str:
    """Return the arXiv id with its class, and all of what became of the paper."""
    is_class = f" [{paper.arxiv_class}]" if paper.arxiv_class else ""
    listing = f"arXiv:{paper.arxiv_id}{is_class}" if paper.arxiv_id else ""
    return "\n".join(filter(None, (listing, notice(paper))))


def _published(paper: Paper, venue: Venue, place: Place) -> Item:
    number = to_text(paper.number or "")
    publisher, series = to_text(place.publisher), to_text(place.series)
    if place.type in PARTS:
        container = {"container-title": to_text(place.container), "publisher": publisher}
        return {**container, "collection-title": series, "issue": number}
    if place.type is EntryType.PREPRINT:
        listing = f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else number
        return {"publisher": to_text(venue.name), "number": listing}
    if place.type is EntryType.BOOK:
        named = series if series != publisher else ""
        return {"publisher": publisher, "collection-title": named, "collection-number": number}
    genre = GENRES[paper.degree] if place.type is EntryType.THESIS else ""
    return {"publisher": publisher, "number": number, "genre": genre}


def _pages(pages: str) -> str:
    first, last = page_range(to_text(pages))
    return f"{first}-{last}" if last else first


def _names(people: Iterable[Author], *, is_cut: bool) -> list[Item]:
    """Return names; pandoc reads the last of a list that is cut as "et al."."""
    return [*map(_name, people), *([{"literal": OTHERS}] if is_cut else [])]


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
    said = {part: value for part, value in parts.items() if value}
    return said or {"literal": author.name.display}  # reading TeX leaves nothing of {}
