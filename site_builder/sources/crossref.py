"""Crossref's works to drafts (api.crossref.org, "Works")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from site_builder.sources import entry_types, leftovers, markup, statuses
from site_builder.sources.contents import is_said
from site_builder.sources.draft import (
    Draft,
    Person,
    Unusable,
    dig,
    line,
    listed,
    number_or_text,
    prose,
    whole,
)
from site_builder.sources.people import from_parts
from site_builder.sources.venues import SERIES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

CONFERENCE: Final = re.compile(
    r"(?i:conference|symposium|workshop|proceedings|congress|meeting|colloquium|conf\b)"
    r"|\b[A-Z][A-Za-z]*[A-Z][\w/&+-]*\s*['\u2019]?\s?(?:(?:19|20)\d\d|\d\d)\b"
)
"""A container that is a conference: in words, or by its acronym and year."""
MOST_DOIS: Final = 20
"""Works that one request asks for, so that it stays short enough to be an address."""
SEPARATOR: Final = ","
"""What parts filters, and so cannot stand in a DOI among them."""
DATES: Final = ("published-print", "published", "issued", "published-online")
"""Where the date of publication stands, the one that people cite first."""


def path(doi: str) -> str:
    """Return the path of one work."""
    return f"/works/{quote(doi, safe='')}"


def search(title: str, family: str) -> dict[str, str]:
    """Ask for works by title and first author."""
    words = f"{title} {family}".strip()
    return {"query.bibliographic": words[:300], "rows": "3"}


def updates(dois: Collection[str]) -> dict[str, str]:
    """Ask which notices update some works (REST API, filter `doi`)."""
    wanted = SEPARATOR.join(f"doi:{doi}" for doi in dois)
    return {"filter": wanted, "rows": str(len(dois)), "select": "DOI,title,author,updated-by"}


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
    what = _type(work)
    series, others = _series(work)
    is_chapter = what == "chapter"
    people = _people(work, "author")
    editors = _people(work, "editor")
    title = _title(work)
    status = statuses.of_updates(work)
    if not status and (kind := statuses.of_title(title)):
        status = {"kind": kind, "source": doi}
    return Draft(
        source=f"Crossref:{doi}",
        title=title,
        type=what,
        degree=_degree(work) if what == "thesis" else "",
        authors=people or editors,
        editors=editors if people else (),
        booktitle=others[0] if is_chapter and others else "",
        series=series,
        year=year,
        month=month,
        venues=tuple(dict.fromkeys(_venues(work, what))),
        kind=entry_types.KINDS.get(what),
        publisher=line(work.get("publisher")),
        volume=number_or_text(work.get("volume")),
        number=number_or_text(work.get("issue")),
        pages=_pages(work),
        doi=doi,
        arxiv_id=_preprint(work),
        links=_links(work),
        status=status,
        abstract=leftovers.paragraphs(prose(work.get("abstract"))),
        unread=statuses.notice_of(work),
    )


def _people(work: dict[str, Any], role: str) -> tuple[Person, ...]:
    return tuple(filter(None, map(_person, listed(work.get(role)))))


def _type(work: dict[str, Any]) -> str:
    """Return what a work is: a chapter in a conference's book is a paper of the conference."""
    kind = line(work.get("type"))
    found = entry_types.CROSSREF.get(kind, "")
    if found != "chapter" or kind == "reference-entry":
        return found
    places = map(markup.text, listed(work.get("container-title")))
    is_paper = work.get("event") or any(CONFERENCE.search(_bare(place)) for place in places)
    return "paper-conference" if is_paper else found


def _bare(place: str) -> str:
    """Leave series out, of which some are named after proceedings."""
    return "" if SERIES.match(place) else place


def _series(work: dict[str, Any]) -> tuple[str, list[str]]:
    """Part the containers of a chapter into the series and the rest."""
    places = list(filter(None, map(markup.text, listed(work.get("container-title")))))
    series = [place for place in places if SERIES.match(place)]
    if not series and len(places) > 1 and work.get("type") in {"book-chapter", "book-section"}:
        series = places[:1]  # the series comes first (Crossref, "Books and chapters")
    named = series[0] if series and len(places) > 1 else ""
    return named, [place for place in places if place != named]


def _degree(work: dict[str, Any]) -> str:
    said = " ".join(map(line, listed(work.get("degree"))))
    return entry_types.degree_of(said)


def _links(work: dict[str, Any]) -> dict[str, str]:
    """Read the paper's own page and PDF; the resolver's address says what the DOI does."""
    page = line(dig(work, "resource", "primary", "URL"))
    files = (
        line(dig(link, "URL"))
        for link in listed(work.get("link"))
        if dig(link, "content-type") == "application/pdf"
    )
    found = {"page": "" if is_said(page, "") else page, "pdf": next(filter(None, files), "")}
    return {name: address for name, address in found.items() if address}


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


def _venues(work: dict[str, Any], what: str) -> Iterator[str]:
    """Yield names of the venue: the event's, the container's, the preprint server's.

    The book of a chapter is no venue: there it is the publisher.
    """
    series, others = _series(work)
    if what == "chapter":
        yield from filter(None, [line(work.get("publisher")) or next(iter(others), series)])
        return
    places = (
        dig(work, "event", "acronym"),
        dig(work, "event", "name"),
        *others,
        series,
        *listed(work.get("short-container-title")),
        dig(work, "institution", 0, "name"),
        work.get("group-title") if work.get("type") == "posted-content" else None,
        work.get("publisher") if what in {"book", "report", "thesis", "dataset"} else None,
    )
    yield from filter(None, map(markup.text, places))


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
