"""Pages of facets and of their categories."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from site_builder import latex
from site_builder.figures import timeline
from site_builder.pages import downloads
from site_builder.pages.addresses import up_to_root
from site_builder.pages.comparison import Comparer
from site_builder.pages.parts import Link, Page
from site_builder.pages.wording import beginning
from site_builder.web.head import head

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.figures import Figure
    from site_builder.pages.writer import Writer
    from site_builder.record.models import Facet, Paper
    from site_builder.record.taxonomy import Node


@dataclass(frozen=True, slots=True)
class Branch:
    """A category in a tree that is shown."""

    link: Link
    description: str
    count: int
    """Papers of the category and of all below it."""
    children: tuple[Branch, ...]
    is_current: bool = False
    """Whether the tree stands on this category's own page."""


def facet_link(facet: Facet) -> Link:
    """Return the link to a facet's hub."""
    return Link(f"{facet.slug}/", facet.title)


def node_link(node: Node) -> Link:
    """Return the link to a category."""
    return Link(node.uri, node.title)


def crumbs(node: Node) -> tuple[Link, ...]:
    """Return the breadcrumbs from the facet down to a category, which comes last."""
    above = (Link(f"{node.facet.slug}/{each.id}/", each.title) for each in node.ancestors)
    return (facet_link(node.facet), *above, node_link(node))


def branches(writer: Writer, nodes: list[Node], current: Node | None = None) -> tuple[Branch, ...]:
    """Show categories as trees."""
    return tuple(_branch(writer, node, current) for node in nodes)


def _branch(writer: Writer, node: Node, current: Node | None) -> Branch:
    children = branches(writer, writer.library.taxonomy.children(node), current)
    count = len(writer.papers_in(node))
    is_current = current is not None and node.id == current.id
    return Branch(node_link(node), node.category.description, count, children, is_current)


def hubs(writer: Writer) -> Iterator[Page]:
    """Make the page of each facet, with its whole tree."""
    taxonomy = writer.library.taxonomy
    for facet in taxonomy.facets:
        yield writer.page(
            "facet",
            f"{facet.slug}/",
            facet.title,
            facet=facet,
            tree=branches(writer, taxonomy.roots(facet.id)),
            description=beginning(facet.description),
            is_hub=True,
        )


def pages(writer: Writer) -> Iterator[Page]:
    """Make the page of each category, in the order of the file."""
    comparer = Comparer(writer)
    for node in writer.library.taxonomy.nodes.values():
        yield _page(writer, comparer, node)


def _page(writer: Writer, comparer: Comparer, node: Node) -> Page:
    papers = writer.papers_in(node)
    taxonomy = writer.library.taxonomy
    return writer.page(
        "category",
        node.uri,
        node.title,
        category=node.category,
        facet=node.facet,
        crumbs=crumbs(node)[:-1],
        children=branches(writer, taxonomy.children(node)),
        tree=branches(writer, [_top(writer, node)], node),
        count=len(papers),
        table=comparer.table(papers, up_to_root(node.uri)),
        timeline=_timeline(node, papers),
        coins=writer.coins(papers),
        files=downloads.of_category(node),
        about=partial(head.of_category, node, writer.facts.site),
        updated=writer.updated(papers),
        description=beginning(node.category.description),
    )


def _timeline(node: Node, papers: list[Paper]) -> Figure | None:
    """Show a category through the years, if there is more than one."""
    if len({paper.year for paper in papers}) == 1:
        return None
    return timeline(f"{latex.to_text(node.title)}: papers by year", papers)


def _top(writer: Writer, node: Node) -> Node:
    """Find the topmost category above one, which may be itself."""
    top = node.ancestors[0].id if node.ancestors else node.id
    return writer.library.taxonomy.nodes[node.facet.id, top]
