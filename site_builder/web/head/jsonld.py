"""Pages as linked data in the vocabulary of schema.org: papers, categories, the collection.

What is not known is left out; addresses of our own stand only where the site's is known.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from site_builder.latex import to_text
from site_builder.record.models import VenueKind
from site_builder.record.publication import (
    arxiv_url,
    doi_url,
    page_range,
    plain_name,
    publisher_of,
)
from site_builder.web.head.highwire import keywords

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from site_builder.library import Library
    from site_builder.record.models import Author, Paper, Venue
    from site_builder.record.taxonomy import Node
    from site_builder.site import Site
    from site_builder.web.head import Alternate

Thing = dict[str, Any]
"""One thing with its properties, as JSON has them."""

CONTEXT: Final = {"@context": "https://schema.org"}

TYPES: Final = {
    VenueKind.REPORT: "Report",
    VenueKind.THESIS: "Thesis",
    VenueKind.BOOK: "Book",
}
"""What a paper is by the kind of its venue; all others are scholarly articles."""

IN_PROCEEDINGS: Final = (VenueKind.CONFERENCE, VenueKind.WORKSHOP)

ESCAPES: Final = tuple((char, f"\\u{ord(char):04x}") for char in "<>&\u2028\u2029")
"""What could end the script element, begin a comment in it, or end a line of JavaScript."""


@dataclass(frozen=True, slots=True)
class Collection:
    """What a survey says of itself as a set of data; each part may be empty."""

    licence: str = ""
    """Address of the licence's text."""
    creators: tuple[str, ...] = ()
    """Names of groups or organisations."""
    version: str = ""
    doi: str = ""
    modified: dt.date | None = None
    downloads: tuple[Alternate, ...] = ()


def script(*things: Thing) -> str:
    """Format things as a script element that browsers do not run, ready for a page's head."""
    texts = (serialised({**CONTEXT, **thing}) for thing in things if thing)
    return "".join(f'<script type="application/ld+json">{text}</script>\n' for text in texts)


def serialised(thing: Thing) -> str:
    """Format a thing as JSON that means nothing to an HTML parser."""
    text = json.dumps(thing, ensure_ascii=False, separators=(",", ":"))
    for char, escaped in ESCAPES:
        text = text.replace(char, escaped)
    return text


def article(paper: Paper, library: Library, site: Site) -> Thing:
    """Describe a paper: ScholarlyArticle, or the type that the kind of its venue asks for."""
    venue = library.venue_of(paper)
    url = site.absolute(f"papers/{paper.key}/")
    title = to_text(paper.title)
    return _filled(
        {
            "@type": TYPES.get(venue.kind, "ScholarlyArticle"),
            "@id": url,
            "url": url,
            "name": title,
            "headline": title,
            "author": [_author(author) for author in paper.authors],
            "datePublished": f"{paper.year}{f'-{paper.month:02}' if paper.month else ''}",
            "dateCreated": paper.submitted.isoformat() if paper.submitted else "",
            **_published(paper, venue),
            "identifier": _identifiers(paper),
            "sameAs": _addresses(paper),
            "description": to_text(paper.summary or ""),
            "abstract": to_text(paper.abstract or ""),
            "keywords": keywords(paper, library),
        }
    )


def _author(author: Author) -> Thing:
    name = plain_name(author)
    if name.is_group:
        return {"@type": "Organization", "name": name.display}
    return _filled(
        {
            "@type": "Person",
            "@id": f"https://orcid.org/{author.orcid}" if author.orcid else "",
            "name": name.display,
            "givenName": name.given,
            "familyName": name.last,
            "honorificSuffix": name.suffix,
        }
    )


