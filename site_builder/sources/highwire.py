"""A paper's own page to a draft: the `citation_…` tags that libraries read (Highwire Press)."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from site_builder.record.models import VenueKind
from site_builder.sources import markup
from site_builder.sources.draft import Draft, Unusable, line, whole
from site_builder.sources.people import from_display

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_READ: Final = 200_000
"""Characters of a page that are looked at; the tags stand in its head."""
YEAR: Final = re.compile(r"\b(?:14[5-9]|1[5-9]\d|20\d)\d\b")
PLACES: Final[Mapping[str, VenueKind]] = {
    "citation_conference_title": VenueKind.CONFERENCE,
    "citation_conference": VenueKind.CONFERENCE,
    "citation_journal_title": VenueKind.JOURNAL,
    "citation_inbook_title": VenueKind.BOOK,
    "citation_dissertation_institution": VenueKind.THESIS,
    "citation_technical_report_institution": VenueKind.REPORT,
}


class _Tags(HTMLParser):
    """Collects the tags `<meta name=citation_… content=…>`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta":
            values = dict(attrs)
            name = (values.get("name") or values.get("property") or "").lower()
            if name.startswith("citation_") and (content := markup.text(values.get("content"))):
                self.found.setdefault(name, []).append(content)

    def first(self, *names: str) -> str:
        return next((self.found[name][0] for name in names if name in self.found), "")


def parse(raw: bytes, source: str) -> Draft:
    """Read a page; raises Unusable when it carries no such tags."""
    tags = _Tags()
    tags.feed(raw.decode("utf-8", "replace")[:MOST_READ])
    title = tags.first("citation_title")
    if not title:
        raise Unusable("the page says nothing that programs can read")
    place, kind = _place(tags)
    when = tags.first("citation_publication_date", "citation_date", "citation_online_date")
    year = YEAR.search(when)
    ends = (tags.first("citation_firstpage"), tags.first("citation_lastpage"))
    return Draft(
        source=source,
        title=title,
        authors=from_display(tags.found.get("citation_author", [])),
        year=whole(year[0]) if year else None,
        venues=(place,) if place else (),
        kind=kind,
        publisher=tags.first("citation_publisher"),
        volume=tags.first("citation_volume"),
        number=tags.first("citation_issue"),
        pages="-".join(dict.fromkeys(filter(None, map(line, ends)))),
        doi=markup.doi_in(tags.first("citation_doi")),
        arxiv_id=markup.arxiv_in(f"arXiv:{tags.first('citation_arxiv_id')}"),
        links=_links(tags),
    )


def _links(tags: _Tags) -> dict[str, str]:
    """Read the addresses that the page gives of itself and of its PDF."""
    page = tags.first(
        "citation_abstract_html_url", "citation_public_url", "citation_fulltext_html_url"
    )
    found = {"page": page, "pdf": tags.first("citation_pdf_url")}
    return {name: address for name, address in found.items() if address.startswith("http")}


def _place(tags: _Tags) -> tuple[str, VenueKind | None]:
    for name, kind in PLACES.items():
        if name in tags.found:
            return tags.found[name][0], kind
    return "", None
