"""What results reach against how many parameters they train, with the front of the best."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any, Final

from site_builder.figures.colours import ACCENT, FAINT, INK, MUTED
from site_builder.figures.inert import BASE
from site_builder.figures.labels import Box, place
from site_builder.figures.scales import Scale, around, around_log, round_factors, round_numbers
from site_builder.figures.svg import SIZE, fit, plain, width_of
from site_builder.figures.values import Chart, Link, Table, counted, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_builder.figures.values import Spec

Layer = dict[str, Any]

WIDTH: Final = 560
HEIGHT: Final = 330
"""The field in which the points lie."""
PADDING: Final = {"left": 56, "right": 24, "top": 34, "bottom": 48}
LEGEND: Final = 28
"""Height of the line that says what the shapes mean."""
LONGEST: Final = 150.0
"""Room for a method's name in the picture."""
PARAMS: Final = "Trainable parameters (millions)"
SHAPES: Final = ("circle", "square", "triangle-up", "diamond")
"""What points of different kinds look like, in the order of the kinds."""
MOST_TICKS: Final = 7
ZERO: Final = 0.1
"""How far left of all others a result stands that trains nothing, as a part of their range."""
SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"


@dataclass(frozen=True, slots=True)
class Point:
    """A result in the picture."""

    name: str
    """The method's or the paper's name."""
    uri: str
    """The paper's page, relative to the site's root."""
    params: float
    """Millions of trainable parameters."""
    value: float
    is_front: bool
    """Whether no other result needs fewer parameters without being worse."""
    kind: str = ""
    """Who reported it; each kind has its shape."""
    note: str = ""
    """What more the mark says when it is pointed at, such as the variant."""


def scatter(
    title: str,
    points: Sequence[Point],
    value_title: str,
    *,
    higher_is_better: bool = True,
    kinds: Sequence[str] = (),
) -> Chart:
    """Show results as points, the front of the best named and connected; points are needed.

    Parameters stand on an axis of equal factors; a result that trains none stands at its left end.
    `kinds` are all kinds of points that there may be, so that each has one shape in all figures.
    """
    front = [point for point in points if point.is_front]
    named = ", ".join(f"{_name(p)} ({_figures(p)})" for p in sorted(front, key=_by_params))
    description = (
        f"{counted(len(points), 'result')} by millions of trainable parameters (in equal factors) "
        f"and value. On the front, where no other result is as good with fewer parameters: {named}."
    )
    picture = _Picture(points, tuple(kinds), is_upwards=higher_is_better)
    spec = picture.spec(plain(value_title))
    return Chart(plain(title), description, _table(points, plain(value_title)), spec)


def _by_params(point: Point) -> tuple[float, float, str]:
    return point.params, point.value, point.uri


def _name(point: Point) -> str:
    return plain(point.name)


def _figures(point: Point) -> str:
    return f"{shown(point.params)} M, {shown(point.value)}"


def _table(points: Iterable[Point], value_title: str) -> Table:
    headers = ("Method", "Variant", PARAMS, value_title, "Reported by", "On the front")
    rows = (
        (
            Link(_name(point), point.uri),
            plain(point.note),
            shown(point.params),
            shown(point.value),
            point.kind,
            "yes" if point.is_front else "",
        )
        for point in sorted(points, key=_by_params)
    )
    return Table(headers, tuple(rows))


