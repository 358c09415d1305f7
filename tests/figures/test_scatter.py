"""The scatter plot: every number has its place, and marks say what they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.figures import Axes, Measure, Point, scatter
from site_builder.figures.svg import width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.figures import Figure

SVG = "{http://www.w3.org/2000/svg}"
AMOUNTS = Measure("Trainable parameters", higher_is_better=False, unit="M")
MEASURE = Axes(Measure("Accuracy (%)"), AMOUNTS)
POINTS = (
    Point("a", "papers/a/", 0.5, 70, is_front=True, kind="paper", note="large"),
    Point("b", "papers/b/", 0.7, 60, is_front=False, kind="derived"),
    Point("c", "papers/c/", 3, 71.5, is_front=True, kind="derived"),
)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
AMOUNT = st.floats(min_value=0, allow_infinity=False)


class Mark(NamedTuple):
    """A point as it is drawn."""

    title: str
    shape: str
    x: float
    y: float


def read(figure: Figure) -> ET.Element:
    """Read a figure as XML."""
    return ET.fromstring(figure.svg)  # noqa: S314 - it is ours


def marks(figure: Figure) -> list[Mark]:
    """List the points of a figure."""
    return [
        Mark(link.findtext(f"{SVG}title") or "", path.get("d", ""), *place(path))
        for link in read(figure).iter(f"{SVG}a")
        for path in link.iter(f"{SVG}path")
    ]


def place(path: ET.Element) -> tuple[float, float]:
    """Read to where a shape is moved."""
    x, y = re.findall(r"-?[\d.]+", path.get("transform", ""))
    return float(x), float(y)


def texts(figure: Figure) -> list[str]:
    """List what a figure's letters say."""
    return [text.text or "" for text in read(figure).iter(f"{SVG}text")]


def line(figure: Figure) -> list[tuple[float, float]]:
    """List the corners of the front's line."""
    path = next(path for path in read(figure).iter(f"{SVG}path") if path.get("fill") == "none")
    numbers = list(map(float, re.findall(r"-?[\d.]+", path.get("d", ""))))
    return list(zip(numbers[::2], numbers[1::2], strict=True))


@given(st.lists(st.tuples(AMOUNT, FINITE), min_size=1, max_size=8))
def test_any_numbers_have_a_place(numbers: Sequence[tuple[float, float]]) -> None:
    """Whatever figures and parameters a record has, its marks lie in the picture."""
    points = [Point("m", "papers/x/", p, v, is_front=n == 0) for n, (p, v) in enumerate(numbers)]
    figure = scatter("T", points, MEASURE)
    assert len(marks(figure)) == len(figure.table.rows) == len(points)
    _, _, width, height = map(float, read(figure).get("viewBox", "").split())
    for mark in marks(figure):
        assert 0 <= mark.x <= width
        assert 0 <= mark.y <= height
    assert not re.search(r"\b(?:nan|inf)\b", figure.svg)


def test_more_is_further_along() -> None:
    """More parameters stand further right, and higher values further up."""
    a, b, c = sorted(marks(scatter("T", POINTS, MEASURE)))
    assert a.x < b.x < c.x
    assert b.y > a.y > c.y


def test_equal_factors_are_equal_steps() -> None:
    """The axis of parameters is logarithmic."""
    points = [Point(f"p{n}", "papers/x/", 10**n, n, is_front=True) for n in range(3)]
    a, b, c = sorted(mark.x for mark in marks(scatter("T", points, MEASURE)))
    assert b - a == pytest.approx(c - b, abs=0.02)


def test_nothing_trained_stands_left() -> None:
    """A result that trains nothing stands at the left end, where the axis says 0."""
    points = [
        Point("none", "papers/a/", 0, 1, is_front=True),
        Point("some", "papers/b/", 2.5, 2, is_front=True),
    ]
    figure = scatter("T", points, MEASURE)
    zero = next(text for text in read(figure).iter(f"{SVG}text") if text.text == "0")
    none, some = sorted(marks(figure))
    assert float(zero.get("x", "")) == none.x < some.x
    assert "none (0 M, 1), some (2.5 M, 2)" in figure.description


