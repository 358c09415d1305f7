"""Two facets crossed: how many papers stand in both, and where there are none yet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import product
from math import cos, radians, sin, sqrt
from typing import TYPE_CHECKING, Final

from site_builder.figures import svg
from site_builder.figures.colours import ACCENT, FAINT, INK
from site_builder.figures.cuts import Cut, cut
from site_builder.figures.svg import SIZE, fit, inside, number, plain, tag, width_of
from site_builder.figures.values import Figure, Link, Table
from site_builder.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from markupsafe import Markup

    from site_builder.figures.values import Cell
    from site_builder.library import Library
    from site_builder.record.models import Facet
    from site_builder.record.taxonomy import Node

    FindUri = Callable[[Node, Node], str | None]

WIDTH: Final = 640.0
ROW: Final = 26.0
MOST_ROWS: Final = 40
MOST_COLUMNS: Final = 16
NAME: Final = 190.0
"""Room for the name of a row."""
WIDEST: Final = 64.0
"""Width of a cell where there are few."""
GAP: Final = 2.0
"""Between cells."""
SLOPE: Final = -40
"""Angle of the names of columns, in degrees."""
LEAN, RISE = cos(radians(SLOPE)), -sin(radians(SLOPE))
"""How far a column's name reaches to the right and up, as parts of its length."""
STRONGEST: Final = 0.55
"""Opacity of the fullest cell, on which the page's text colour can still be read."""
WEAKEST: Final = 0.08
"""Opacity of a cell with a single paper."""


def heat_map(
    library: Library, rows: Facet, columns: Facet, root: str = "", find_uri: FindUri | None = None
) -> Figure | None:
    """Draw how many papers stand in each category of both facets; None where there are none.

    Cells without papers are drawn empty. `root` leads from the figure's page to the site's root;
    `find_uri` gives the page that lists the papers of a row and a column.
    """
    across, down = cut(library, columns, MOST_COLUMNS), cut(library, rows, MOST_ROWS)
    papers = library.papers.values()
    count = Counter(pair for p in papers for pair in product(down.of(p), across.of(p)))
    if not count:
        return None
    title = f"Papers by {inside(rows.title)} and {inside(columns.title)}"
    heat = _HeatMap(down, across, count, find_uri)
    picture = svg.picture(title, WIDTH, heat.height, heat.parts(root))
    return Figure(title, heat.description(), heat.table(), picture)


@dataclass(frozen=True, slots=True)
class _Square:
    """A row and a column with the papers that stand in both."""

    row: int
    column: int
    papers: int
    label: str
    uri: str | None


class _HeatMap:
    """The parts of one heat map."""

    def __init__(
        self, down: Cut, across: Cut, count: Counter[tuple[int, int]], find_uri: FindUri | None
    ) -> None:
        self.down, self.across, self.count, self.find_uri = down, across, count, find_uri
        self.left = min(NAME, max(width_of(plain(node.title)) for node in down.nodes)) + 10
        names = [min(NAME, width_of(plain(node.title))) for node in across.nodes]
        self.top = max(names) * RISE + 22
        self.cell = _cell_width(WIDTH - self.left, names)
        self.most = max(2, *count.values())
        self.height = self.top + ROW * len(down.nodes) + 4
        places = product(range(len(down.nodes)), range(len(across.nodes)))
        self.squares = [self._square(row, column) for row, column in places]

    def _square(self, row: int, column: int) -> _Square:
        papers = self.count[row, column]
        one, other = self.down.nodes[row], self.across.nodes[column]
        label = f"{plain(one.title)}, {plain(other.title)}: {counted(papers, 'paper')}"
        uri = self.find_uri(one, other) if papers and self.find_uri else None
        return _Square(row, column, papers, label, uri)

    def description(self) -> str:
        """Return a sentence on how many pairs have papers, and which has most."""
        empty = sum(not square.papers for square in self.squares)
        most = max(self.squares, key=lambda square: square.papers)
        row, column = self.down.nodes[most.row], self.across.nodes[most.column]
        return (
            f"{len(self.squares) - empty} of {len(self.squares)} pairs have papers, "
            f"{empty} have none yet. The fullest is {plain(row.title)} and {plain(column.title)} "
            f"with {counted(most.papers, 'paper')}. A paper counts in every pair that it stands in."
        )

    def table(self) -> Table:
        """List the same numbers, with the same links."""
        rows: list[list[Cell]] = [[_named(node)] for node in self.down.nodes]
        for square in self.squares:
            papers = str(square.papers)
            rows[square.row].append(Link(square.uri, papers) if square.uri else papers)
        columns: list[Cell] = [_named(node) for node in self.across.nodes]
        return Table((plain(self.down.facet.title), *columns), tuple(map(tuple, rows)))

    def parts(self, root: str) -> Iterator[Markup]:
        """Draw the names of columns and rows, and the cells."""
        for column, node in enumerate(self.across.nodes):
            x, y = number(self.left + self.cell * (column + 0.5)), number(self.top - 10)
            turned = f"translate({x},{y})rotate({SLOPE})"
            name = svg.text(fit(plain(node.title), NAME), 0, SIZE / 3, transform=turned)
            yield svg.link(root, node.uri, name)
        for row, node in enumerate(self.down.nodes):
            line = self.top + ROW * (row + 0.5) + SIZE / 3
            shown = fit(plain(node.title), NAME)
            name = svg.text(shown, self.left - 8, line, text_anchor="end")
            yield svg.link(root, node.uri, name)
        yield tag("g", *self._cells(root), stroke_opacity=FAINT, text_anchor="middle")

    def _cells(self, root: str) -> Iterator[Markup]:
        for square in self.squares:
            left, top = self.left + self.cell * square.column, self.top + ROW * square.row
            tooltip = svg.tooltip(square.label)
            if not square.papers:
                yield self._cover(square, left, top, tooltip)
                continue
            middle, line = left + self.cell / 2, top + ROW / 2 + SIZE / 3
            papers = svg.text(str(square.papers), middle, line)
            yield svg.link(root, square.uri, tooltip, self._cover(square, left, top), papers)

    def _cover(self, square: _Square, left: float, top: float, *children: Markup) -> Markup:
        return tag(
            "rect",
            *children,
            x=left + GAP / 2,
            y=top + GAP / 2,
            width=self.cell - GAP,
            height=ROW - GAP,
            fill=ACCENT,
            fill_opacity=self._opacity(square.papers),
            stroke=INK,
        )

    def _opacity(self, papers: int) -> float:
        """Grow with the root of the number, so that few papers are told from none and from many."""
        if not papers:
            return 0
        depth = (sqrt(papers) - 1) / (sqrt(self.most) - 1)
        return WEAKEST + (STRONGEST - WEAKEST) * depth


def _named(node: Node) -> Link:
    return Link(node.uri, plain(node.title))


def _cell_width(room: float, names: Sequence[float]) -> float:
    """Return the width of cells with which each name, begun in its column, ends in the picture."""
    lengths = enumerate(names)
    fitting = min((room - length * LEAN - SIZE) / (place + 0.5) for place, length in lengths)
    return min(WIDEST, fitting, room / len(names))
