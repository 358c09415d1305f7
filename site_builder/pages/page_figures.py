"""The figures of a site, put where they belong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_builder import figures
from site_builder.pages import excluded
from site_builder.pages.addresses import PAPERS
from site_builder.pages.wording import PROVENANCE, metric_title
from site_builder.record.models import Direction
from site_builder.record.publication import short_name
from site_builder.text.plurals import within
from site_builder.web.explorer import parameter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from site_builder.figures import Figure, Point
    from site_builder.pages.writer import Writer
    from site_builder.record.models import Benchmark
    from site_builder.record.results import ComparableSet, Mark
    from site_builder.record.taxonomy import Node

FEWEST: Final = 3
"""Points that a picture of figures against a quantity needs; two are told faster in words."""
CROSSED: Final = 2
"""Facets that a heat map needs."""
KINDS: Final = tuple(short for short, _ in PROVENANCE.values())


def trade_off_figure(benchmark: Benchmark, comparable: ComparableSet, root: str) -> Figure | None:
    """Draw a set's results against the declared quantity; None where too few results tell it.

    `root` leads from the figure's page to the site's root.
    """
    axis = comparable.axis
    if axis is None or len(comparable.marks) < FEWEST:
        return None
    metric, conditions = comparable.metric, ", ".join(comparable.conditions.said)
    places = {id(row): index for index, row in enumerate(comparable.rows)}
    title = f"{benchmark.name}, {metric.name} against {within(axis.title)}"
    return figures.scatter(
        f"{title}: {conditions}" if conditions else title,
        [_point(mark, places[id(mark.row)]) for mark in comparable.marks],
        figures.Axes(
            figures.Measure(metric_title(metric), metric.direction is Direction.HIGHER),
            figures.Measure(axis.title, axis.direction is Direction.HIGHER, axis.unit or ""),
        ),
        root,
        kinds=KINDS,
    )


def _point(mark: Mark, index: int) -> Point:
    paper, result = mark.row.paper, mark.row.result
    return figures.Point(
        name=short_name(paper),
        uri=f"{PAPERS}/{paper.key}/",
        amount=mark.amount,
        value=mark.value,
        is_front=mark.is_front,
        kind=PROVENANCE[result.provenance][0],
        note=result.variant or "",
        row=index,
    )


def _years(writer: Writer, root: str) -> Figure | None:
    facets = writer.library.taxonomy.facets
    return figures.years_by_category(writer.library, facets[0], root) if facets else None


def _tree(writer: Writer, root: str) -> Figure | None:
    facets = writer.library.taxonomy.facets
    return figures.icicle(writer.library, facets[0], root) if facets else None


def _lineage(writer: Writer, root: str) -> Figure | None:
    return figures.lineage(writer.library, root)


def _heat(writer: Writer, root: str) -> Figure | None:
    """Cross the first two facets; the one with fewer categories stands on top."""
    taxonomy = writer.library.taxonomy
    facets = taxonomy.facets[:CROSSED]
    if len(facets) < CROSSED:
        return None
    few, many = sorted(facets, key=lambda facet: len(taxonomy.ids(facet.id)))
    return figures.heat_map(writer.library, many, few, root, _explorer_uri)


def _explorer_uri(row: Node, column: Node) -> str:
    chosen = (f"{parameter(node.facet)}={node.id}" for node in (row, column))
    return f"explore/?{'&'.join(chosen)}"


OVERVIEWS: Final[Mapping[str, Callable[[Writer, str], Figure | None]]] = {
    "papers-by-year": _years,
    "heat-map": _heat,
    "tree": _tree,
    "lineage": _lineage,
    "screening": excluded.figure,
}
"""Figures of the whole survey, by the names under which hand-written pages ask for them."""


def overview(writer: Writer, name: str, root: str) -> str:
    """Draw a figure of the whole survey for a page; one without anything to show is empty."""
    figure = OVERVIEWS[name](writer, root)
    return str(writer.fill("pages/figure.html", figure=figure, root=root)) if figure else ""