def test_kinds_keep_their_shapes() -> None:
    """A kind of point has one shape in all figures that know the same kinds."""
    kinds = ("paper", "third party", "derived")
    shapes = [
        {
            mark.title.split(", ")[-1]: mark.shape
            for mark in marks(scatter("T", points, MEASURE, kinds=kinds))
        }
        for points in (POINTS, POINTS[1:])
    ]
    assert shapes[0]["derived"] == shapes[1]["derived"] != shapes[0]["paper"]


def test_shapes_are_explained_where_there_are_several() -> None:
    """A legend names the kinds of points; where all are of one kind, there is nothing to tell."""
    assert {"paper", "derived"} <= set(texts(scatter("T", POINTS, MEASURE)))
    assert "derived" not in texts(scatter("T", POINTS[1:], MEASURE))


def test_front_is_named() -> None:
    """The points of the front have their names beside them, the others only when pointed at."""
    figure = scatter("T", POINTS, MEASURE)
    assert {"a", "c"} <= set(texts(figure))
    assert "b" not in texts(figure)
    assert "a, large, 0.5 M, 70, paper" in [mark.title for mark in marks(figure)]


def test_front_is_steps() -> None:
    """The front's line goes through its points in steps, and on to the right end."""
    figure = scatter("T", POINTS, MEASURE)
    a, _, c = sorted(marks(figure))
    assert line(figure)[:3] == [(a.x, a.y), (c.x, a.y), (c.x, c.y)]
    assert line(figure)[3][1] == c.y


def test_long_numbers_have_room() -> None:
    """The values of the axis begin inside the picture, however many digits they have."""
    points = [Point("a", "papers/a/", 1, 123456789.25 + n / 1e3, is_front=True) for n in range(3)]
    figure = scatter("T", points, MEASURE)
    ends = [t for t in read(figure).iter(f"{SVG}text") if t.get("text-anchor") == "end"]
    assert max(len(t.text or "") for t in ends) > 9
    assert all(float(t.get("x", "")) >= width_of(t.text or "") for t in ends)


@given(
    numbers=st.lists(st.tuples(FINITE, FINITE), min_size=1, max_size=8),
    higher=st.booleans(),
    front=st.integers(1, 8),
)
def test_any_quantity_has_a_place(
    numbers: Sequence[tuple[float, float]], *, higher: bool, front: int
) -> None:
    """Whatever a survey measures along, below 0 too and whichever end is better, lies inside."""
    ordered = sorted(numbers)
    points = [Point("m", f"p/{n}/", a, v, is_front=n < front) for n, (a, v) in enumerate(ordered)]
    both = Axes(Measure("Share"), Measure("Change", higher_is_better=higher, unit="mg"))
    figure = scatter("T", points, both)
    _, _, width, height = map(float, read(figure).get("viewBox", "").split())
    for x, y in [*line(figure), *((mark.x, mark.y) for mark in marks(figure))]:
        assert 0 <= x <= width
        assert 0 <= y <= height
    assert not re.search(r"\b(?:nan|inf)\b", figure.svg)


def test_front_of_what_should_be_high_begins_at_the_left() -> None:
    """Where more of the quantity is better, its line comes from the left and ends at its best."""
    points = (
        Point("a", "papers/a/", 0.5, 72, is_front=True),
        Point("c", "papers/c/", 3, 70, is_front=True),
    )
    figure = scatter("T", points, Axes(Measure("Accuracy"), Measure("People")))
    a, c = sorted(marks(figure))
    start, *rest = line(figure)
    assert start[0] < a.x
    assert [start[1], *rest] == [a.y, (a.x, a.y), (a.x, c.y), (c.x, c.y)]


def test_amounts_below_nothing_stand_on_an_even_axis() -> None:
    """Where some amounts are below 0, equal differences are equal steps, and the axis names its title."""
    points = [Point(f"p{n}", "papers/x/", n, n, is_front=True) for n in (-1, 0, 1)]
    figure = scatter("T", points, Axes(Measure("Share"), Measure("Change", unit="mg")))
    a, b, c = sorted(mark.x for mark in marks(figure))
    assert b - a == pytest.approx(c - b, abs=0.02)
    assert "Change (mg)" in texts(figure)
    assert "(in equal factors)" not in figure.description
