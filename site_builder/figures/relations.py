"""Which paper builds on which, through the years, as far as the records say."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from site_builder.figures import svg
from site_builder.figures.colours import ACCENT, FAINT, INK, MUTED
from site_builder.figures.layered import Node, assign_rows, route
from site_builder.figures.svg import SIZE, fit, number, plain, tag, width_of
from site_builder.figures.values import Figure, Link, Table
from site_builder.record.models import RelationKind
from site_builder.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from markupsafe import Markup

    from site_builder.library import Library
    from site_builder.record.models import Paper

Look = dict[str, str | float]
"""Attributes of a line."""

COLUMN: Final = 140.0
"""Width of a year, at least."""
BENDS: Final = 36.0
"""The part of it in which lines bend; boxes take up the rest."""
ROW: Final = 36.0
LINE: Final = 24.0
"""Height of a box."""
TOP: Final = 28.0
LEAST: Final = 640.0
"""Width of the picture where there are few years."""
MOST: Final = 80
"""Papers that are drawn; where there are more, those with most relations."""

KINDS: Final[Mapping[RelationKind, tuple[str, Look]]] = {
    RelationKind.EXTENDS: ("extends", {"stroke_width": 2.2}),
    RelationKind.SUPERSEDES: ("supersedes", {"stroke_width": 2.2, "stroke_dasharray": "8 3"}),
    RelationKind.USES: ("uses", {"stroke_width": 1.2}),
    RelationKind.COMPARES_WITH: ("compares with", {"stroke_width": 1.2, "stroke_dasharray": "3 3"}),
}
"""What relations are called, and what their lines look like."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation between two papers that are drawn."""

    paper: Paper
    """The one whose record holds the relation."""
    kind: RelationKind
    other: Paper


def lineage(library: Library, root: str = "") -> Figure | None:
    """Draw the relations between papers, years from left to right; None where there are none.

    `root` leads from the figure's page to the site's root.
    """
    every = _edges(library)
    if not every:
        return None
    kept = _best_connected(every)
    edges = [edge for edge in every if {edge.paper.key, edge.other.key} <= kept]
    title = "Which papers build on which"
    description = f"{counted(len(every), 'relation')} between {counted(_size(every), 'paper')}."
    if len(edges) < len(every):
        description += f" The picture has the {len(kept)} papers with most relations."
    drawing = _Drawing(edges)
    legend = _legend(edges, drawing.height + SIZE)
    parts = [*drawing.parts(root), *legend]
    picture = svg.picture(title, drawing.width, drawing.height + SIZE + 20, parts)
    return Figure(title, description, _table(every), picture)


def _edges(library: Library) -> list[Edge]:
    """List the relations between papers that are there, in the order of keys."""
    papers = library.papers
    return [
        Edge(paper, relation.kind, papers[relation.paper])
        for paper in papers.values()
        for relation in paper.relations
        if relation.paper in papers and relation.paper != paper.key
    ]


def _size(edges: Iterable[Edge]) -> int:
    return len({key for edge in edges for key in (edge.paper.key, edge.other.key)})


def _best_connected(edges: list[Edge]) -> set[str]:
    degree = Counter(key for edge in edges for key in (edge.paper.key, edge.other.key))
    return set(sorted(degree, key=lambda key: (-degree[key], key))[:MOST])


def _name(paper: Paper) -> str:
    return plain(paper.method or paper.title)


def _table(edges: Iterable[Edge]) -> Table:
    rows = (
        (_link(edge.paper), KINDS[edge.kind][0], _link(edge.other))
        for edge in sorted(edges, key=lambda e: (e.paper.year, e.paper.key, e.other.key, e.kind))
    )
    return Table(("Paper", "Relation", "Other paper"), tuple(rows))


def _link(paper: Paper) -> Link:
    return Link(f"papers/{paper.key}/", f"{_name(paper)} ({paper.year})")


