"""A facet's tree cut at one depth: the categories that a picture has room for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.library import Library
    from site_builder.record.models import Facet, Paper
    from site_builder.record.taxonomy import Node, Taxonomy


@dataclass(frozen=True, slots=True)
class Cut:
    """Categories none of which lies below another, and what each category counts for."""

    facet: Facet
    nodes: tuple[Node, ...]
    """In the order of the file."""
    parts: dict[str, int]
    """For each category at the cut or below, the place of its node."""

    def of(self, paper: Paper) -> list[int]:
        """Return the places of the nodes that a paper stands in, each once, in order."""
        ids = paper.categories.get(self.facet.id, ())
        return sorted({self.parts[each] for each in ids if each in self.parts})


def cut(library: Library, facet: Facet, most: int, *, is_deep: bool = True) -> Cut:
    """Cut a facet's tree as deep as `most` categories allow, or at its topmost categories.

    Where even the topmost are too many, those with most papers are taken.
    """
    tops = library.taxonomy.roots(facet.id)
    nodes = _deepest(library.taxonomy, tops, most) if is_deep else tops
    whole = _cut(facet, nodes)
    if len(nodes) <= most:
        return whole
    count = Counter(place for paper in library.papers.values() for place in whole.of(paper))
    largest = sorted(range(len(nodes)), key=lambda place: -count[place])[:most]
    return _cut(facet, [nodes[place] for place in sorted(largest)])


def _cut(facet: Facet, nodes: Iterable[Node]) -> Cut:
    found = tuple(nodes)
    parts = {each: place for place, node in enumerate(found) for each in node.subtree()}
    return Cut(facet, found, parts)


def _deepest(taxonomy: Taxonomy, nodes: list[Node], most: int) -> list[Node]:
    """Go down from the topmost categories as long as there are not too many."""
    while True:
        below = [each for node in nodes for each in taxonomy.children(node) or [node]]
        if len(below) > most or len(below) == len(nodes):
            return nodes
        nodes = below
