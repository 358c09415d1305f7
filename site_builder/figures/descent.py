"""Which paper builds on which, through the years, as far as the records say."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Final

from site_builder.figures import svg
from site_builder.figures.colours import ACCENT, FAINT, INK, MUTED
from site_builder.figures.svg import SIZE, fit, number, plain, tag, width_of
from site_builder.figures.values import Figure, Link, Table, counted
from site_builder.record.models import RelationKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from markupsafe import Markup

    from site_builder.library import Library
    from site_builder.record.models import Paper

Look = dict[str, str | float]
"""Attributes of a line."""

Stop = tuple[int, str]
"""A column, and the key of a paper or the name of a knot in it."""

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
SWEEPS: Final = 4
"""How often papers are moved nearer to those that they are related to."""

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
    """The one that says so."""
    kind: RelationKind
    other: Paper


def lineage(library: Library, root: str = "") -> Figure | None:
    """Show the relations between papers, years from left to right; None where there are none."""
    every = _edges(library)
    if not every:
        return None
    kept = _best_connected(every)
    edges = [edge for edge in every if {edge.paper.key, edge.other.key} <= kept]
    title = "Which papers build on which"
    description = f"{counted(len(every), 'relation')} between {counted(_size(every), 'paper')}."
    if len(edges) < len(every):
        description += f" The picture has the {len(kept)} papers with most relations."
    layout = _Layout(edges)
    legend = _legend(edges, layout.height + SIZE)
    parts = [*layout.parts(root), *legend]
    picture = svg.picture(title, layout.width, layout.height + SIZE + 20, parts)
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
    return Link(f"{_name(paper)} ({paper.year})", f"papers/{paper.key}/")


class _Layout:
    """Papers in columns of years, moved until most lines are short.

    A line that passes years by has a knot in each of them, which takes up room as a paper does, so
    that no line crosses a box. Lines from one paper share their knots.
    """

    def __init__(self, edges: list[Edge]) -> None:
        self.papers = {p.key: p for edge in edges for p in (edge.paper, edge.other)}
        years = sorted({paper.year for paper in self.papers.values()})
        self.column = {year: place for place, year in enumerate(years)}
        self.ways = [(edge, self._way(edge)) for edge in edges]
        self.places = self._places()
        self.step = max(COLUMN, LEAST / len(years))
        self.box = self.step - BENDS
        self.width = self.step * len(years)
        self.height = TOP + ROW * (1 + max(self.places.values()))

    def _way(self, edge: Edge) -> list[Stop]:
        """List the stops of a line, from the earlier paper to the later one."""
        first, last = sorted((edge.paper, edge.other), key=lambda paper: paper.year)
        columns = range(self.column[first.year], self.column[last.year])[1:]
        ends = [(self.column[paper.year], paper.key) for paper in (first, last)]
        return [ends[0], *((column, f"{first.key} goes on") for column in columns), ends[1]]

    def _places(self) -> dict[Stop, float]:
        """Order each year's stops by where their neighbours stand, a few times over."""
        near: dict[Stop, dict[Stop, None]] = defaultdict(dict)
        for one, other in chain.from_iterable(pairwise(way) for _, way in self.ways):
            near[one][other] = near[other][one] = None
        columns = [sorted(stop for stop in near if stop[0] == c) for c in self.column.values()]
        places = {stop: float(row) for stops in columns for row, stop in enumerate(stops)}
        for _ in range(SWEEPS):
            for stops in (*columns, *reversed(columns)):
                wish = {
                    stop: sum(places[o] for o in near[stop]) / len(near[stop]) for stop in stops
                }
                stops.sort(key=lambda stop: (wish[stop], stop))
                places.update(_spread([(stop, wish[stop]) for stop in stops]))
        first = min(places.values())
        return {stop: place - first for stop, place in places.items()}

    def _spot(self, stop: Stop) -> tuple[float, float]:
        """Give the left end of a stop, in the middle of its height."""
        return self.step * stop[0] + 2, TOP + ROW * self.places[stop] + LINE / 2

    def parts(self, root: str) -> Iterator[Markup]:
        """Draw years, lines and boxes."""
        for year, place in self.column.items():
            yield svg.words(str(year), self.step * place + 2, SIZE)
        for edge, way in self.ways:
            yield self._line(edge, way)
        for _, paper in sorted(self.papers.items()):
            yield self._paper(paper, root)

    def _line(self, edge: Edge, way: list[Stop]) -> Markup:
        """Draw a line along its stops, with a dot at the paper that says so."""
        starts = [self._spot(stop) for stop in way]
        says = starts[-1] if way[-1][1] == edge.paper.key else starts[0]
        if way[0][0] == way[-1][0]:
            path = _arch(starts[0], starts[-1])
        else:
            path = self._path(starts)
            says = says if says is starts[-1] else (says[0] + self.box, says[1])
        line = tag("path", d=path, fill="none", **STROKE, **KINDS[edge.kind][1])
        return tag("g", line, _dot(*says))

    def _path(self, starts: list[tuple[float, float]]) -> str:
        path = ""
        for (x, y), (right, z) in pairwise(starts):
            left = x + self.box
            half = number(left + BENDS / 2)
            path += f"{'L' if path else 'M'}{number(left)},{number(y)}"
            path += f"C{half},{number(y)},{half},{number(z)},{number(right)},{number(z)}"
        return path

    def _paper(self, paper: Paper, root: str) -> Markup:
        left, middle = self._spot((self.column[paper.year], paper.key))
        says = svg.hint(f"{plain(paper.title)} ({paper.year})")
        box = {"x": left, "y": middle - LINE / 2, "width": self.box, "height": LINE, "rx": 4}
        name = fit(_name(paper), self.box - SIZE)
        text = svg.words(name, left + self.box / 2, middle + SIZE / 3, text_anchor="middle")
        cover = tag("rect", fill=ACCENT, fill_opacity=FAINT, stroke=ACCENT, **box)
        return svg.link(root, f"papers/{paper.key}/", says, cover, text)


STROKE: Final[Look] = {"stroke": INK, "stroke_opacity": MUTED}


def _arch(one: tuple[float, float], other: tuple[float, float]) -> str:
    """Connect two papers of one year, past those between them."""
    (x, y), (_, z) = one, other
    out = number(x - BENDS * 0.7)
    return f"M{number(x)},{number(y)}C{out},{number(y)},{out},{number(z)},{number(x)},{number(z)}"


def _dot(x: float, y: float) -> Markup:
    return tag("circle", cx=x, cy=y, r=3.5, fill=ACCENT)


def _spread(wishes: list[tuple[Stop, float]]) -> dict[Stop, float]:
    """Give every stop a place near its wish, at least one row after the one before."""
    rows: dict[Stop, float] = {}
    last = -math.inf
    for stop, wish in wishes:
        last = rows[stop] = max(wish, last + 1)
    shift = sum(rows[stop] - wish for stop, wish in wishes) / len(wishes)
    return {stop: row - shift for stop, row in rows.items()}


def _legend(edges: Iterable[Edge], top: float) -> Iterator[Markup]:
    """Say what the lines mean that are drawn."""
    left = 2.0
    used = {edge.kind for edge in edges}
    for kind, (name, look) in KINDS.items():
        if kind in used:
            line: Look = {"x1": left, "x2": left + 32, "y1": top + 6, "y2": top + 6}
            yield tag("line", **line, **STROKE, **look)
            yield _dot(left + 32, top + 6)
            yield svg.words(name, left + 42, top + 10)
            left += 42 + width_of(name) + 2 * SIZE