class _Drawing:
    """Papers as boxes in columns of years, with the edges between them."""

    def __init__(self, edges: list[Edge]) -> None:
        self.papers = {p.key: p for edge in edges for p in (edge.paper, edge.other)}
        years = sorted({paper.year for paper in self.papers.values()})
        self.column = {year: place for place, year in enumerate(years)}
        self.routes = [
            (edge, route(self._node(edge.paper), self._node(edge.other))) for edge in edges
        ]
        self.rows = assign_rows([nodes for _, nodes in self.routes])
        self.step = max(COLUMN, LEAST / len(years))
        self.box = self.step - BENDS
        self.width = self.step * len(years)
        self.height = TOP + ROW * (1 + max(self.rows.values()))

    def _node(self, paper: Paper) -> Node:
        return Node(self.column[paper.year], paper.key)

    def _place(self, node: Node) -> tuple[float, float]:
        """Return the left end of a node, in the middle of its height."""
        return self.step * node.layer + 2, TOP + ROW * self.rows[node] + LINE / 2

    def parts(self, root: str) -> Iterator[Markup]:
        """Draw years, edges and boxes."""
        for year, column in self.column.items():
            yield svg.text(str(year), self.step * column + 2, SIZE)
        for edge, nodes in self.routes:
            yield self._edge(edge, nodes)
        for _, paper in sorted(self.papers.items()):
            yield self._paper(paper, root)

    def _edge(self, edge: Edge, nodes: list[Node]) -> Markup:
        """Draw an edge through its nodes, with a dot at the paper whose record holds it."""
        places = [self._place(node) for node in nodes]
        dot = places[-1] if nodes[-1].name == edge.paper.key else places[0]
        if nodes[0].layer == nodes[-1].layer:
            path = _arch(places[0], places[-1])
        else:
            path = self._path(places)
            dot = dot if dot is places[-1] else (dot[0] + self.box, dot[1])
        line = tag("path", d=path, fill="none", **STROKE, **KINDS[edge.kind][1])
        return tag("g", line, _dot(*dot))

    def _path(self, places: list[tuple[float, float]]) -> str:
        path = ""
        for (x, y), (right, z) in pairwise(places):
            left = x + self.box
            half = number(left + BENDS / 2)
            path += f"{'L' if path else 'M'}{number(left)},{number(y)}"
            path += f"C{half},{number(y)},{half},{number(z)},{number(right)},{number(z)}"
        return path

    def _paper(self, paper: Paper, root: str) -> Markup:
        left, middle = self._place(self._node(paper))
        tooltip = svg.tooltip(f"{plain(paper.title)} ({paper.year})")
        box = {"x": left, "y": middle - LINE / 2, "width": self.box, "height": LINE, "rx": 4}
        name = fit(_name(paper), self.box - SIZE)
        text = svg.text(name, left + self.box / 2, middle + SIZE / 3, text_anchor="middle")
        cover = tag("rect", fill=ACCENT, fill_opacity=FAINT, stroke=ACCENT, **box)
        return svg.link(root, f"papers/{paper.key}/", tooltip, cover, text)


STROKE: Final[Look] = {"stroke": INK, "stroke_opacity": MUTED}


def _arch(one: tuple[float, float], other: tuple[float, float]) -> str:
    """Connect two papers of one year, past those between them."""
    (x, y), (_, z) = one, other
    out = number(x - BENDS * 0.7)
    return f"M{number(x)},{number(y)}C{out},{number(y)},{out},{number(z)},{number(x)},{number(z)}"


def _dot(x: float, y: float) -> Markup:
    return tag("circle", cx=x, cy=y, r=3.5, fill=ACCENT)


def _legend(edges: Iterable[Edge], top: float) -> Iterator[Markup]:
    """Explain the lines that are drawn."""
    left = 2.0
    used = {edge.kind for edge in edges}
    for kind, (name, look) in KINDS.items():
        if kind in used:
            line: Look = {"x1": left, "x2": left + 32, "y1": top + 6, "y2": top + 6}
            yield tag("line", **line, **STROKE, **look)
            yield _dot(left + 32, top + 6)
            yield svg.text(name, left + 42, top + 10)
            left += 42 + width_of(name) + 2 * SIZE
