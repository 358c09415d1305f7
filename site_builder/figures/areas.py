"""A facet's tree with the papers of each category: parents left, their children beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_builder.figures import svg
from site_builder.figures.colours import category
from site_builder.figures.svg import SIZE, fit, plain, tag, width_of
from site_builder.figures.values import Figure, Link, Table
from site_builder.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from site_builder.library import Library
    from site_builder.record.models import Facet
    from site_builder.record.taxonomy import Node

WIDTH: Final = 640.0
LINE: Final = 24.0
"""Height of a category with few papers: a line of text."""
HEIGHT: Final = 360.0
"""What the heights of all lowest categories add up to, were none lower than a line."""
GAP: Final = 2.0
"""Between areas; the first of it is to be seen at the top of each."""
STRIPE: Final = 4.0
PALE: Final = 0.2
"""Opacity of areas on which text stands."""
DEEPEST: Final = 4
"""Levels of the tree that are drawn."""


def icicle(library: Library, facet: Facet, root: str = "") -> Figure | None:
    """Draw a facet's categories as an icicle: areas, the higher the more papers they have.

    None where the facet has no papers. `root` leads from the figure's page to the site's root.
    """
    tree = _Tree(library, facet)
    total = sum(bool(paper.categories.get(facet.id)) for paper in library.papers.values())
    if not total:
        return None
    title = f"{plain(facet.title)}: categories and their papers"
    tops = ", ".join(f"{plain(node.title)} {tree.count(node):,}" for node in tree.tops)
    description = (
        f"{counted(total, 'paper')} in {counted(len(tree.counts), 'category', 'categories')}: "
        f"{tops}. Areas are higher the more papers a category has, but never lower than a line of "
        "text. A paper counts in each of its categories."
    )
    parts: list[Markup] = []
    height = 0.0
    for place, node in enumerate(tree.tops):
        parts += tree.parts(node, 0, height, category(place), root)
        height += tree.height(node)
    picture = svg.picture(title, WIDTH, height, parts)
    return Figure(title, description, tree.table(), picture)


class _Tree:
    """The categories of a facet with what they hold."""

    def __init__(self, library: Library, facet: Facet) -> None:
        self.taxonomy = library.taxonomy
        self.facet = facet
        self.tops = library.taxonomy.roots(facet.id)
        self.counts = _counts(library, facet)
        lowest = [n for n in library.taxonomy.nodes.values() if n.facet is facet and self.is_end(n)]
        self.unit = HEIGHT / max(sum(map(self.count, lowest)), 1)
        levels = max((len(node.ancestors) for node in lowest), default=0) + 1
        self.width = WIDTH / min(levels, DEEPEST)

    def count(self, node: Node) -> int:
        """Count the papers of a category and of all below it."""
        return self.counts[node.id]

    def is_end(self, node: Node) -> bool:
        """Return whether nothing is drawn beside a category."""
        return not node.category.children or len(node.ancestors) == DEEPEST - 1

    def height(self, node: Node) -> float:
        """Return how high a category is: as its children together, or as its papers make it."""
        if self.is_end(node):
            return max(LINE, self.unit * self.count(node))
        return sum(map(self.height, self.taxonomy.children(node)))

    def parts(
        self, node: Node, left: float, top: float, colour: str, root: str
    ) -> Iterator[Markup]:
        """Draw a category and all below it."""
        yield svg.link(root, node.uri, *self._area(node, left, top, colour))
        if not self.is_end(node):
            for child in self.taxonomy.children(node):
                yield from self.parts(child, left + self.width, top, colour, root)
                top += self.height(child)

    def _area(self, node: Node, left: float, top: float, colour: str) -> Iterator[Markup]:
        title, count = plain(node.title), self.count(node)
        width = WIDTH - left if self.is_end(node) else self.width - GAP
        height = self.height(node) - GAP
        yield svg.tooltip(f"{title}: {counted(count, 'paper')}")
        pale = PALE if count else PALE / 4
        box = {"x": left, "y": top, "height": height}
        yield tag("rect", width=width, fill=colour, fill_opacity=pale, **box)
        yield tag("rect", width=STRIPE, fill=colour, **box)
        number = f"{count:,}"
        room = width - STRIPE - 3 * 8 - width_of(number)
        line = top + height / 2 + SIZE / 3
        yield svg.text(fit(title, room), left + STRIPE + 8, line)
        yield svg.text(number, left + width - 8, line, text_anchor="end")

    def table(self) -> Table:
        """List all categories, each with those that it lies in."""
        rows = (
            (
                plain(" / ".join(each.title for each in (*node.ancestors, node.category)[:-1])),
                Link(node.uri, plain(node.title)),
                str(self.count(node)),
            )
            for node in self.taxonomy.nodes.values()
            if node.facet is self.facet
        )
        return Table(("In", "Category", "Papers"), tuple(rows))


def _counts(library: Library, facet: Facet) -> dict[str, int]:
    """Count papers by category in one pass, each once in a category however often below it."""
    counts = {node.id: 0 for node in library.taxonomy.nodes.values() if node.facet is facet}
    for paper in library.papers.values():
        found: dict[str, None] = {}
        for node in library.nodes(paper, facet.id):
            found[node.id] = None
            found.update(dict.fromkeys(above.id for above in node.ancestors))
        for each in found:
            counts[each] += 1
    return counts
