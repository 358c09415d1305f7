"""Papers one below the other as time goes by, with an arc from each to those that build on it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from site_builder.figures import svg
from site_builder.figures.colours import ACCENT, FAINT, INK, MUTED
from site_builder.figures.svg import SIZE, fit, number, plain, tag
from site_builder.figures.values import Figure, Link, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markupsafe import Markup

WIDTH: Final = 340.0
"""What a phone has room for: the picture is never made smaller."""
LINE: Final = 25.0
DOTS: Final = 118.0
"""How far from the left the papers' dots stand."""
YEAR: Final = 34.0
"""Room for the year at the left."""
NEAREST: Final = 14.0
"""How far to the left an arc to the next line reaches."""
NAMES: Final = DOTS + 14
STRONG: Final = 2.2
WEAK: Final = 1.1
BULGE: Final = 4 / 3
"""How far a cubic curve's handles stand out, for the curve itself to reach as far as 1."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A paper on its line."""

    name: str
    uri: str
    year: int
    title: str
    is_focus: bool = False
    """Whether the picture is about it."""


@dataclass(frozen=True, slots=True)
class Arc:
    """One paper builds on another, both by the number of their lines."""

    older: int
    newer: int
    words: str
    """What the newer one does with the older one, as `extends`."""
    is_strong: bool
    is_focus: bool = False
    """Whether it belongs to what the picture is about."""


def arcs(
    title: str, description: str, stops: Sequence[Stop], drawn: Sequence[Arc], root: str = ""
) -> Figure:
    """Draw papers, the oldest on top, with what builds on what.

    `root` leads from the figure's page to the site's root.
    """
    rows = tuple((_link(stops[a.newer]), a.words, _link(stops[a.older])) for a in drawn)
    parts = [*_years(stops), *_arcs(drawn), *_stops(stops, root)]
    picture = svg.picture(plain(title), WIDTH, LINE * len(stops) + 4, parts)
    table = Table(("Paper", "Relation", "Other paper"), rows)
    return Figure(plain(title), plain(description), table, picture)


def _link(stop: Stop) -> Link:
    return Link(stop.uri, f"{plain(stop.name)} ({stop.year})")


def _y(place: int) -> float:
    return LINE * place + LINE / 2


def _years(stops: Sequence[Stop]) -> Iterator[Markup]:
    """Write each year beside its first paper, with a line above it."""
    lines = []
    for place, (before, stop) in enumerate(pairwise((None, *stops))):
        if stop and (before is None or before.year != stop.year):
            if place:
                lines.append(f"M0,{number(round(LINE * place) + 0.5)}H{number(WIDTH)}")
            yield svg.text(str(stop.year), 0, _y(place) + SIZE / 3)
    if lines:
        yield tag("path", d="".join(lines), fill="none", stroke=INK, stroke_opacity=FAINT)


def _arcs(drawn: Sequence[Arc]) -> Iterator[Markup]:
    """Draw the arcs, the wider the farther they reach; those of the picture's subject on top.

    All of one look are one element, for pages have many.
    """
    farthest = max((abs(arc.newer - arc.older) for arc in drawn), default=1)
    paths: dict[tuple[bool, bool], str] = {}
    for arc in sorted(drawn, key=lambda each: (each.is_focus, each.is_strong)):
        reach = abs(arc.newer - arc.older) / farthest
        room = DOTS - YEAR - NEAREST
        out = number(DOTS - BULGE * (NEAREST + (room - NEAREST) * reach))
        one, other, here = number(_y(arc.older)), number(_y(arc.newer)), number(DOTS)
        look = arc.is_focus, arc.is_strong
        path = f"M{here},{one}C{out},{one},{out},{other},{here},{other}"
        paths[look] = paths.get(look, "") + path
    for (is_focus, is_strong), path in paths.items():
        yield tag(
            "path",
            d=path,
            fill="none",
            stroke=ACCENT if is_focus else INK,
            stroke_opacity=None if is_focus else MUTED,
            stroke_width=STRONG if is_strong else WEAK,
            stroke_dasharray=None if is_strong else "4 3",
        )


def _stops(stops: Sequence[Stop], root: str) -> Iterator[Markup]:
    """Draw each paper's dot and name, which lead to its page."""
    for place, stop in enumerate(stops):
        y = _y(place)
        name = fit(plain(stop.name), WIDTH - NAMES)
        look = {"font_weight": "bold" if stop.is_focus else None}
        dot = tag("circle", cx=DOTS, cy=y, r=5 if stop.is_focus else 3.5, fill=_fill(stop))
        yield svg.link(
            root,
            stop.uri,
            svg.tooltip(f"{plain(stop.title)} ({stop.year})"),
            dot,
            svg.text(name, NAMES, y + SIZE / 3, **look),
        )


def _fill(stop: Stop) -> str:
    return ACCENT if stop.is_focus else INK
