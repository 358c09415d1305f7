"""What results reach against what they cost, or rest on, with the front of the best."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, pairwise, repeat
from typing import TYPE_CHECKING, Final, NamedTuple

from site_builder.figures import axes, svg
from site_builder.figures.colours import ACCENT, FAINT, INK, MUTED
from site_builder.figures.labels import Box, place
from site_builder.figures.scales import Scale, around, around_log, round_factors, round_numbers
from site_builder.figures.svg import SIZE, fit, number, plain, tag, width_of
from site_builder.figures.values import Figure, Link, Table, format_number
from site_builder.text.plurals import counted, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markupsafe import Markup

WIDTH: Final = 640.0
HEIGHT: Final = 330.0
"""Height of the field in which the points lie."""
TOP: Final = 34.0
"""Room above the field for what the values are."""
LEFT: Final = 56.0
"""Room on its left for the values, at least."""
RIGHT: Final = 24.0
BELOW: Final = 48.0
"""Room below it for the amounts."""
LEGEND: Final = 28.0
"""Height of the line that says what the shapes mean."""
LONGEST: Final = 150.0
"""Room for a method's name in the picture."""
MOST_TICKS: Final = 7
ZERO: Final = 0.1
"""How far left of all others an amount of 0 stands, as a part of their range."""

SHAPES: Final = (
    "M-4.2,0A4.2,4.2,0,1,0,4.2,0A4.2,4.2,0,1,0,-4.2,0Z",
    "M-4.2,-4.2H4.2V4.2H-4.2Z",
    "M0,-3.6L-4.2,3.6H4.2Z",
    "M0,-4.2L4.2,0L0,4.2L-4.2,0Z",
)
"""Paths of a circle, a square, a triangle and a diamond: kinds of points, in the kinds' order."""


@dataclass(frozen=True, slots=True)
class Point:
    """A result in the picture."""

    name: str
    """The method's or the paper's name."""
    uri: str
    """The paper's page, relative to the site's root."""
    amount: float
    """The quantity on the axis below."""
    value: float
    is_front: bool
    """Whether no other result is better in one without being worse in the other."""
    kind: str = ""
    """Who reported it; each kind has its shape."""
    note: str = ""
    """What more the mark says when it is pointed at, such as the variant."""
    row: int | None = None
    """Which row of the table beside the picture tells the same."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What the values of points are, or their amounts."""

    title: str
    higher_is_better: bool = True
    unit: str = ""

    @property
    def with_unit(self) -> str:
        """The title, its unit behind it."""
        return plain(f"{self.title} ({self.unit})" if self.unit else self.title)


class Axes(NamedTuple):
    """What stands on the two axes."""

    values: Measure
    amounts: Measure


def scatter(
    title: str,
    points: Sequence[Point],
    measures: Axes,
    root: str = "",
    *,
    kinds: Sequence[str] = (),
) -> Figure:
    """Draw results as a scatter plot, the Pareto front named and connected.

    Amounts stand on a logarithmic axis, at whose left end 0 stands; where some are below 0, on a
    linear one. `points` holds one point of the front at least. `root` leads from the figure's page
    to the site's root. `kinds` are all kinds of points that there may be, so that each has one
    shape in all figures.
    """
    measure, axis = measures
    front = [point for point in points if point.is_front]
    ordered = sorted(front, key=_by_amount)
    named = ", ".join(f"{plain(p.name)} ({_numbers(p, axis)})" for p in ordered)
    plot = _Plot(points, measure, axis, tuple(kinds))
    factors = " (in equal factors)" if plot.x.is_log else ""
    description = (
        f"{counted(len(points), 'result')} by {within(axis.with_unit)}{factors} and value. "
        "On the Pareto front, where no other result is better in one without being worse in the "
        f"other: {named}."
    )
    picture = svg.picture(plain(title), WIDTH, plot.height, plot.parts(root))
    return Figure(plain(title), description, _table(points, plain(measure.title), axis), picture)


def _by_amount(point: Point) -> tuple[float, float, str]:
    return point.amount, point.value, point.uri


def _numbers(point: Point, axis: Measure) -> str:
    amount = " ".join(filter(None, (format_number(point.amount), plain(axis.unit))))
    return f"{amount}, {format_number(point.value)}"


def _table(points: Iterable[Point], value_title: str, axis: Measure) -> Table:
    headers = ("Method", "Variant", axis.with_unit, value_title, "Reported by", "Pareto front")
    rows = (
        (
            Link(point.uri, plain(point.name)),
            plain(point.note),
            format_number(point.amount),
            format_number(point.value),
            point.kind,
            "yes" if point.is_front else "",
        )
        for point in sorted(points, key=_by_amount)
    )
    return Table(headers, tuple(rows))


