"""The facets, and categories as links, trails and trees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.figures.colours import CATEGORIES
from site_builder.pages.parts import Link, Page
from site_builder.pages.wording import beginning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library import Library
    from site_builder.pages.writer import Writer
    from site_builder.record.models import Facet, Paper
    from site_builder.record.taxonomy import Node, Taxonomy


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


def hue(taxonomy: Taxonomy, node: Node) -> int:
    """Return which of the figures' colours a category has, from 1 on, or 0 for none.

    The topmost categories of the first facet have one each, which those below them share.
    """
    if node.facet.id != taxonomy.facets[0].id:
        return 0
    top = node.ancestors[0].id if node.ancestors else node.id
    roots = [root.id for root in taxonomy.roots(node.facet.id)]
    return min(roots.index(top) + 1, len(CATEGORIES))


def paper_hue(library: Library, paper: Paper) -> int:
    """Return the colour of the first of the families that a paper belongs to, or 0 for none."""
    if not (facets := library.taxonomy.facets):
        return 0
    nodes = library.nodes(paper, facets[0].id)
    return min((hue(library.taxonomy, node) for node in nodes), default=0)


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
