"""Pictures that show where links to papers, categories and benchmarks are shared.

They are made where the site's address is known, since only whole addresses lead to them, and not
for a site that is served while it is written.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from site_builder import latex
from site_builder.figures.colours import CATEGORIES
from site_builder.pages.categories import hue
from site_builder.pages.parts import Asset
from site_builder.record.publication import short_authors
from site_builder.text.plurals import counted
from site_builder.web import share
from site_builder.web.share import Artist, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.pages.writer import Writer
    from site_builder.record.models import Benchmark, Paper
    from site_builder.record.taxonomy import Node
    from site_builder.site import Site

FOLDER: Final = "assets/share"
"""Where the site has the pictures; `assets` is no facet's address."""


def of_paper(writer: Writer, paper: Paper) -> Site:
    """Return the site as a paper's page shows it: with its picture, or that of its category."""
    if _is_own(writer):
        return _shown(writer, _paper_uri(paper), _paper(writer, paper))
    node = _node(writer, paper)
    return of_category(writer, node) if node else writer.facts.site


def of_category(writer: Writer, node: Node) -> Site:
    """Return the site with the picture of a category."""
    return _shown(writer, _category_uri(node), _category(writer, node))


def of_benchmark(writer: Writer, benchmark: Benchmark) -> Site:
    """Return the site with the picture of a benchmark."""
    return _shown(writer, _benchmark_uri(benchmark), _benchmark(writer, benchmark))


def of_papers(writer: Writer, some: slice) -> Iterator[Asset]:
    """Draw the pictures of some papers, in the order of keys, where each has one of its own."""
    if not (_are_made(writer) and _is_own(writer)):
        return
    artist = _artist(writer)
    for paper in writer.keyed[some]:
        yield Asset(_paper_uri(paper), artist.draw(_paper(writer, paper)))


def others(writer: Writer) -> Iterator[Asset]:
    """Draw the pictures of categories and benchmarks."""
    if not _are_made(writer):
        return
    artist, library = _artist(writer), writer.library
    for node in library.taxonomy.nodes.values():
        yield Asset(_category_uri(node), artist.draw(_category(writer, node)))
    for benchmark in library.benchmarks.values():
        yield Asset(_benchmark_uri(benchmark), artist.draw(_benchmark(writer, benchmark)))


def _artist(writer: Writer) -> Artist:
    return Artist(latex.to_text(writer.facts.site.title))


def _are_made(writer: Writer) -> bool:
    return writer.facts.pictures is not None and bool(writer.facts.site.url)


def _is_own(writer: Writer) -> bool:
    """Return whether each paper has a picture of its own."""
    return len(writer.library.papers) <= (writer.facts.pictures or 0)


def _shown(writer: Writer, uri: str, subject: Subject) -> Site:
    site = writer.facts.site
    if not _are_made(writer):
        return site
    alt = ". ".join(filter(None, (subject.kind, subject.title, subject.about)))
    return replace(site, image=uri, image_size=(share.WIDTH, share.HEIGHT), image_alt=alt)


def _paper_uri(paper: Paper) -> str:
    return f"{FOLDER}/papers/{paper.key}.png"


def _category_uri(node: Node) -> str:
    return f"{FOLDER}/{node.uri.rstrip('/')}.png"


def _benchmark_uri(benchmark: Benchmark) -> str:
    return f"{FOLDER}/benchmarks/{benchmark.id}.png"


def _paper(writer: Writer, paper: Paper) -> Subject:
    node = _node(writer, paper)
    about = latex.to_text(f"{short_authors(paper)} · {paper.venue} {paper.year}")
    kind = latex.to_text(node.title) if node else ""
    return Subject(kind, latex.to_text(paper.title), about, _colour(writer, node))


def _category(writer: Writer, node: Node) -> Subject:
    about = counted(len(writer.papers_in(node)), "paper")
    kind = latex.to_text(node.facet.title)
    return Subject(kind, latex.to_text(node.title), about, _colour(writer, node))


def _benchmark(writer: Writer, benchmark: Benchmark) -> Subject:
    found = writer.library.on_benchmark.get(benchmark.id, [])
    papers = counted(len({paper.key for paper, _ in found}), "paper")
    about = f"{counted(len(found), 'result')} of {papers}"
    return Subject("Benchmark", latex.to_text(benchmark.name), about, CATEGORIES[-1])


def _node(writer: Writer, paper: Paper) -> Node | None:
    """Return the first category that a paper has in the first facet that it stands in."""
    taxonomy = writer.library.taxonomy
    for facet in taxonomy.facets:
        for node in writer.library.nodes(paper, facet.id):
            return node
    return None


def _colour(writer: Writer, node: Node | None) -> str:
    number = hue(writer.library.taxonomy, node) if node else 0
    return CATEGORIES[number - 1] if number else CATEGORIES[-1]
