"""Pages as linked data in the vocabulary of schema.org: papers, categories, the collection.

What is not known is left out; addresses of our own stand only where the site's is known.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from site_builder.latex import to_text
from site_builder.record.kinds import STATUS_WORDS, EntryType
from site_builder.record.publication import (
    arxiv_url,
    doi_url,
    notice,
    notice_url,
    page_range,
    pdf_url,
    place_of,
    plain_name,
)
from site_builder.web.head.highwire import DEGREES, keywords

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
    EntryType.REPORT: "Report",
    EntryType.THESIS: "Thesis",
    EntryType.BOOK: "Book",
    EntryType.CHAPTER: "Chapter",
    EntryType.DATASET: "Dataset",
    EntryType.SOFTWARE: "SoftwareSourceCode",
    EntryType.WEBPAGE: "WebPage",
}
"""What schema.org calls a type; all others are scholarly articles."""

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
    """Describe a paper: ScholarlyArticle, or what its type is there."""
    venue = library.venue_of(paper)
    url = site.absolute(f"papers/{paper.key}/")
    title = to_text(paper.title)
    return _filled(
        {
            "@type": TYPES.get(place_of(paper, venue).type, "ScholarlyArticle"),
            "@id": url,
            "url": url or paper.links.page or "",
            "name": title,
            "headline": title,
            "author": _authors(paper, library),
            "editor": [_author(editor, editor.orcid) for editor in paper.editors],
            "datePublished": f"{paper.year}{f'-{paper.month:02}' if paper.month else ''}",
            "dateCreated": paper.submitted.isoformat() if paper.submitted else "",
            **_published(paper, venue),
            "identifier": _identifiers(paper),
            "sameAs": _addresses(paper),
            "encoding": _encoding(paper),
            **_standing(paper),
            "description": to_text(paper.summary or ""),
            "keywords": keywords(paper, library),
        }
    )


def _authors(paper: Paper, library: Library) -> list[Thing]:
    """Describe the authors; the vocabulary has no word for those who are not named but a group."""
    people = zip(paper.authors, library.authors_of(paper), strict=True)
    more = [{"@type": "Organization", "name": "et al."}] if paper.authors_cut else []
    return [*(_author(author, person.orcid) for author, person in people), *more]


def _author(author: Author, orcid: str | None) -> Thing:
    name = plain_name(author)
    if name.is_group:
        return {"@type": "Organization", "name": name.display}
    known = f"https://orcid.org/{orcid}" if orcid else ""
    return _filled(
        {
            "@type": "Person",
            "@id": known,
            "sameAs": known,
            "name": name.display,
            "givenName": name.given,
            "familyName": name.last,
            "honorificSuffix": name.suffix,
        }
    )


def _published(paper: Paper, venue: Venue) -> Thing:
    place = place_of(paper, venue)
    first, last = page_range(to_text(paper.pages or ""))
    pages = {"pageStart": first, "pageEnd": last}
    publisher, series = _publisher(place.publisher), to_text(paper.series or "")
    within = {"@type": "BookSeries", "name": series} if series else {}
    match place.type:
        case EntryType.ARTICLE:
            return {"isPartOf": _issue(paper, venue), "publisher": publisher, **pages}
        case EntryType.PAPER_CONFERENCE | EntryType.CHAPTER:
            is_book = place.type is EntryType.CHAPTER
            part = {
                "@type": "Book" if is_book else "PublicationVolume",
                "name": to_text(place.container),
                "volumeNumber": "" if is_book else to_text(paper.volume or ""),
                "isPartOf": within,
            }
            return {"isPartOf": _filled(part), "publisher": publisher, **pages}
        case EntryType.THESIS if paper.degree:
            return {"publisher": publisher, "inSupportOf": DEGREES[paper.degree]}
    return {"publisher": publisher, "isPartOf": within}


def _standing(paper: Paper) -> Thing:
    """Return what became of a paper, and where that is said."""
    if not (status := paper.status):
        return {}
    said = {
        "@type": "CorrectionComment",
        "text": notice(paper),
        "url": notice_url(status),
        "datePublished": status.date.isoformat() if status.date else "",
    }
    return {"creativeWorkStatus": STATUS_WORDS[status.kind], "correction": _filled(said)}


def _encoding(paper: Paper) -> Thing:
    url = pdf_url(paper)
    kind = {"@type": "MediaObject", "encodingFormat": "application/pdf"}
    return {**kind, "contentUrl": url} if url else {}


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
    listing = [arxiv_url(paper.arxiv_id)] if paper.arxiv_id else []
    return [*doi, *listing, *([paper.links.page] if paper.links.page else [])]


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
