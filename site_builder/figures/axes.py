"""Axes: lines across a figure's field, each with its number outside of the field."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from site_builder.figures import svg
from site_builder.figures.colours import FAINT, INK
from site_builder.figures.svg import SIZE, tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markupsafe import Markup

Tick = tuple[float, str]
"""A place across or down the picture, and the number that stands there."""

PADDING: Final = 8.0
"""Between the field and the numbers on its left."""
BELOW: Final = 18.0
"""From the field down to the line on which the numbers below it stand."""


def y_axis(ticks: Iterable[Tick], left: float, right: float) -> Iterator[Markup]:
    """Draw lines from left to right with their numbers on the left."""
    for y, number in ticks:
        yield _line(x1=left, x2=right, y1=y, y2=y)
        yield svg.text(number, left - PADDING, y + SIZE / 3, text_anchor="end")


def x_axis(ticks: Iterable[Tick], top: float, bottom: float) -> Iterator[Markup]:
    """Draw lines from top to bottom with their numbers below."""
    for x, number in ticks:
        yield _line(x1=x, x2=x, y1=top, y2=bottom)
        yield svg.text(number, x, bottom + BELOW, text_anchor="middle")


def _line(**ends: float) -> Markup:
    """Draw a line in the middle of pixels, where it is sharp at the picture's own size."""
    ends = {name: math.floor(place) + 0.5 for name, place in ends.items()}
    return tag("line", stroke=INK, stroke_opacity=FAINT, **ends)
