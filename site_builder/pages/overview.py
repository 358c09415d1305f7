"""Pieces of hand-written pages that tell of the whole survey: `<!-- survey:NAME -->`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from site_builder.pages import cite_survey, downloads, home, page_figures
from site_builder.pages.addresses import BENCHMARKS, PAPERS
from site_builder.pages.categories import Branch, branches, facet_link
from site_builder.pages.facts import UNKNOWN, SiteFacts
from site_builder.pages.parts import Link
from site_builder.pages.writer import Writer, paper_link
from site_builder.web import feeds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from markupsafe import Markup

    from site_builder.library import Library
    from site_builder.pages.templates import Templates
    from site_builder.record.models import Facet, Paper

NEWEST: Final = 10
"""How many additions the overview lists."""

NEVER: Final = dt.datetime.min.replace(tzinfo=dt.UTC)
"""When a paper was added of which nobody knows; before all others."""

TOP: Final = 8
"""How many categories of a facet the overview lists."""


@dataclass(frozen=True, slots=True)
class FacetTile:
    """A facet with its largest categories."""

    link: Link
    description: str
    count: int
    """Categories in the whole tree."""
    top: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class CountTile:
    """A number of things that the survey holds."""

    number: int
    noun: str
    plural: str
    link: Link | None = None


def fragments(
    library: Library, templates: Templates, root: str = "", facts: SiteFacts = UNKNOWN
) -> dict[str, str]:
    """Make every piece that takes no arguments, by name.

    `root` leads up from the page that it is for.
    """
    writer = Writer(library, templates, facts)
    return {name: piece(writer, name, root) for name in (*PIECES, *page_figures.OVERVIEWS)}


def piece(writer: Writer, name: str, root: str) -> str:
    """Make the piece of that name for a page."""
    if name in PIECES:
        return str(PIECES[name](writer, root))
    return page_figures.overview(writer, name, root)


def _overview(writer: Writer, root: str) -> Markup:
    library = writer.library
    return writer.fill(
        "pages/overview.html",
        root=root,
        figures=_counts(library),
        facets=[_tile(writer, facet) for facet in library.taxonomy.facets],
        newest=[(paper, paper_link(paper)) for paper in newest(writer)],
    )


def _count_line(writer: Writer, root: str) -> Markup:
    return writer.fill("pages/counts.html", root=root, figures=_counts(writer.library))


def _downloads(writer: Writer, root: str) -> Markup:
    files = downloads.of_all(writer.library)
    return writer.fill("pages/downloads.html", root=root, files=files)


PIECES: Final[Mapping[str, Callable[[Writer, str], Markup]]] = {
    "overview": _overview,
    "downloads": _downloads,
    "counts": _count_line,
    "cite": cite_survey.piece,
    "search": home.search,
    "families": home.families_map,
    "newest": home.newest,
    "start-here": home.start_here,
}


def _counts(library: Library) -> list[CountTile]:
    papers = library.papers.values()
    benchmarks = Link(f"{BENCHMARKS}/", "Benchmarks") if library.benchmarks else None
    found = [
        CountTile(len(papers), "paper", "papers", Link(f"{PAPERS}/", "Papers")),
        CountTile(len(library.taxonomy.nodes), "category", "categories"),
        CountTile(sum(paper.links.code is not None for paper in papers), "with code", "with code"),
        CountTile(sum(len(paper.results) for paper in papers), "result", "results"),
        CountTile(len(library.benchmarks), "benchmark", "benchmarks", benchmarks),
    ]
    return [tile for tile in found if tile.number or tile.noun == "paper"]


def _tile(writer: Writer, facet: Facet) -> FacetTile:
    """Show the largest of a facet's topmost categories, in the order of the file when few."""
    taxonomy = writer.library.taxonomy
    tree = branches(writer, taxonomy.roots(facet.id))
    largest = sorted(tree, key=lambda branch: -branch.count)[:TOP] if len(tree) > TOP else tree
    return FacetTile(
        facet_link(facet), facet.description, len(taxonomy.ids(facet.id)), tuple(largest)
    )


def newest(writer: Writer) -> list[Paper]:
    """List the latest additions, by the dates of the feed; those of unknown date come last.

    Of papers that were added at one time the latest published come first.
    """

    def place(paper: Paper) -> tuple[dt.datetime, dt.date, int]:
        added = feeds.added_on(paper, writer.dates) or NEVER
        return added, paper.submitted or dt.date.min, paper.year

    return sorted(writer.library.papers.values(), key=place, reverse=True)[:NEWEST]
