"""Axes hold every number, and names beside points cover nothing."""

from __future__ import annotations

import math
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.figures.labels import POINT, Box, place
from site_builder.figures.scales import around, around_log, round_factors, round_numbers
from site_builder.figures.svg import width_of
from site_builder.figures.values import format_number

FINITE = st.floats(allow_nan=False, allow_infinity=False)
POSITIVE = st.floats(min_value=0, exclude_min=True, allow_infinity=False)


@given(st.lists(FINITE, min_size=1))
def test_scale_holds_all_numbers(values: list[float]) -> None:
    """Every number has a finite place; ordinary ones lie inside, in their order."""
    scale = around(values, 100)
    spots = [scale.at(value) for value in sorted(values)]
    assert all(map(math.isfinite, spots))
    assert spots == sorted(spots)
    if max(map(abs, values)) < 1e100:
        assert spots[0] >= 0
        assert spots[-1] <= 100


@given(st.lists(POSITIVE))
def test_scale_of_factors_holds_all_numbers(values: list[float]) -> None:
    """So it is on an axis of equal factors."""
    scale = around_log(values, 100)
    spots = [scale.at(value) for value in sorted(values)]
    assert all(-1e-6 <= spot <= 100 + 1e-6 for spot in spots)
    assert all(a <= b for a, b in pairwise(spots))


@given(st.lists(FINITE, min_size=1), st.integers(2, 9))
def test_round_numbers_lie_inside(values: list[float], most: int) -> None:
    """Ticks lie on their axis, rising, and are not too many."""
    scale = around(values, 100)
    ticks = round_numbers(scale.low, scale.high, most)
    assert len(ticks) <= most
    assert all(a < b for a, b in pairwise(ticks))
    assert all(-1 <= scale.at(tick) <= 101 for tick in ticks)


@given(st.lists(POSITIVE, min_size=1), st.integers(3, 9))
def test_round_factors_lie_inside(values: list[float], most: int) -> None:
    """So do ticks of equal factors."""
    scale = around_log(values, 100)
    ticks = round_factors(scale.low, scale.high, most)
    assert len(ticks) <= most
    assert all(-1 <= scale.at(tick) <= 101 for tick in ticks if tick > 0)


def test_ticks_are_round() -> None:
    """Axes show numbers that people count by."""
    assert round_numbers(54.3, 77.2, 7) == [55, 60, 65, 70, 75]
    assert round_factors(0.03, 4, 7) == [0.05, 0.1, 0.2, 0.5, 1, 2]
    assert round_factors(0.003, 400, 7) == [0.01, 0.1, 1, 10, 100]
    assert round_factors(1.1, 1.4, 5) == [1.1, 1.2, 1.3, 1.4]


@pytest.mark.parametrize("value", [1e99, 1e100, 1e300, -1e300, 123456789.25, 1e15, 1e-300, 0])
@pytest.mark.parametrize("step", [0, 3e-323, 1e-3, 1])
def test_ticks_are_told_apart(value: float, step: float) -> None:
    """Ticks of numbers that are large, small or close have places and names of their own."""
    scale = around([value, value + step, value + 2 * step], 100)
    ticks = round_numbers(scale.low, scale.high, 7)
    names = [format_number(tick) for tick in ticks]
    spots = [scale.at(tick) for tick in ticks]
    assert len(set(names)) == len(ticks) > 1
    assert all(below + 5 < above for below, above in pairwise(spots))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.1, "0.1"),
        (5, "5"),
        (-2.5, "\N{MINUS SIGN}2.5"),
        (1e300, "1e+300"),
        (123456789.2515, "123456789.2515"),
    ],
)
def test_numbers_keep_their_digits(number: float, text: str) -> None:
    """A number is told with the digits that it has, not more and not fewer."""
    assert format_number(number) == text


SPOTS = st.lists(st.tuples(st.floats(0, 200), st.floats(0, 100)), max_size=12)


@given(SPOTS, st.text(max_size=12), st.booleans())
def test_names_cover_nothing(
    spots: list[tuple[float, float]],
    text: str,
    upwards: bool,  # noqa: FBT001
) -> None:
    """A name that is placed lies in the frame and covers no point and no other name."""
    frame = Box(0, 0, 200, 100)
    found = place([(*spot, text) for spot in spots], spots, frame, upwards=upwards)
    boxes = [Box(n.x, n.y - 6, n.x + width_of(n.text), n.y + 6) for n in found]
    assert all(frame.holds(box) for box in boxes)
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))
    points = [Box(x - POINT, y - POINT, x + POINT, y + POINT) for x, y in spots]
    assert not any(box.meets(point) for box in boxes for point in points)


def test_names_keep_off_the_line() -> None:
    """A name lies beside the front's line where there is room, and on it rather than nowhere."""
    line = [(0.0, 50.0), (100.0, 50.0), (100.0, 10.0)]
    frame = Box(0, 0, 200, 100)
    (found,) = place([(60, 50, "name")], [(60, 50)], frame, line)
    box = Box(found.x, found.y - 7, found.x + width_of("name"), found.y + 7)
    assert box.bottom <= 50 or box.top >= 50
    narrow = Box(0, 40, 200, 60)
    assert place([(60, 50, "name")], [(60, 50)], narrow, line)
