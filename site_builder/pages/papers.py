"""The page of a paper: all that its record says, and what others say of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from site_builder.pages import citing, citing_here, downloads, fields, lineages, pictures
from site_builder.pages.actions import actions
from site_builder.pages.authors import author_link
from site_builder.pages.categories import crumbs, facet_link, hue
from site_builder.pages.lists import year_link
from site_builder.pages.outside import Outside, identifiers
from site_builder.pages.paper_results import paper_results
from site_builder.pages.relatives import relatives
from site_builder.pages.result_tables import origins_of
from site_builder.pages.wording import (
    LINKS,
    RELATION,
    beginning,
    first_sentence,
    type_title,
)
from site_builder.pages.writer import paper_link
from site_builder.record.kinds import STATUS_WORDS
from site_builder.record.publication import notice_url, pdf_url, short_authors, short_name
from site_builder.web.head import head
from site_builder.yamlfiles.record_files import paper_path

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from site_builder.library import Library
    from site_builder.pages.parts import Link, Page
    from site_builder.pages.writer import Writer
    from site_builder.record.models import Paper, Relation
    from site_builder.record.origins import FactSource, Origin

MOST_NAMES: Final = 3
"""Other names of an author by which the search finds a paper's page."""
DETAILS: Final = ("extra", "submitted", "comment", "journal_ref")
"""Fields that stand under a heading of their own."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What became of the paper; what is not known is empty."""

    words: str
    date: str
    note: str
    url: str
    source: str
    """Where it is said, as the record has it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paper stands in one facet."""

    facet: Link
    trails: tuple[tuple[Link, ...], ...]
    """The breadcrumbs of each category, the facet left out."""
    hues: tuple[int, ...]
    """Which colour each has, or 0."""


@dataclass(frozen=True, slots=True)
class Other:
    """The other paper of a relation."""

    link: Link | None
    name: str
    origins: tuple[tuple[Origin, FactSource], ...]
    """The work in which the relation was read, with the source that names it."""
    standing: str = ""
    """What became of it."""


def pages(writer: Writer, some: slice) -> Iterator[Page]:
    """Make the pages of some papers, in the order of keys; their texts are kept for their files."""
    papers = writer.keyed[some]
    writer.texts.have(papers)  # then the pages, too, are made of what is kept
    for paper in papers:
        yield page(writer, paper)
    writer.texts.keep(papers, writer.facts.site)


def page(writer: Writer, paper: Paper) -> Page:
    """Make the page of a paper."""
    library, repository = writer.library, writer.facts.repository
    path, lead = paper_path(paper.key), first_sentence(paper.summary or "")
    return writer.page(
        "paper",
        f"papers/{paper.key}/",
        paper.title,
        paper=paper,
        short_authors=short_authors(paper),
        authors=list(_authors(library, paper)),
        editors=[editor.name.display for editor in paper.editors],
        kind=type_title(paper),
        notice=_notice(paper),
        venue=writer.venue(paper),
        venue_name=_venue_name(library, paper),
        year=year_link(paper.year),
        lead=lead,
        summary=_rest(paper.summary or "", lead),
        actions=list(actions(paper)),
        identifiers=list(identifiers(paper)),
        links=list(_links(paper)),
        places=list(_places(library, paper)),
        told=fields.told(writer, paper),
        results=paper_results(writer, paper),
        relations=list(_relations(writer, paper)),
        citations=citing_here.of_paper(writer, paper),
        cited_in=writer.cited_in.get(paper.key, []),
        has_details=any(getattr(paper, name) for name in DETAILS),
        sources=writer.sources.of(paper, paper.sources),
        description=_description(paper),
        **_dates(writer, paper),
        forms=list(citing.forms(writer, paper)),
        files=downloads.of_paper(paper),
        about=partial(head.of_paper, paper, library, pictures.of_paper(writer, paper)),
        related=relatives(writer, paper),
        lineage=lineages.of_paper(writer, paper),
        editor=repository.editor(path),
        view=repository.view(path),
        report=repository.report(path, paper.key),
        source=path,
        updated=writer.updated([paper]),
    )


def _authors(library: Library, paper: Paper) -> Iterator[tuple[Link, str]]:
    """Link each author, by the name that the paper gives, to who that is; add the other names."""
    for person, author in zip(library.authors_of(paper), paper.authors, strict=True):
        name = author.name.display
        names = (each.display for each in (person.name, *person.other_names[:MOST_NAMES]))
        others = [each for each in names if each != name] if person.other_names else []
        yield author_link(person, name), ", ".join(others)


def _dates(writer: Writer, paper: Paper) -> dict[str, dt.date | None]:
    """Return the days on which a record came, by its own word before git's, and last changed.

    What changed on the day that it came, by either word, is a part of its coming: readers are told
    days, and a record is seldom right in its first commit.
    """
    span = writer.dates.get(paper.key)
    first = span.first.date() if span and span.first else None
    last = span.last.date() if span else None
    came = max(filter(None, (paper.added, first)), default=None)
    is_later = last is not None and (came is None or last > came)
    return {"added": paper.added or first, "changed": last if is_later else None}


def _rest(summary: str, lead: str) -> str:
    """Return what a summary says after its first sentence, or all of one whose lead is cut."""
    return summary.removeprefix(lead).strip()


def _description(paper: Paper) -> str:
    text = paper.summary or paper.abstract
    return beginning(text) if text else f"{short_authors(paper)}, {paper.venue} {paper.year}."


def _venue_name(library: Library, paper: Paper) -> str:
    venue = library.venues.get(paper.venue)
    return venue.name if venue else ""


def _notice(paper: Paper) -> Notice | None:
    """Return what became of the paper."""
    if not (status := paper.status):
        return None
    words = STATUS_WORDS[status.kind]
    date = str(status.date) if status.date else ""
    return Notice(words, date, status.note or "", notice_url(status), status.source or "")


def _links(paper: Paper) -> Iterator[Outside]:
    known = {"pdf": pdf_url(paper)}
    for field, title in LINKS.items():
        if url := known.get(field) or getattr(paper.links, field):
            yield Outside(url, title, urlsplit(url).hostname or "")


def _places(library: Library, paper: Paper) -> Iterator[Place]:
    for facet in library.taxonomy.facets:
        nodes = library.nodes(paper, facet.id)
        if nodes:
            yield Place(
                facet_link(facet),
                tuple(crumbs(node)[1:] for node in nodes),
                tuple(hue(library.taxonomy, node) for node in nodes),
            )


def _relations(writer: Writer, paper: Paper) -> Iterator[tuple[str, list[Other]]]:
    """Yield the relations in both directions, each kind under its words."""
    incoming = writer.library.relations_to.get(paper.key, [])
    for kind, (words, words_back) in RELATION.items():
        links = [_other(writer, r.paper, paper, r) for r in paper.relations if r.kind is kind]
        back = [_other(writer, other.key, other, r) for other, r in incoming if r.kind is kind]
        yield from ((said, found) for said, found in ((words, links), (words_back, back)) if found)


def _other(writer: Writer, key: str, teller: Paper, relation: Relation) -> Other:
    """Show the other end of a relation; `teller` is the paper whose record tells it."""
    source = tuple(origins_of(writer.sources.of(teller, (relation.source,))))
    paper = writer.library.papers.get(key)
    if paper is None:
        return Other(None, key, source)
    standing = STATUS_WORDS[paper.status.kind] if paper.status else ""
    return Other(paper_link(paper), short_name(paper), source, standing)
