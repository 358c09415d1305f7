"""Two facets crossed: how many papers stand in both, and where there are none yet."""

from __future__ import annotations

from collections import Counter
from itertools import product
from math import cos, radians, sin
from typing import TYPE_CHECKING, Any, Final

from site_builder.figures.colours import ACCENT, FAINT, INK
from site_builder.figures.cuts import Cut, cut
from site_builder.figures.inert import BASE
from site_builder.figures.svg import SIZE, fit, inside, plain, width_of
from site_builder.figures.values import Chart, Link, Table, counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from site_builder.figures.values import Cell, Spec
    from site_builder.library import Library
    from site_builder.record.models import Facet
    from site_builder.record.taxonomy import Node

    Way = Callable[[Node, Node], str | None]

Layer = dict[str, Any]
Count = Counter[tuple[int, int]]
"""Papers by the places of row and column."""

WIDTH: Final = 640.0
ROW: Final = 26.0
MOST_ROWS: Final = 40
MOST_COLUMNS: Final = 16
NAME: Final = 190.0
"""Room for the name of a row."""
WIDEST: Final = 64.0
"""Width of a cell where there are few."""
SLOPE: Final = -40
"""Angle of the names of columns."""
LEAN, RISE = cos(radians(SLOPE)), -sin(radians(SLOPE))
"""How far a column's name reaches to the right and up, as parts of its length."""
SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"
STRONGEST: Final = 0.55
"""Opacity of the fullest cell, on which the page's text colour can still be read."""
WEAKEST: Final = 0.08
"""Opacity of a cell with a single paper."""


def heat_map(library: Library, rows: Facet, columns: Facet, way: Way | None = None) -> Chart | None:
    """Show how many papers stand in each category of both facets; None where there is nothing.

    Cells without papers are drawn empty. `way` gives the page that lists the papers of a cell.
    """
    across, down = cut(library, columns, MOST_COLUMNS), cut(library, rows, MOST_ROWS)
    papers = library.papers.values()
    count = Counter(pair for p in papers for pair in product(down.of(p), across.of(p)))
    if not count:
        return None
    title = f"Papers by {inside(rows.title)} and {inside(columns.title)}"
    spec = _Picture(down, across, count, way).spec()
    return Chart(title, _description(down, across, count), _table(down, across, count), spec)


def _description(down: Cut, across: Cut, count: Count) -> str:
    cells = len(down.nodes) * len(across.nodes)
    (row, column), most = min(count.items(), key=lambda item: (-item[1], item[0]))
    fullest = f"{plain(down.nodes[row].title)} and {plain(across.nodes[column].title)}"
    return (
        f"{len(count)} of {cells} pairs have papers, {cells - len(count)} have none yet. "
        f"The fullest is {fullest} with {counted(most, 'paper')}. "
        "A paper counts in every pair that it stands in."
    )


def _table(down: Cut, across: Cut, count: Count) -> Table:
    headers = (plain(down.facet.title), *(plain(node.title) for node in across.nodes))
    rows: list[tuple[Cell, ...]] = [
        (Link(plain(one.title), one.uri), *(str(count[row, n]) for n in range(len(across.nodes))))
        for row, one in enumerate(down.nodes)
    ]
    return Table(headers, tuple(rows))


