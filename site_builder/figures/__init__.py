"""Figures of a survey: pictures that follow the page's colours, with words and tables beside."""

from __future__ import annotations

from site_builder.figures.arcs import Arc, Stop, arcs
from site_builder.figures.areas import icicle
from site_builder.figures.bars import timeline, years_by_category
from site_builder.figures.flow import FlowStep, Part, flow
from site_builder.figures.heat import heat_map
from site_builder.figures.multiples import Group, multiples
from site_builder.figures.points import Axes, Measure, Point, scatter
from site_builder.figures.relations import lineage
from site_builder.figures.values import Cell, Figure, Link, Table

__all__ = [
    "Arc",
    "Axes",
    "Cell",
    "Figure",
    "FlowStep",
    "Group",
    "Link",
    "Measure",
    "Part",
    "Point",
    "Stop",
    "Table",
    "arcs",
    "flow",
    "heat_map",
    "icicle",
    "lineage",
    "multiples",
    "scatter",
    "timeline",
    "years_by_category",
]
