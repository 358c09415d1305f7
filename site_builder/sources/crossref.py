"""Crossref's works to drafts (api.crossref.org, "Works")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from site_builder.record.models import VenueKind
from site_builder.sources import markup
from site_builder.sources.draft import (
    Draft,
    Person,
    Unusable,
    dig,
    line,
    listed,
    number_or_text,
    whole,
)
from site_builder.sources.people import from_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

KINDS: Final[Mapping[str, VenueKind]] = {
    "journal-article": VenueKind.JOURNAL,
    "proceedings-article": VenueKind.CONFERENCE,
    "posted-content": VenueKind.PREPRINT,
    "book": VenueKind.BOOK,
    "monograph": VenueKind.BOOK,
    "edited-book": VenueKind.BOOK,
    "reference-entry": VenueKind.BOOK,
    "report": VenueKind.REPORT,
    "report-component": VenueKind.REPORT,
    "dissertation": VenueKind.THESIS,
}
"""Crossref's types; chapters are papers of a conference where an event is named."""
DATES: Final = ("published-print", "published", "issued", "published-online")
"""Where the date of publication stands, the one that people cite first."""


def path(doi: str) -> str:
    """Return the path of one work."""
    return f"/works/{quote(doi, safe='')}"


def search(title: str, family: str) -> dict[str, str]:
    """Ask for works by title and first author."""
    words = f"{title} {family}".strip()
    return {"query.bibliographic": words[:300], "rows": "3"}


def parse(raw: bytes) -> Draft:
    """Read the answer about one work."""
    message = dig(markup.json_object(raw), "message")
    if not isinstance(message, dict):
        raise Unusable("the answer describes no work")
    return _draft(message)


def parse_search(raw: bytes) -> list[Draft]:
    """Read the answer to a search."""
    items = dig(markup.json_object(raw), "message", "items")
    return [_draft(item) for item in listed(items) if isinstance(item, dict)]


def _draft(work: dict[str, Any]) -> Draft:
    year, month = _date(work)
    doi = line(work.get("DOI"))
    return Draft(
        source=f"Crossref:{doi}",
        title=_title(work),
        authors=tuple(filter(None, map(_person, listed(work.get("author"))))),
        year=year,
        month=month,
        venues=tuple(dict.fromkeys(_venues(work))),
        kind=_kind(work),
        publisher=line(work.get("publisher")),
        volume=number_or_text(work.get("volume")),
        number=number_or_text(work.get("issue")),
        pages=_pages(work),
        doi=doi,
        arxiv_id=_preprint(work),
        abstract=markup.text(work.get("abstract")),
    )


def _title(work: dict[str, Any]) -> str:
    title = markup.text(dig(work, "title", 0) or work.get("title"))
    subtitle = markup.text(dig(work, "subtitle", 0))
    joined = subtitle and subtitle.casefold() not in title.casefold()
    return f"{title}: {subtitle}" if joined else title


def _person(author: Any) -> Person:
    if not isinstance(author, dict):
        return {}
    if group := line(author.get("name")):
        return {"literal": group}
    parts = from_parts(author.get("given"), author.get("family"), author.get("suffix"))
    if parts and (orcid := line(author.get("ORCID"))):
        parts["orcid"] = orcid.replace("http://", "https://")
    return parts


def _venues(work: dict[str, Any]) -> Iterator[str]:
    """Yield names of the venue: the event's, the container's, the preprint server's."""
    places = (
        dig(work, "event", "acronym"),
        dig(work, "event", "name"),
        *listed(work.get("container-title")),
        *listed(work.get("short-container-title")),
        dig(work, "institution", 0, "name"),
        work.get("group-title") if work.get("type") == "posted-content" else None,
    )
    yield from filter(None, map(markup.text, places))


def _kind(work: dict[str, Any]) -> VenueKind | None:
    if work.get("type") == "book-chapter":
        return VenueKind.CONFERENCE if work.get("event") else VenueKind.BOOK
    return KINDS.get(line(work.get("type")))


def _date(work: dict[str, Any]) -> tuple[int | None, int | None]:
    for name in DATES:
        year = whole(dig(work, name, "date-parts", 0, 0))
        if year:
            return year, whole(dig(work, name, "date-parts", 0, 1))
    return None, None


def _pages(work: dict[str, Any]) -> str:
    pages = number_or_text(work.get("page")) or number_or_text(work.get("article-number"))
    return markup.page_range(pages)


def _preprint(work: dict[str, Any]) -> str:
    """Read the arXiv id of a preprint that the publisher names."""
    for relation in listed(dig(work, "relation", "has-preprint")):
        if found := markup.arxiv_in(line(dig(relation, "id"))):
            return found
    return markup.arxiv_in(line(work.get("DOI")))
