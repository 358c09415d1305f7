"""DBLP's search for publications to drafts (dblp.org/faq/13501473.html)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from site_builder import latex
from site_builder.record.models import VenueKind
from site_builder.sources import markup
from site_builder.sources.draft import Draft, Unusable, dig, line, listed, number_or_text, whole
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


def path() -> str:
    """Return the path of the search for publications."""
    return "/search/publ/api"


def params(title: str) -> dict[str, str]:
    """Ask for publications by title: all its words must occur."""
    return {"q": " ".join(words(title))[:300], "format": "json", "h": "30", "c": "0"}


def words(title: str) -> list[str]:
    """Return the words of a title as the search understands them."""
    return re.findall(r"[^\W_]+", fold(latex.to_text(title)))


def parse(raw: bytes) -> list[Draft]:
    """Read the answer to a search, hit by hit."""
    data = markup.json_object(raw)
    if not isinstance(dig(data, "result", "hits"), dict):
        raise Unusable("the answer has no list of hits")
    infos = (dig(hit, "info") for hit in listed(dig(data, "result", "hits", "hit")))
    return [_draft(info) for info in infos if isinstance(info, dict)]


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
