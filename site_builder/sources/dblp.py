"""DBLP's search for publications to drafts (dblp.org/faq/13501473.html)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from site_builder import latex
from site_builder.record.models import VenueKind
from site_builder.sources import markup
from site_builder.sources.contents import is_said
from site_builder.sources.draft import Draft, Unusable, dig, line, listed, number_or_text, whole
from site_builder.sources.hits import Hits
from site_builder.sources.people import from_display
from site_builder.text.names import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS: Final[Mapping[str, VenueKind]] = {
    "Journal Articles": VenueKind.JOURNAL,
    "Conference and Workshop Papers": VenueKind.CONFERENCE,
    "Informal and Other Publications": VenueKind.PREPRINT,
    "Informal Publications": VenueKind.PREPRINT,
    "Books and Theses": VenueKind.BOOK,
    "Parts in Books or Collections": VenueKind.BOOK,
    "Reference Works": VenueKind.BOOK,
}
"""DBLP's types."""
PAGE: Final = 1_000
"""Hits of one answer: as many as DBLP gives."""


def path() -> str:
    """Return the path of the search for publications."""
    return "/search/publ/api"


def params(title: str) -> dict[str, str]:
    """Ask for publications by title: all its words must occur."""
    return {"q": " ".join(words(title))[:300], "format": "json", "h": "30", "c": "0"}


def volume(stream: str, year: int, page: int = 0) -> dict[str, str]:
    """Ask for a page of what a venue published in a year; a stream is DBLP's name of the venue."""
    return {
        "q": f"streamid:{stream}: year:{year}:",
        "format": "json",
        "h": str(PAGE),
        "f": str(page * PAGE),
        "c": "0",
    }


def parse_hits(raw: bytes) -> Hits:
    """Read a page of a volume, with the pages of its papers; front matter is left out."""
    infos = _infos(raw)
    drafts = (_with_page(info) for info in infos[:PAGE] if info.get("type") != "Editorship")
    return Hits(tuple(draft for draft in drafts if draft.title), len(infos))


def _with_page(info: dict[str, Any]) -> Draft:
    """Read a paper with the address of its page, the first that says more than an id."""
    draft = _draft(info)
    for each in listed(info.get("ee")):
        address = line(each)
        if address and not is_said(address, draft.arxiv_id):
            return replace(draft, links={"page": address})
    return draft


def words(title: str) -> list[str]:
    """Return the words of a title as the search understands them."""
    return re.findall(r"[^\W_]+", fold(latex.to_text(title)))


def parse(raw: bytes) -> list[Draft]:
    """Read the answer to a search, hit by hit."""
    return [_draft(info) for info in _infos(raw)]


def _infos(raw: bytes) -> list[dict[str, Any]]:
    data = markup.json_object(raw)
    if not isinstance(dig(data, "result", "hits"), dict):
        raise Unusable("the answer has no list of hits")
    infos = (dig(hit, "info") for hit in listed(dig(data, "result", "hits", "hit")))
    return [info for info in infos if isinstance(info, dict)]


def _draft(info: dict[str, Any]) -> Draft:
    names = (dig(author, "text") for author in listed(dig(info, "authors", "author")))
    kind = KINDS.get(line(info.get("type")))
    volume = number_or_text(info.get("volume"))
    is_preprint = kind is VenueKind.PREPRINT
    return Draft(
        source=f"DBLP:{line(info.get('key'))}",
        title=markup.text(info.get("title")).removesuffix("."),
        authors=from_display(names),
        year=whole(info.get("year")),
        venues=tuple(filter(None, map(line, listed(info.get("venue"))))),
        kind=kind,
        volume="" if is_preprint else volume,
        number=number_or_text(info.get("number")),
        pages=markup.page_range(number_or_text(info.get("pages"))),
        doi=markup.doi_in(line(info.get("doi"))),
        arxiv_id=markup.arxiv_in(volume) if is_preprint else "",
    )
