"""Names beside points: each where it covers nothing, or nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, product
from typing import TYPE_CHECKING, Final

from site_builder.figures.svg import SIZE, width_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

GAP: Final = 7.0
"""Between a point and its name."""
POINT: Final = 5.0
"""Half the side of the square that a point covers."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the picture; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Return whether two rectangles have more than an edge in common."""
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.bottom <= other.top or other.bottom <= self.top)

    def holds(self, other: Box) -> bool:
        """Return whether another rectangle lies within."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom


@dataclass(frozen=True, slots=True)
class Label:
    """A name with the place of its middle's left end."""

    text: str
    x: float
    y: float


SIDES: Final = ((-1, -1), (-1, 0), (0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1))
"""Where a name is tried, as steps across and down from its point: first where nothing lies."""


def place(
    names: Sequence[tuple[float, float, str]],
    points: Iterable[tuple[float, float]],
    frame: Box,
    line: Sequence[tuple[float, float]] = (),
    *,
    upwards: bool = True,
) -> list[Label]:
    """Place the names of points within a frame, the first ones first; some may find no place.

    Names cover no point and no other name. They keep off the line, given by its corners, where
    there is room beside it. `upwards` says on which side of the front nothing lies.
    """
    taken = [Box(x - POINT, y - POINT, x + POINT, y + POINT) for x, y in points]
    parts = [_around(*ends) for ends in pairwise(line)]
    found = []
    for x, y, text in names:
        for avoided, (across, down) in product((parts, ()), SIDES):
            box = _beside(x, y, text, across, down if upwards else -down)
            if frame.holds(box) and not any(map(box.meets, (*taken, *avoided))):
                taken.append(box)
                found.append(Label(text, box.left, (box.top + box.bottom) / 2))
                break
    return found


def _around(one: tuple[float, float], other: tuple[float, float]) -> Box:
    """Return the rectangle that holds a part of a line, which may have no width or no height."""
    (left, right), (top, bottom) = map(sorted, zip(one, other, strict=True))
    return Box(left, top, right, bottom)


def _beside(x: float, y: float, text: str, across: int, down: int) -> Box:
    width, height = width_of(text), SIZE + 2
    left = x + across * GAP - width * (1 - across) / 2
    middle = y + down * (GAP + height / 2) * (0.75 if across else 1)
    return Box(left, middle - height / 2, left + width, middle + height / 2)