class _Picture:
    """The parts of one specification."""

    def __init__(
        self, points: Iterable[Point], kinds: tuple[str, ...], *, is_upwards: bool
    ) -> None:
        self.points = sorted(points, key=lambda p: (p.is_front, *_by_params(p)))
        self.front = [point for point in self.points if point.is_front]
        self.is_upwards = is_upwards
        found = sorted({point.kind for point in self.points} - set(kinds))
        every = (*kinds, *found)
        shapes = chain(SHAPES, repeat(SHAPES[-1]))
        self.shapes = dict(zip(every, shapes, strict=False))
        self.kinds = [kind for kind in self.shapes if any(p.kind == kind for p in self.points)]
        self.x = self._params_scale()
        self.y = around((point.value for point in points), HEIGHT)

    def _params_scale(self) -> Scale:
        found = around_log((p.params for p in self.points if p.params > 0), WIDTH)
        if all(point.params > 0 for point in self.points):
            return found
        return Scale(found.low * (found.low / found.high) ** ZERO, found.high, WIDTH, is_log=True)

    def _params(self, point: Point) -> float:
        return point.params if point.params > 0 else self.x.low

    def spec(self, value_title: str) -> Spec:
        """Put the specification together; all places are told, so that no font changes them."""
        layers = [self._line(), self._marks(), self._names(), *self._legend()]
        extra = LEGEND if len(self.kinds) > 1 else 0
        return {
            "$schema": SCHEMA,
            "width": WIDTH,
            "height": HEIGHT,
            "autosize": "none",
            "padding": PADDING | {"bottom": PADDING["bottom"] + extra},
            "background": None,
            "config": CONFIG,
            "encoding": {"x": self._x_axis(), "y": self._y_axis(value_title)},
            "layer": layers,
        }

    def _x_axis(self) -> Layer:
        ticks = round_factors(self.x.low, self.x.high, MOST_TICKS)
        axis: Layer = {"values": ticks, "format": "~g", "title": PARAMS}
        if any(point.params == 0 for point in self.points):
            axis["values"] = [self.x.low, *(t for t in ticks if self.x.at(t) > ZERO * WIDTH)]
            axis["labelExpr"] = f"datum.value == {self.x.low!r} ? '0' : format(datum.value, '~g')"
        scale = {"type": "log", "domain": [self.x.low, self.x.high], "nice": False}
        return {"field": "params", "type": "quantitative", "scale": scale, "axis": axis}

    def _y_axis(self, title: str) -> Layer:
        ticks = round_numbers(self.y.low, self.y.high, MOST_TICKS)
        axis = {
            "values": ticks,
            "format": "~g",
            "title": fit(title, WIDTH + PADDING["left"]),
            "titleAngle": 0,
            "titleAlign": "left",
            "titleAnchor": "end",
            "titleX": -PADDING["left"] + 4,
            "titleY": -14,
        }
        scale = {"domain": [self.y.low, self.y.high], "nice": False, "zero": False}
        return {"field": "value", "type": "quantitative", "scale": scale, "axis": axis}

    def _line(self) -> Layer:
        """Draw the front as steps: what can be had for at most so many parameters."""
        steps = [{"params": self._params(point), "value": point.value} for point in self.front]
        steps.append({"params": self.x.high, "value": self.front[-1].value})
        mark = {"type": "line", "interpolate": "step-after", "stroke": ACCENT, "opacity": MUTED}
        return {"data": {"values": steps}, "mark": mark}

    def _marks(self) -> Layer:
        values = [
            {
                "params": self._params(point),
                "value": point.value,
                "href": BASE + point.uri,
                "shape": self.shapes[point.kind],
                "paint": ACCENT if point.is_front else INK,
                "cover": 1 if point.is_front else FAINT,
                "edge": 1 if point.is_front else MUTED,
                "says": self._says(point),
            }
            for point in self.points
        ]
        return {"data": {"values": values}, "mark": MARK, "encoding": MARKS}

    def _says(self, point: Point) -> str:
        parts = (_name(point), plain(point.note), _figures(point), point.kind)
        return ", ".join(filter(None, parts))

    def _names(self) -> Layer:
        """Name the points of the front where there is room."""
        spots = {id(p): self._spot(p) for p in self.points}
        names = [(*spots[id(point)], fit(_name(point), LONGEST)) for point in self.front]
        frame = Box(0, 0, WIDTH + PADDING["right"], HEIGHT)
        found = place(names, spots.values(), frame, upwards=self.is_upwards)
        values = [{"x": name.x, "y": name.y, "text": name.text} for name in found]
        return {"data": {"values": values}, "mark": TEXT, "encoding": TEXTS}

    def _spot(self, point: Point) -> tuple[float, float]:
        return self.x.at(self._params(point)), HEIGHT - self.y.at(point.value)

    def _legend(self) -> Iterable[Layer]:
        """Say what the shapes mean, where there are several."""
        if len(self.kinds) < 2:  # noqa: PLR2004 - one shape needs no explanation
            return
        left, values = 0.0, []
        for kind in self.kinds:
            values.append({"x": left + 5, "y": HEIGHT + 56, "shape": self.shapes[kind]})
            values.append({"x": left + 15, "y": HEIGHT + 56, "text": kind})
            left += 15 + width_of(kind) + 1.5 * SIZE
        symbols = [value for value in values if "shape" in value]
        encoding = PLACED | {"shape": UNSCALED | {"field": "shape"}}
        mark = MARK | {"stroke": INK, "strokeOpacity": MUTED, "fill": INK, "fillOpacity": FAINT}
        yield {"data": {"values": symbols}, "mark": mark, "encoding": encoding}
        texts = [value for value in values if "text" in value]
        yield {"data": {"values": texts}, "mark": TEXT, "encoding": TEXTS}


UNSCALED: Final[Layer] = {"type": "nominal", "scale": None, "legend": None}
"""An encoding whose data are the very values to be used."""
PLACED: Final[Layer] = {
    "x": {"field": "x", "type": "quantitative", "scale": None, "axis": None},
    "y": {"field": "y", "type": "quantitative", "scale": None, "axis": None},
}
"""Places in the picture's own units."""
MARK: Final[Layer] = {"type": "point", "size": 70, "opacity": 1}
MARKS: Final[Layer] = {
    "href": {"field": "href"},
    "shape": UNSCALED | {"field": "shape"},
    "fill": UNSCALED | {"field": "paint"},
    "stroke": UNSCALED | {"field": "paint"},
    "fillOpacity": UNSCALED | {"field": "cover", "type": "quantitative"},
    "strokeOpacity": UNSCALED | {"field": "edge", "type": "quantitative"},
    "description": {"field": "says"},
}
TEXT: Final[Layer] = {"type": "text", "align": "left", "baseline": "middle", "aria": False}
TEXTS: Final[Layer] = PLACED | {"text": {"field": "text"}}
CONFIG: Final[Layer] = {
    "view": {"stroke": None},
    "text": {"fontSize": SIZE, "fill": INK},
    "axis": {
        "labelColor": INK,
        "labelFontSize": SIZE,
        "labelOverlap": False,
        "labelBound": False,
        "labelFlush": False,
        "labelLimit": 0,
        "titleColor": INK,
        "titleFontSize": SIZE,
        "titleFontWeight": "normal",
        "titleLimit": 0,
        "gridColor": INK,
        "gridOpacity": FAINT,
        "domain": False,
        "ticks": False,
        "labelPadding": 8,
        "minExtent": 28,
        "maxExtent": 28,
    },
}
"""Looks that all parts share; extents are fixed, so that the size of text moves nothing."""