class _Picture:
    """The parts of one specification."""

    def __init__(self, down: Cut, across: Cut, count: Count, way: Way | None) -> None:
        self.down, self.across, self.count, self.way = down, across, count, way
        self.left = min(NAME, max(width_of(plain(node.title)) for node in down.nodes)) + 10
        names = [min(NAME, width_of(plain(node.title))) for node in across.nodes]
        self.top = max(names) * RISE + 22
        self.cell = _cell_width(WIDTH - self.left, names)
        self.x = {"field": "column", **_band(across)}
        self.y = {"field": "row", **_band(down)}

    def spec(self) -> Spec:
        """Put the specification together; all places are told, so that no font changes them."""
        width, height = self.cell * len(self.across.nodes), ROW * len(self.down.nodes)
        sides = {"left": self.left, "top": self.top, "right": WIDTH - self.left - width}
        return {
            "$schema": SCHEMA,
            "width": width,
            "height": height,
            "autosize": "none",
            "padding": sides | {"bottom": 4},
            "background": None,
            "config": CONFIG,
            "layer": [self._cells(), self._numbers(), self._rows(), self._columns()],
        }

    def _cells(self) -> Layer:
        values = [
            self._cell(*place, one, other)
            for place, (one, other) in zip(
                product(range(len(self.down.nodes)), range(len(self.across.nodes))),
                product(self.down.nodes, self.across.nodes),
                strict=True,
            )
        ]
        depth = {"domain": [1, max(2, *self.count.values())], "range": [WEAKEST, STRONGEST]}
        encoding = {
            "x": self.x,
            "y": self.y,
            "href": {"field": "href"},
            "description": {"field": "says"},
            "fillOpacity": {
                "condition": {"test": "datum.papers == 0", "value": 0},
                "field": "papers",
                "type": "quantitative",
                "scale": {"type": "sqrt", "clamp": True, **depth},
                "legend": None,
            },
        }
        return {"data": {"values": values}, "mark": CELL, "encoding": encoding}

    def _cell(self, row: int, column: int, one: Node, other: Node) -> Layer:
        papers = self.count[row, column]
        uri = self.way(one, other) if papers and self.way else None
        return {
            "row": one.id,
            "column": other.id,
            "papers": papers,
            "says": f"{plain(one.title)}, {plain(other.title)}: {counted(papers, 'paper')}",
            **({"href": BASE + uri} if uri else {}),
        }

    def _numbers(self) -> Layer:
        values = [
            {
                "row": self.down.nodes[row].id,
                "column": self.across.nodes[column].id,
                "text": str(papers),
            }
            for (row, column), papers in sorted(self.count.items())
        ]
        encoding = {"x": self.x, "y": self.y, "text": {"field": "text"}}
        return {"data": {"values": values}, "mark": TEXT, "encoding": encoding}

    def _rows(self) -> Layer:
        encoding = {"x": {"value": -8}, "y": self.y, **LINKED}
        values = [{"row": node.id, **_named(node)} for node in self.down.nodes]
        return {"data": {"values": values}, "mark": TEXT | {"align": "right"}, "encoding": encoding}

    def _columns(self) -> Layer:
        encoding = {"x": self.x, "y": {"value": -10}, **LINKED}
        values = [{"column": node.id, **_named(node)} for node in self.across.nodes]
        mark = TEXT | {"align": "left", "angle": SLOPE}
        return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def _cell_width(room: float, names: Sequence[float]) -> float:
    """Give cells the width with which each name, begun in its column, ends in the picture."""
    lengths = enumerate(names)
    fitting = min((room - length * LEAN - SIZE) / (place + 0.5) for place, length in lengths)
    return min(WIDEST, fitting, room / len(names))


def _band(cut: Cut) -> Layer:
    domain = [node.id for node in cut.nodes]
    scale = {"type": "band", "domain": domain, "padding": 0.06}
    return {"type": "nominal", "scale": scale, "axis": None}


def _named(node: Node) -> dict[str, str]:
    return {"text": fit(plain(node.title), NAME), "href": BASE + node.uri}


CELL: Final[Layer] = {
    "type": "rect",
    "fill": ACCENT,
    "stroke": INK,
    "strokeOpacity": FAINT,
}
TEXT: Final[Layer] = {"type": "text", "align": "center", "baseline": "middle", "aria": False}
LINKED: Final[Layer] = {"text": {"field": "text"}, "href": {"field": "href"}}
CONFIG: Final[Layer] = {"view": {"stroke": None}, "text": {"fontSize": SIZE, "fill": INK}}
