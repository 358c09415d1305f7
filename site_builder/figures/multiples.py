"""Small multiples: what each of several groups gained by year, before the whole collection.

A collection thins out where nobody has looked yet. So that this does not read as a field that dies,
each panel has the whole collection's years behind its bars, and bars of thin years are pale.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from site_builder.figures import svg
from site_builder.figures.colours import ACCENT, FAINT, INK
from site_builder.figures.svg import SIZE, fit, plain, tag, width_of
from site_builder.figures.values import Figure, Link, Table, format_number
from site_builder.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markupsafe import Markup

    from site_builder.record.models import Paper

PANEL: Final = 162.0
"""Width of a panel: two stand side by side on a phone."""
GAP: Final = 16.0
COLUMNS: Final = 2
BARS: Final = 54.0
"""Height of the bars."""
HEAD: Final = 20.0
FOOT: Final = 32.0
PALE: Final = 0.4
THIN: Final = 0.1
"""Part of the fullest year's papers below which the collection has hardly looked at a year."""
EARLY: Final = 0.02
"""Part of all papers that the years before the first one drawn may have."""


@dataclass(frozen=True, slots=True)
class Group:
    """Papers that stand together in a panel."""

    name: str
    uri: str
    papers: Sequence[Paper]


@dataclass(frozen=True, slots=True)
class Collection:
    """All papers by year, and the years that are drawn."""

    count: Counter[int]
    years: range

    @classmethod
    def of(cls, papers: Iterable[Paper]) -> Collection:
        """Count papers by year; the first few, spread over many years, are not drawn."""
        count = Counter(paper.year for paper in papers)
        early, first = 0, min(count)
        for year in sorted(count):
            first = year
            early += count[year]
            if early > EARLY * count.total():
                break
        return cls(count, range(first, max(count) + 1))

    @property
    def thin(self) -> list[int]:
        """The years that are drawn of which the collection has hardly anything."""
        most = max(self.count.values())
        return [year for year in self.years if self.count[year] < THIN * most]


def multiples(
    title: str, groups: Sequence[Group], papers: Iterable[Paper], root: str = ""
) -> Figure | None:
    """Draw each group's papers by year; None where there is no group, or only one year.

    `root` leads from the figure's page to the site's root.
    """
    all_papers = list(papers)
    if not groups or len({paper.year for paper in all_papers}) == 1:
        return None
    collection = Collection.of(all_papers)
    rows = -(-len(groups) // COLUMNS)
    step = HEAD + BARS + FOOT
    parts = [
        part
        for place, group in enumerate(groups)
        for part in _panel(
            group, collection, (place % COLUMNS) * (PANEL + GAP), place // COLUMNS * step, root
        )
    ]
    picture = svg.picture(plain(title), COLUMNS * PANEL + GAP, rows * step, parts)
    return Figure(plain(title), _said(collection, all_papers), _table(groups, collection), picture)


def _said(collection: Collection, papers: Sequence[Paper]) -> str:
    years, thin = collection.years, collection.thin
    before = sum(paper.year < years[0] for paper in papers)
    said = [
        "Bars are papers by year, the fullest year of each panel the highest.",
        "The grey ground is the whole collection, drawn in the same way.",
    ]
    if thin:
        said.append(
            f"Pale bars stand in {', '.join(map(str, thin))}, of which the collection itself "
            "holds little: they tell of the collection, not of the field."
        )
    if before:
        said.append(f"{counted(before, 'paper')} from before {years[0]} are not drawn.")
    return " ".join(said)


def _panel(
    group: Group, collection: Collection, left: float, top: float, root: str
) -> Iterator[Markup]:
    """Draw one group before the collection."""
    count, years = Counter(paper.year for paper in group.papers), collection.years
    total = f"{len(group.papers):,}"
    name = fit(plain(group.name), PANEL - width_of(total) - SIZE)
    yield svg.link(root, group.uri, svg.text(name, left, top + SIZE))
    yield svg.text(total, left + PANEL, top + SIZE, text_anchor="end")
    base = top + HEAD + BARS
    step = PANEL / len(years)
    most = max((count[year] for year in years), default=0) or 1
    largest = max(collection.count[year] for year in years)
    thin = set(collection.thin)
    for place, year in enumerate(years):
        x = left + step * place
        ground = BARS * collection.count[year] / largest
        yield tag(
            "rect", x=x, y=base - ground, width=step, height=ground, fill=INK, fill_opacity=FAINT
        )
        if count[year]:
            height = max(1.0, BARS * count[year] / most)
            opacity = PALE if year in thin else None
            said = f"{year}: {counted(count[year], 'paper')} of {collection.count[year]:,}"
            box = {"x": x + step * 0.15, "y": base - height, "width": step * 0.7, "height": height}
            yield tag("rect", svg.tooltip(said), fill=ACCENT, fill_opacity=opacity, **box)
    yield tag("line", x1=left, x2=left + PANEL, y1=base, y2=base, stroke=INK, stroke_opacity=FAINT)
    yield svg.text(str(years[0]), left, base + 15)
    yield svg.text(str(years[-1]), left + PANEL, base + 15, text_anchor="end")


def _table(groups: Sequence[Group], collection: Collection) -> Table:
    counts = [Counter(paper.year for paper in group.papers) for group in groups]
    heads = [Link(group.uri, plain(group.name)) for group in groups]
    rows = tuple(
        (
            str(year),
            format_number(collection.count[year]),
            *(format_number(count[year]) for count in counts),
        )
        for year in sorted(collection.count)
    )
    return Table(("Year", "Collection", *heads), rows)
