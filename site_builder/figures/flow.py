"""What becomes of many on the way through some steps: a flow diagram, from top to bottom.

Steps stand below each other, what each removes to the right of the arrow to the next one, as in the
flow diagram of PRISMA 2020. It is no wider than a phone.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from site_builder.figures import svg
from site_builder.figures.colours import ACCENT, INK, MUTED, category
from site_builder.figures.svg import SIZE, fit, number, plain, tag, width_of
from site_builder.figures.values import Figure, Link, Table
from site_builder.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markupsafe import Markup

    from site_builder.figures.values import Cell

WIDTH: Final = 340.0
"""What a phone has room for: the picture is never made smaller."""
BOX: Final = 220.0
"""Width of a step."""
ROW: Final = 34.0
"""Height of a step."""
LINE: Final = 22.0
"""Height of a line in a box at the side."""
GAP: Final = 22.0
"""From a box to the next one below."""
SPINE: Final = 24.0
"""Where the arrows run, from the left."""
SIDE: Final = 52.0
"""Where the boxes at the side begin."""
PAD: Final = 8.0
HEAD: Final = 5.0
"""Half the width of an arrow's head."""
PALE: Final = 0.2
"""Opacity of areas on which text stands."""
MUTE: Final = category(9)


@dataclass(frozen=True, slots=True)
class Part:
    """What a step removes for one reason."""

    name: str
    count: int
    uri: str = ""
    """Where on the site it is listed, relative to its root; empty for nowhere."""


@dataclass(frozen=True, slots=True)
class FlowStep:
    """How many come to a step, and what it removes."""

    name: str
    count: int
    removed_as: str = ""
    """How the removal is called."""
    removed: tuple[Part, ...] = ()

    @property
    def total(self) -> int:
        """How many it removes."""
        return sum(part.count for part in self.removed)

    @property
    def height(self) -> float:
        """How high the step is drawn, with what it removes and the arrow to the next one."""
        side = LINE * (len(self.removed) + 1) + 2 * PAD + GAP if self.removed else 0
        return ROW + GAP + side


def flow(title: str, description: str, steps: Sequence[FlowStep], root: str = "") -> Figure:
    """Draw steps from top to bottom, each with what it removes by reason.

    `root` leads from the figure's page to the site's root.
    """
    height = sum(step.height for step in steps) - GAP + 2
    parts = [*_arrows(steps), *_boxes(steps, root)]
    picture = svg.picture(plain(title), WIDTH, height, parts)
    return Figure(plain(title), plain(description), _table(steps), picture)


def _tops(steps: Sequence[FlowStep]) -> list[float]:
    tops = [1.0]
    for step in steps:
        tops.append(tops[-1] + step.height)
    return tops


def _arrows(steps: Sequence[FlowStep]) -> Iterator[Markup]:
    """Draw the arrow from each step to the next one, and to what it removes."""
    tops = _tops(steps)[: len(steps)]
    lines, heads = "", ""
    for (top, below), step in zip(pairwise(tops), steps, strict=False):
        lines += f"M{number(SPINE)},{number(top + ROW)}V{number(below - 2 * HEAD)}"
        heads += f"M{number(SPINE - HEAD)},{number(below - 2 * HEAD)}h{number(2 * HEAD)}"
        heads += f"l{number(-HEAD)},{number(2 * HEAD)}z"
        if step.removed:
            middle = top + ROW + GAP + PAD + LINE / 2
            lines += f"M{number(SPINE)},{number(middle)}H{number(SIDE - 2 * HEAD)}"
            heads += f"M{number(SIDE - 2 * HEAD)},{number(middle - HEAD)}v{number(2 * HEAD)}"
            heads += f"l{number(2 * HEAD)},{number(-HEAD)}z"
    yield tag("path", d=lines, fill="none", stroke=INK, stroke_opacity=MUTED)
    yield tag("path", d=heads, fill=INK, fill_opacity=MUTED)


def _boxes(steps: Sequence[FlowStep], root: str) -> Iterator[Markup]:
    last = len(steps) - 1
    for place, (top, step) in enumerate(zip(_tops(steps), steps, strict=False)):
        colour = ACCENT if place == last else INK
        yield from _box(0, top, BOX, ROW, colour)
        yield from _line(step.name, step.count, (PAD, BOX - PAD), top + ROW / 2, is_bold=True)
        if step.removed:
            yield from _side(step, top + ROW + GAP, root)


def _box(left: float, top: float, width: float, height: float, colour: str) -> Iterator[Markup]:
    box = {"x": left + 0.5, "y": top, "width": width - 1, "height": height, "rx": 3}
    yield tag("rect", fill=colour, fill_opacity=PALE / 2, stroke=colour, **box)


def _side(step: FlowStep, top: float, root: str) -> Iterator[Markup]:
    """Draw what a step removes, the sum first."""
    yield from _box(SIDE, top, WIDTH - SIDE, LINE * (len(step.removed) + 1) + 2 * PAD, MUTE)
    ends, line = (SIDE + PAD, WIDTH - PAD), top + PAD + LINE / 2
    yield from _line(step.removed_as, step.total, ends, line, is_bold=True)
    for part in step.removed:
        line += LINE
        words = _line(part.name, part.count, ends, line)
        told = svg.tooltip(f"{plain(part.name)}: {counted(part.count, 'paper')}")
        yield svg.link(root, part.uri or None, told, *words)


def _line(
    name: str, count: int, ends: tuple[float, float], middle: float, *, is_bold: bool = False
) -> Iterator[Markup]:
    """Write a name with its number at the right, between two ends."""
    left, right = ends
    look = {"font_weight": "bold" if is_bold else None}
    figure, line = f"{count:,}", middle + SIZE / 3
    room = right - left - PAD - width_of(figure)
    yield svg.text(fit(plain(name), room), left, line, **look)
    yield svg.text(figure, right, line, text_anchor="end", **look)


def _table(steps: Sequence[FlowStep]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for step in steps:
        rows.append((plain(step.name), "", f"{step.count:,}"))
        for part in step.removed:
            name = plain(part.name)
            reason = Link(part.uri, name) if part.uri else name
            rows.append((plain(step.removed_as), reason, f"{part.count:,}"))
    return Table(("Step", "Reason", "Papers"), tuple(rows))
