"""Figures of a survey: pictures that follow the page's colours, with words and tables beside."""

from __future__ import annotations

from site_builder.figures.areas import icicle
from site_builder.figures.bars import timeline, years_by_category
from site_builder.figures.descent import lineage
from site_builder.figures.heat import heat_map
from site_builder.figures.points import Point, scatter
from site_builder.figures.press import CACHE, Press
from site_builder.figures.values import Cell, Chart, Figure, Link, Table

__all__ = [
    "CACHE",
    "Cell",
    "Chart",
    "Figure",
    "Link",
    "Point",
    "Press",
    "Table",
    "heat_map",
    "icicle",
    "lineage",
    "scatter",
    "timeline",
    "years_by_category",
]