class _Plot:
    """The parts of one scatter plot."""

    def __init__(
        self, points: Iterable[Point], measure: Measure, axis: Measure, kinds: tuple[str, ...]
    ) -> None:
        self.points = sorted(points, key=lambda p: (p.is_front, *_by_amount(p)))
        self.front = [point for point in self.points if point.is_front]
        self.measure, self.axis = measure, axis
        found = sorted({point.kind for point in self.points} - set(kinds))
        every = (*kinds, *found)
        shapes = chain(SHAPES, repeat(SHAPES[-1]))
        self.shapes = dict(zip(every, shapes, strict=False))
        self.kinds = [kind for kind in self.shapes if any(p.kind == kind for p in self.points)]
        self.has_legend = len(self.kinds) > 1  # one shape needs no explanation
        self.height = TOP + HEIGHT + BELOW + LEGEND * self.has_legend
        self.y = around((point.value for point in self.points), HEIGHT)
        self.y_ticks = round_numbers(self.y.low, self.y.high, MOST_TICKS)
        widest = max((width_of(format_number(tick)) for tick in self.y_ticks), default=0.0)
        self.left = max(LEFT, widest + axes.PADDING + 4)
        self.width = WIDTH - RIGHT - self.left
        self.x = self._x_scale()
        self.places = {point: self._place(point) for point in self.points}

    def _x_scale(self) -> Scale:
        amounts = [point.amount for point in self.points]
        if min(amounts) < 0:
            return around(amounts, self.width)
        found = around_log((amount for amount in amounts if amount > 0), self.width)
        if min(amounts) > 0:
            return found
        low = found.low * (found.low / found.high) ** ZERO
        return Scale(low, found.high, self.width, is_log=True)

    def _place(self, point: Point) -> tuple[float, float]:
        """Return where a point lies in the field, from its left and from its top."""
        has_place = point.amount > 0 or not self.x.is_log
        return self.x.at(point.amount) if has_place else 0.0, self._y(point.value)

    def _y(self, value: float) -> float:
        return HEIGHT - self.y.at(value)

    def parts(self, root: str) -> Iterator[Markup]:
        """Draw axes, the front's line, marks, names and legend."""
        ticks = [(TOP + self._y(tick), format_number(tick)) for tick in self.y_ticks]
        yield from axes.y_axis(ticks, self.left, WIDTH - RIGHT)
        yield from axes.x_axis(self._x_ticks(), TOP, TOP + HEIGHT)
        yield svg.text(fit(plain(self.measure.title), WIDTH - RIGHT), 4, TOP - 17)
        middle = self.left + self.width / 2
        title = fit(self.axis.with_unit, self.width)
        yield svg.text(title, middle, TOP + HEIGHT + 42, text_anchor="middle")
        yield self._line()
        for point in self.points:
            told = svg.tooltip(_tooltip(point, self.axis))
            yield svg.link(root, point.uri, told, self._mark(point), data_row=point.row)
        yield from self._names()
        if self.has_legend:
            yield from self._legend()

    def _x_ticks(self) -> Iterator[axes.Tick]:
        if not self.x.is_log:
            for tick in round_numbers(self.x.low, self.x.high, MOST_TICKS):
                yield self.left + self.x.at(tick), format_number(tick)
            return
        has_zero = any(point.amount == 0 for point in self.points)
        if has_zero:
            yield self.left, "0"
        for tick in round_factors(self.x.low, self.x.high, MOST_TICKS):
            x = self.x.at(tick)
            if not has_zero or x > ZERO * self.width:
                yield self.left + x, format_number(tick)

    def _steps(self) -> list[tuple[float, float]]:
        """List the corners of the front: what can be had for at most, or with at least so much."""
        corners = [self.places[point] for point in self.front]
        if self.axis.higher_is_better:
            corners.insert(0, (0.0, corners[0][1]))
            between = chain.from_iterable(
                ((left, y), (right, y)) for (left, _), (right, y) in pairwise(corners)
            )
            return list(dict.fromkeys((corners[0], *between)))
        corners.append((self.width, corners[-1][1]))
        between = chain.from_iterable(
            ((right, y), (right, below)) for (_, y), (right, below) in pairwise(corners)
        )
        return list(dict.fromkeys((corners[0], *between)))

    def _line(self) -> Markup:
        corners = (f"{number(self.left + x)},{number(TOP + y)}" for x, y in self._steps())
        return tag(
            "path",
            d=f"M{'L'.join(corners)}",
            fill="none",
            stroke=ACCENT,
            stroke_opacity=MUTED,
            stroke_width=2,
        )

    def _mark(self, point: Point) -> Markup:
        x, y = self.places[point]
        return _shape(self.shapes[point.kind], self.left + x, TOP + y, is_front=point.is_front)

    def _names(self) -> Iterator[Markup]:
        """Yield the labels of the front's points where there is room."""
        names = [(*self.places[point], fit(plain(point.name), LONGEST)) for point in self.front]
        frame = Box(0, 0, self.width + RIGHT, HEIGHT)
        points, line = self.places.values(), self._steps()
        for each in place(names, points, frame, line, upwards=self.measure.higher_is_better):
            yield svg.text(each.text, self.left + each.x, TOP + each.y + SIZE / 3)

    def _legend(self) -> Iterator[Markup]:
        """Explain the shapes."""
        left, middle = self.left, TOP + HEIGHT + 56
        for kind in self.kinds:
            yield _shape(self.shapes[kind], left + 5, middle, is_front=False)
            yield svg.text(kind, left + 15, middle + SIZE / 3)
            left += 15 + width_of(kind) + 1.5 * SIZE


def _tooltip(point: Point, axis: Measure) -> str:
    told = (plain(point.name), plain(point.note), _numbers(point, axis), point.kind)
    return ", ".join(filter(None, told))


def _shape(path: str, x: float, y: float, *, is_front: bool) -> Markup:
    """Draw a mark: full in the accent's colour on the front, else pale with an edge."""
    paint = ACCENT if is_front else INK
    return tag(
        "path",
        d=path,
        transform=f"translate({number(x)},{number(y)})",
        fill=paint,
        fill_opacity=None if is_front else FAINT,
        stroke=paint,
        stroke_opacity=None if is_front else MUTED,
        stroke_width=2,
    )