def _published(paper: Paper, venue: Venue) -> Thing:
    first, last = page_range(to_text(paper.pages or ""))
    pages = {"pageStart": first, "pageEnd": last}
    if venue.kind is VenueKind.JOURNAL:
        return {"isPartOf": _issue(paper, venue), "publisher": _publisher(venue.publisher), **pages}
    if venue.kind in IN_PROCEEDINGS:
        proceedings = {"@type": "PublicationVolume", "name": to_text(venue.name)}
        volume = {"volumeNumber": to_text(paper.volume or "")}
        part = _filled({**proceedings, **volume})
        return {"isPartOf": part, "publisher": _publisher(venue.publisher), **pages}
    return {"publisher": _publisher(publisher_of(venue))}


def _issue(paper: Paper, venue: Venue) -> Thing:
    """Nest issue, volume and journal as far as they are known."""
    part: Thing = {"@type": "Periodical", "name": to_text(venue.name)}
    if paper.volume:
        number = to_text(paper.volume)
        part = {"@type": "PublicationVolume", "volumeNumber": number, "isPartOf": part}
    if paper.number:
        number = to_text(paper.number)
        part = {"@type": "PublicationIssue", "issueNumber": number, "isPartOf": part}
    return part


def _publisher(name: str | None) -> Thing:
    return {"@type": "Organization", "name": to_text(name)} if name else {}


def _identifiers(paper: Paper) -> list[Thing]:
    found = (("doi", paper.doi), ("arXiv", paper.arxiv_id))
    return [{"@type": "PropertyValue", "propertyID": i, "value": v} for i, v in found if v]


def _addresses(paper: Paper) -> list[str]:
    doi = [doi_url(paper.doi)] if paper.doi else []
    return doi + ([arxiv_url(paper.arxiv_id)] if paper.arxiv_id else [])


def category(node: Node, site: Site) -> Thing:
    """Describe a category's page: a collection about a term of the facet's set of terms."""
    url = site.absolute(node.uri)
    terms = {
        "@type": "DefinedTermSet",
        "@id": site.absolute(f"{node.facet.slug}/"),
        "name": to_text(node.facet.title),
        "description": to_text(node.facet.description),
    }
    term = {
        "@type": "DefinedTerm",
        "name": to_text(node.title),
        "termCode": node.id,
        "description": to_text(node.category.description),
        "alternateName": [to_text(alias) for alias in node.category.aliases],
        "inDefinedTermSet": _filled(terms),
    }
    name = to_text(node.title)
    found = {"@type": "CollectionPage", "@id": url, "url": url, "name": name}
    return _filled({**found, "about": _filled(term)})


def breadcrumbs(trail: Iterable[tuple[str, str]], site: Site) -> Thing:
    """Describe a page's breadcrumbs: titles as records have them, and addresses, from the top."""
    steps = [
        _filled(
            {
                "@type": "ListItem",
                "position": position,
                "name": to_text(title),
                "item": site.absolute(uri),
            }
        )
        for position, (title, uri) in enumerate(trail, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps} if steps else {}


def dataset(site: Site, collection: Collection) -> Thing:
    """Describe the whole collection, as Google Dataset Search and others ask for it."""
    url = site.absolute("")
    creators = [{"@type": "Organization", "name": name} for name in collection.creators]
    return _filled(
        {
            "@type": "Dataset",
            "@id": url,
            "url": url,
            "name": site.title,
            "description": site.description,
            "license": collection.licence,
            "creator": creators,
            "version": collection.version,
            "identifier": doi_url(collection.doi) if collection.doi else "",
            "dateModified": collection.modified.isoformat() if collection.modified else "",
            "isAccessibleForFree": True,
            "distribution": [_download(each, site) for each in collection.downloads if url],
        }
    )


def _download(download: Alternate, site: Site) -> Thing:
    return {
        "@type": "DataDownload",
        "name": download.title,
        "encodingFormat": download.media_type,
        "contentUrl": site.absolute(download.uri),
    }


def _filled(thing: Thing) -> Thing:
    """Leave out what is not known."""
    return {name: value for name, value in thing.items() if value not in ("", [], {}, None)}
