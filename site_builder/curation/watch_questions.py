"""What is asked of services to find new papers: a question for each entry of watch.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from site_builder import query
from site_builder.record.watching import YEAR, CitationSource, SearchSource
from site_builder.sources import arxiv, dblp, openalex, openreview, semantic_scholar, services

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from site_builder.library import Library
    from site_builder.record.models import Paper
    from site_builder.record.watching import Search, WatchedPerson, WatchFile
    from site_builder.sources.hits import Days, Hits
    from site_builder.sources.services import Service

SOURCES: Final[dict[str, Service]] = {
    each.id: each
    for each in (services.ARXIV, services.OPENALEX, services.SEMANTIC_SCHOLAR, services.DBLP)
} | {"openreview": services.OPENREVIEW_API}
"""The services that are asked for new papers, by what people call them."""
MOST_PAGES: Final = 3
"""Pages of one answer that are looked at; of volumes, which are long, more."""
VOLUME_PAGES: Final = {"dblp": 6, "openreview": 30}


class Kind(StrEnum):
    """Why a paper is looked at."""

    WORDS = "words"
    CITES = "cites"
    PERSON = "person"
    VENUE = "venue"


@dataclass(frozen=True, slots=True)
class Origin:
    """What led to a paper."""

    kind: Kind
    name: str
    """A category as FACET/ID, a paper's key, a person's or a venue's name."""


@dataclass(frozen=True)
class Question:
    """A list of papers at a service, and how to turn its pages."""

    source: str
    origin: Origin
    told: str
    """What it is about, for people."""
    path: str
    params: Callable[[int], Mapping[str, str]]
    """The parameters by the number of the page, from 0 on."""
    parse: Callable[[bytes], Hits]
    full: int
    """Entries of a page behind which there may be another."""
    pages: int = MOST_PAGES
    words: tuple[str, ...] = ()
    """Words of which most hits must have one, or the answer is about something else."""

    @property
    def service(self) -> Service:
        """Who is asked."""
        return SOURCES[self.source]


@dataclass(frozen=True)
class Questions:
    """Makes the questions of a watch list, those of each service together."""

    watch: WatchFile
    library: Library
    days: Callable[[str], Days]
    """The days that a service, by its id, is asked for."""
    work_of: Callable[[str], str | None]
    """Asks OpenAlex what it calls the work with a DOI."""

    def of(self, source: str) -> Iterator[Question]:
        """Yield the questions for one service."""
        if source in {"dblp", "openreview"}:
            yield from self._volumes(source)
            return
        for search in self.watch.searches:
            if source in search.sources:
                yield self._search(search, source)
        for cited in self.watch.citing:
            paper = self.library.papers.get(cited.paper)
            if paper and source in cited.sources:
                yield from self._citing(paper, source)
        for person in self.watch.people:
            yield from self._person(person, source)

    def _search(self, search: Search, source: str) -> Question:
        node = query.find_category(search.category, self.library)
        words, also, days = search.words, search.also, self.days(source)
        origin = Origin(Kind.WORDS, f"{node.facet.id}/{node.id}")
        told = f"the words of {origin.name}"
        if source == SearchSource.ARXIV:
            classes = self.watch.arxiv_classes

            def params(page: int) -> dict[str, str]:
                return arxiv.search(words, also, classes, days, page * arxiv.MOST_IDS)

            path, parse, full, pages = arxiv.path(), arxiv.parse_hits, arxiv.MOST_IDS, MOST_PAGES
        elif source == SearchSource.OPENALEX:

            def params(page: int) -> dict[str, str]:
                return openalex.search(words, also, days, page)

            path, parse, full, pages = "/works", openalex.parse_hits, openalex.PAGE, MOST_PAGES
        else:

            def params(page: int) -> dict[str, str]:  # noqa: ARG001 (a thousand are one page)
                return semantic_scholar.search(words, also, days)

            path, parse = "/paper/search/bulk", semantic_scholar.parse_hits
            full, pages = semantic_scholar.MOST_FOUND, 1
        return Question(source, origin, told, path, params, parse, full, pages, words)

    def _citing(self, paper: Paper, source: str) -> Iterator[Question]:
        origin, told = Origin(Kind.CITES, paper.key), f"works that cite {paper.key}"
        days = self.days(source)
        if source == CitationSource.SEMANTIC_SCHOLAR:
            ids = (("ARXIV", paper.arxiv_id), ("DOI", paper.doi))
            path = next((semantic_scholar.path(k, v) for k, v in ids if v), None)
            if path:
                yield self._listed(f"{path}/citations", origin, told)
        elif paper.doi and (work := self.work_of(paper.doi)):
            yield self._works(lambda page: openalex.citing(work, days, page), origin, told)

    def _person(self, person: WatchedPerson, source: str) -> Iterator[Question]:
        origin, told = Origin(Kind.PERSON, person.name), f"works by {person.name}"
        days = self.days(source)
        if person.orcid:
            orcid = person.orcid
            if source == "openalex":
                yield self._works(lambda page: openalex.by_person(orcid, days, page), origin, told)
        if person.semantic_scholar and source == "semantic-scholar":
            yield self._listed(f"/author/{person.semantic_scholar}/papers", origin, told)
        if not (person.orcid or person.semantic_scholar) and source == "arxiv":
            name, size = person.name, arxiv.MOST_IDS
            yield Question(
                source,
                origin,
                told,
                arxiv.path(),
                lambda page: arxiv.by_author(name, days, page * size),
                arxiv.parse_hits,
                size,
            )

    def _works(
        self, params: Callable[[int], Mapping[str, str]], origin: Origin, told: str
    ) -> Question:
        parse, full = openalex.parse_hits, openalex.PAGE
        return Question("openalex", origin, told, "/works", params, parse, full)

    def _listed(self, path: str, origin: Origin, told: str) -> Question:
        source = "semantic-scholar"
        days, full = self.days(source), semantic_scholar.PAGE

        def params(page: int) -> dict[str, str]:
            return semantic_scholar.listed_papers(days, page)

        return Question(source, origin, told, path, params, semantic_scholar.parse_hits, full)

    def _volumes(self, source: str) -> Iterator[Question]:
        first, last = self.days(source)
        for venue in self.watch.venues:
            name = venue.dblp if source == "dblp" else venue.openreview
            several = source == "dblp" or YEAR in (name or "")
            years = range(first.year, last.year + 1) if several else (last.year,)
            for year in years if name else ():
                yield self._volume(source, venue.name, name or "", year)

    @staticmethod
    def _volume(source: str, venue: str, name: str, year: int) -> Question:
        origin, told = Origin(Kind.VENUE, venue), f"{venue} {year}"
        pages = VOLUME_PAGES[source]
        if source == "dblp":

            def params(page: int) -> dict[str, str]:
                return dblp.volume(name, year, page)

            path, parse, full = dblp.path(), dblp.parse_hits, dblp.PAGE
        else:
            group = name.replace(YEAR, str(year))

            def params(page: int) -> dict[str, str]:
                return openreview.accepted(group, page)

            path, parse, full = openreview.path(), openreview.parse_hits, openreview.PAGE
        return Question(source, origin, told, path, params, parse, full, pages)
