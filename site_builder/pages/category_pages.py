"""The page of each category: what it is, and its papers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from site_builder import latex
from site_builder.figures import timeline
from site_builder.pages import downloads, lineages, pictures
from site_builder.pages.addresses import up_to_root
from site_builder.pages.categories import branches, crumbs, hue
from site_builder.pages.comparison import Comparer
from site_builder.pages.handwritten.category_html import shown
from site_builder.pages.wording import beginning
from site_builder.pages.writer import paper_link
from site_builder.web.head import head

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.figures import Figure
    from site_builder.pages.parts import Link, Page
    from site_builder.pages.writer import Writer
    from site_builder.record.models import Paper
    from site_builder.record.taxonomy import Node


@dataclass(frozen=True, slots=True)
class Beginning:
    """A paper to begin with, and why."""

    link: Link
    paper: Paper
    reason: str


def pages(writer: Writer, some: slice) -> Iterator[Page]:
    """Make the pages of some categories, in the order of the file."""
    comparer = Comparer(writer)
    for node in list(writer.library.taxonomy.nodes.values())[some]:
        yield _page(writer, comparer, node)


def _page(writer: Writer, comparer: Comparer, node: Node) -> Page:
    papers = writer.papers_in(node)
    document = writer.category_texts.texts.get((node.facet.id, node.id))
    taxonomy = writer.library.taxonomy
    return writer.page(
        "category",
        node.uri,
        node.title,
        category=node.category,
        facet=node.facet,
        crumbs=crumbs(node)[:-1],
        hue=hue(taxonomy, node),
        children=branches(writer, taxonomy.children(node)),
        written=shown(document, writer, writer.category_texts) if document else None,
        start_here=_start_here(writer, node),
        tree=branches(writer, [_top(writer, node)], node),
        count=len(papers),
        table=comparer.table(papers, up_to_root(node.uri)),
        timeline=_timeline(node, papers),
        main_line=lineages.of_category(writer, node, papers),
        coins=writer.coins(papers),
        files=downloads.of_category(node),
        about=partial(head.of_category, node, pictures.of_category(writer, node)),
        updated=writer.updated(papers),
        description=beginning(node.category.description),
    )


def _start_here(writer: Writer, node: Node) -> list[Beginning]:
    """Return what to read first; papers that are not on the site are left out."""
    found = ((writer.keys.paper(each.paper), each.reason) for each in node.category.start_here)
    return [Beginning(paper_link(paper), paper, reason) for paper, reason in found if paper]


def _timeline(node: Node, papers: list[Paper]) -> Figure | None:
    """Show a category through the years, if there is more than one."""
    if len({paper.year for paper in papers}) == 1:
        return None
    return timeline(f"{latex.to_text(node.title)}: papers by year", papers)


def _top(writer: Writer, node: Node) -> Node:
    """Find the topmost category above one, which may be itself."""
    top = node.ancestors[0].id if node.ancestors else node.id
    return writer.library.taxonomy.nodes[node.facet.id, top]
