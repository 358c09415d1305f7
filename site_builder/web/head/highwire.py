"""Papers as Highwire tags, which Google Scholar and reference managers read in a page's head.

Names and forms of dates are those of Google Scholar's "Inclusion Guidelines for Webmasters".
No tag is empty, which would be worse than none. A list of authors that is cut says so by "et al."
as its last; editors have `citation_editor`, which Zotero reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_builder.latex import to_text
from site_builder.record.kinds import Degree, EntryType
from site_builder.record.publication import page_range, pdf_url, place_of, plain_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library import Library
    from site_builder.record.models import Paper, Venue
    from site_builder.site import Site
    from site_builder.text.names import Name
    from site_builder.web.head import Tag

CONTAINERS: Final = {
    EntryType.ARTICLE: "citation_journal_title",
    EntryType.PAPER_CONFERENCE: "citation_conference_title",
    EntryType.CHAPTER: "citation_inbook_title",
}
"""Tags for what a paper is a part of; programs tell the kind of publication from them."""

INSTITUTIONS: Final = {
    EntryType.REPORT: "citation_technical_report_institution",
    EntryType.THESIS: "citation_dissertation_institution",
}
"""Tags for who a paper was written at."""

DEGREES: Final = {Degree.DOCTORAL: "PhD", Degree.MASTER: "Master"}
"""Values of `citation_dissertation_name`."""


def tags(paper: Paper, library: Library, site: Site) -> list[Tag]:
    """Give the tags of a paper's page, in a fixed order; text is plain, TeX is read."""
    found = (*_texts(paper, library), *_identifiers(paper, site))
    return [(name, text) for name, text in found if text]


def _texts(paper: Paper, library: Library) -> Iterator[Tag]:
    yield "citation_title", to_text(paper.title)
    yield from (("citation_author", author) for author in _authors(paper))
    yield from (("citation_editor", inverted(plain_name(each))) for each in paper.editors)
    yield "citation_publication_date", f"{paper.year}{f'/{paper.month:02}' if paper.month else ''}"
    if paper.submitted:
        yield "citation_online_date", paper.submitted.isoformat().replace("-", "/")
    yield from _published(paper, library.venue_of(paper))
    yield "citation_abstract", to_text(paper.abstract or "")
    yield from (("citation_keywords", title) for title in keywords(paper, library))


def _identifiers(paper: Paper, site: Site) -> Iterator[Tag]:
    """Give what is taken letter by letter."""
    yield "citation_doi", paper.doi or ""
    yield "citation_arxiv_id", paper.arxiv_id or ""
    yield "citation_pdf_url", pdf_url(paper)
    yield "citation_public_url", paper.links.page or ""
    yield "citation_abstract_html_url", site.absolute(f"papers/{paper.key}/")


def _published(paper: Paper, venue: Venue) -> Iterator[Tag]:
    place = place_of(paper, venue)
    yield CONTAINERS.get(place.type, "citation_journal_title"), to_text(place.container)
    yield "citation_series_title", to_text(paper.series or "")
    yield INSTITUTIONS.get(place.type, "citation_publisher"), to_text(place.publisher)
    yield "citation_dissertation_name", DEGREES[paper.degree] if paper.degree else ""
    yield "citation_volume", to_text(paper.volume or "")
    number = "technical_report_number" if place.type is EntryType.REPORT else "issue"
    yield f"citation_{number}", to_text(paper.number or "")
    first, last = page_range(to_text(paper.pages or ""))
    yield from (("citation_firstpage", first), ("citation_lastpage", last))


def keywords(paper: Paper, library: Library) -> list[str]:
    """Name the categories that a paper stands in."""
    facets = library.taxonomy.facet_ids
    titles = (to_text(n.title) for facet in facets for n in library.nodes(paper, facet))
    return list(dict.fromkeys(titles))


def _authors(paper: Paper) -> Iterator[str]:
    for author in paper.authors:
        name = plain_name(author)
        text = inverted(name)
        last, _, rest = text.partition(", ")
        # Zotero takes "De Souza, Ana Lia" for two people where it is the only author.
        alone = len(paper.authors) == 1 and " " in last and " " in rest
        yield name.display if alone else text
    if paper.authors_cut:
        yield "et al."


def inverted(name: Name) -> str:
    """Write a name as `particle Family, Given Suffix`.

    There is one comma at most: programs that split at it drop what follows a second one.
    """
    last = " ".join(filter(None, (name.particle, name.family)))
    return ", ".join(filter(None, (last, " ".join(filter(None, (name.given, name.suffix))))))
