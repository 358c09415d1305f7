"""Papers through the years: as one row of bars, or stacked by category."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from site_builder.figures import axes, svg
from site_builder.figures.colours import ACCENT, CATEGORIES, category
from site_builder.figures.cuts import cut
from site_builder.figures.scales import round_numbers
from site_builder.figures.svg import SIZE, fit, inside, plain, tag, width_of
from site_builder.figures.values import Figure, Link, Table, format_counts, format_number
from site_builder.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markupsafe import Markup

    from site_builder.figures.values import Cell
    from site_builder.library import Library
    from site_builder.record.models import Facet, Paper

WIDTH: Final = 640
LEFT: Final = 44
RIGHT: Final = 8
TOP: Final = 22
AXIS: Final = 26
"""Room below the bars for the years."""
WIDEST: Final = 44.0
MOST_SERIES: Final = len(CATEGORIES) - 1
NAME: Final = 220.0
"""Room for a category's name in the legend."""
REST: Final = "Other papers"
LINE: Final = 20.0
"""Height of a line of the legend."""
GAP: Final = 1.0
"""Between the parts of a bar, so that their colours need not tell them apart alone."""


@dataclass(frozen=True, slots=True)
class Series:
    """A category's papers by year."""

    name: str
    uri: str | None
    colour: str
    count: Counter[int]


def timeline(
    title: str, papers: Iterable[Paper], span: range | None = None, *, height: int = 120
) -> Figure | None:
    """Draw the papers of each year as bars; None where there are no papers.

    `span` makes several timelines show the same years.
    """
    count = Counter(paper.year for paper in papers)
    if not count:
        return None
    years = span or range(min(count), max(count) + 1)
    most = max(count, key=lambda year: (count[year], year))
    description = (
        f"{counted(count.total(), 'paper')} from {min(count)} to {max(count)}; "
        f"most in {most}, with {counted(count[most], 'paper')}."
    )
    rows = tuple((str(year), format_number(count[year])) for year in years if count[year])
    parts = _Bars(years, [Series("", None, ACCENT, count)], height).parts()
    picture = svg.picture(plain(title), WIDTH, TOP + height + AXIS, parts)
    return Figure(plain(title), description, Table(("Year", "Papers"), rows), picture)


def years_by_category(library: Library, facet: Facet, root: str = "") -> Figure | None:
    """Draw the papers of each year as bars, stacked by the topmost categories of a facet.

    None where there are no papers. `root` leads from the figure's page to the site's root.
    """
    if not library.papers:
        return None
    series = _series(library, facet)
    years = range(min(p.year for p in library.papers.values()), max(library.by_year) + 1)
    title = f"Papers by year and {inside(facet.title)}"
    totals = {each.name: each.count.total() for each in series}
    description = (
        f"{counted(len(library.papers), 'paper')} from {years[0]} to {years[-1]}: "
        f"{format_counts(totals)}. A paper counts in each of its categories."
    )
    bars = _Bars(years, series, 240)
    height = TOP + 240 + AXIS
    legend, below = _legend(series, height + SIZE, root)
    picture = svg.picture(title, WIDTH, height + SIZE + below, [*bars.parts(), *legend])
    return Figure(title, description, _table(years, series), picture)


def _series(library: Library, facet: Facet) -> list[Series]:
    """Count papers by year and topmost category; what stands in none of these comes last."""
    top = cut(library, facet, MOST_SERIES, is_deep=False)
    count: list[Counter[int]] = [Counter() for _ in top.nodes]
    rest: Counter[int] = Counter()
    for paper in library.papers.values():
        found = top.of(paper)
        for place in found:
            count[place][paper.year] += 1
        rest[paper.year] += not found
    series = [
        Series(plain(node.title), node.uri, category(place), count[place])
        for place, node in enumerate(top.nodes)
    ]
    series.append(Series(REST, None, category(MOST_SERIES), +rest))
    return [each for each in series if each.count]


def _table(years: range, series: Sequence[Series]) -> Table:
    heads = [Link(each.uri, each.name) if each.uri else each.name for each in series]
    rows: list[tuple[Cell, ...]] = [
        (str(year), *(format_number(each.count[year]) for each in series))
        for year in years
        if any(each.count[year] for each in series)
    ]
    return Table(("Year", *heads), tuple(rows))


class _Bars:
    """Bars over years, with the axes."""

    def __init__(self, years: range, series: Sequence[Series], height: float) -> None:
        self.years, self.series, self.height = years, series, height
        self.most = max(sum(each.count[year] for each in series) for year in years)
        self.step = (WIDTH - LEFT - RIGHT) / len(years)
        self.width = min(WIDEST, self.step * 0.8)

    def parts(self) -> Iterator[Markup]:
        """Draw everything."""
        yield from self._grid()
        for place, year in enumerate(self.years):
            yield from self._stack(year, LEFT + self.step * (place + 0.5))
        yield from self._names()

    def _y(self, number: float) -> float:
        return TOP + self.height * (1 - number / self.most)

    def _grid(self) -> Iterator[Markup]:
        wanted = max(2, int(self.height // 50))
        ticks = [t for t in round_numbers(0, self.most, wanted) if t == int(t)]
        labels = [(self._y(tick), f"{tick:,.0f}") for tick in ticks or [0]]
        yield from axes.y_axis(labels, LEFT, WIDTH - RIGHT)

    def _stack(self, year: int, middle: float) -> Iterator[Markup]:
        below = 0
        for each in self.series:
            if number := each.count[year]:
                label = ", ".join(filter(None, (str(year), each.name)))
                top, bottom = self._y(below + number), self._y(below)
                yield tag(
                    "rect",
                    svg.tooltip(f"{label}: {counted(number, 'paper')}"),
                    x=middle - self.width / 2,
                    y=top,
                    width=self.width,
                    height=max(bottom - top - GAP * (below > 0), GAP),
                    fill=each.colour,
                )
                below += number
        if below and len(self.series) == 1 and self.step >= width_of(str(below)):
            yield svg.text(str(below), middle, self._y(below) - 5, text_anchor="middle")

    def _names(self) -> Iterator[Markup]:
        """Write the years, as many as have room, the last one for certain."""
        wide = width_of("2000")
        every = math.ceil((wide + SIZE) / self.step)
        for place, year in enumerate(self.years):
            if (len(self.years) - 1 - place) % every == 0:
                x = min(LEFT + self.step * (place + 0.5), WIDTH - wide / 2)  # bars may be thin
                yield svg.text(str(year), x, TOP + self.height + axes.BELOW, text_anchor="middle")


def _legend(series: Sequence[Series], top: float, root: str) -> tuple[list[Markup], float]:
    """Return a legend of the colours in as many lines as it takes, and its height."""
    parts, left, line = [], float(LEFT), 0
    for each in series:
        name = fit(each.name, NAME)
        width = 18 + width_of(name) + SIZE
        if left + width > WIDTH and left > LEFT:
            left, line = float(LEFT), line + 1
        y = top + line * LINE
        square = tag("rect", x=left, y=y, width=SIZE, height=SIZE, fill=each.colour)
        text = svg.text(name, left + 18, y + SIZE - 2)
        parts.append(svg.link(root, each.uri, square, text))
        left += width
    return parts, (line + 1) * LINE
