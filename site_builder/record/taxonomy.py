"""The facets and their category trees: resolve, walk, ancestors, descendants."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.problems import Loc
    from site_builder.record.models import Category, Facet


@dataclass(frozen=True, slots=True)
class Node:
    """A category with its place in the tree."""

    facet: Facet
    category: Category
    ancestors: tuple[Category, ...]
    """From the root of the tree down, the category itself left out."""
    loc: Loc
    """Where it stands in taxonomy.yaml."""

    @property
    def id(self) -> str:
        """The category's id, unique in its facet."""
        return self.category.id

    @property
    def title(self) -> str:
        """The category's title."""
        return self.category.title

    @property
    def uri(self) -> str:
        """The category's address, relative to the site's root."""
        return f"{self.facet.slug}/{self.category.id}/"

    def subtree(self) -> Iterator[str]:
        """Yield the ids of the category and of all below it."""
        stack = [self.category]
        while stack:
            category = stack.pop()
            yield category.id
            stack.extend(reversed(category.children))


@dataclass(frozen=True)
class Taxonomy:
    """All facets of a survey, with an index of their categories."""

    facets: tuple[Facet, ...] = ()
    nodes: dict[tuple[str, str], Node] = field(init=False, default_factory=dict)
    """Categories by facet id and category id; of two with one id, the first."""
    former: dict[tuple[str, str], str] = field(init=False, default_factory=dict)
    """Present ids by facet id and former id; what is an id today is none of old."""

    def __post_init__(self) -> None:
        """Index every category of every tree."""
        for node in self.walk():
            self.nodes.setdefault((node.facet.id, node.id), node)
        for node in self.nodes.values():
            for old in node.category.former_ids:
                if (node.facet.id, old) not in self.nodes:
                    self.former.setdefault((node.facet.id, old), node.id)

    @property
    def facet_ids(self) -> tuple[str, ...]:
        """The facets' ids, in the order of the file."""
        return tuple(facet.id for facet in self.facets)

    def facet(self, facet_id: str) -> Facet:
        """Find a facet; raises KeyError for an unknown one."""
        for facet in self.facets:
            if facet.id == facet_id:
                return facet
        raise KeyError(facet_id)

    def get(self, facet_id: str, category_id: str) -> Node | None:
        """Find a category, or None."""
        return self.nodes.get((facet_id, category_id))

    def ids(self, facet_id: str) -> list[str]:
        """List the category ids of a facet."""
        return [category for facet, category in self.nodes if facet == facet_id]

    def former_ids(self, node: Node) -> list[str]:
        """List the former ids of a category, without those that are or were another one's first."""
        old = dict.fromkeys(node.category.former_ids)
        return [each for each in old if self.former.get((node.facet.id, each)) == node.id]

    def children(self, node: Node) -> list[Node]:
        """List the categories directly below one."""
        return [self.nodes[node.facet.id, child.id] for child in node.category.children]

    def roots(self, facet_id: str) -> list[Node]:
        """List the topmost categories of a facet."""
        return [self.nodes[facet_id, top.id] for top in self.facet(facet_id).categories]

    def walk(self) -> Iterator[Node]:
        """Yield every category of every facet, parents before children, in the file's order."""
        for index, facet in enumerate(self.facets):
            yield from _walk(facet, facet.categories, (), ("facets", index, "categories"))


def _walk(
    facet: Facet, categories: tuple[Category, ...], ancestors: tuple[Category, ...], loc: Loc
) -> Iterator[Node]:
    for index, category in enumerate(categories):
        here = (*loc, index)
        yield Node(facet, category, ancestors, here)
        yield from _walk(facet, category.children, (*ancestors, category), (*here, "children"))
