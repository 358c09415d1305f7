"""The map: every paper a point near those that use its words; a script draws what is data here.

The page itself needs no layout, which takes its time: the layout stands in a file that the script
reads, and as a table of regions on a page of its own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from site_builder.figures.colours import CATEGORIES
from site_builder.pages import explore, heads
from site_builder.pages.addresses import MAP, up_to_root
from site_builder.pages.categories import node_link
from site_builder.pages.parts import Asset, Link
from site_builder.pages.writer import paper_link
from site_builder.related import atlas
from site_builder.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.pages.parts import Page
    from site_builder.pages.writer import Writer
    from site_builder.record.taxonomy import Node
    from site_builder.related.atlas import PaperMap, Region

DATA: Final = f"{MAP}/places.json"
TABLE: Final = f"{MAP}/regions/"
STYLES: Final = "css/map.css"
STYLE: Final = Markup('\n<link rel="stylesheet" href="{}">')
GRID: Final = 10_000
"""Steps of a coordinate in the file."""
LEAST: Final = 4
"""Papers of a region whose name the map shows."""
CENTRAL: Final = 6
"""Papers in the middle of a region that its row names."""
FACETS: Final = 3
"""Categories that are told of a region."""


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A region in the table."""

    name: str
    count: int
    categories: tuple[tuple[Link, int], ...]
    papers: tuple[Link, ...]
    """Those in its middle."""


def hub(writer: Writer) -> Page:
    """Make the map's page, which may stand in the navigation."""
    uri, count = f"{MAP}/", len(writer.library.papers)
    return writer.page(
        "map",
        uri,
        "Map",
        count=count,
        shown=min(count, atlas.MOST),
        has_citations=bool(writer.library.citations),
        table=Link(TABLE, "The regions of the map as a table"),
        description=f"{counted(count, 'paper')} as points, each near those that use its words.",
        about=lambda title, said: (
            heads.card(uri, writer.facts.site, title, said)
            + explore.wants(up_to_root(uri), explore.DATA, DATA)
            + str(STYLE.format(up_to_root(uri) + STYLES))
        ),
        is_hub=True,
    )


def page(writer: Writer) -> Page:
    """Make the table of the map's regions."""
    found = writer.map
    count = len(found.fine)
    return writer.page(
        "map_regions",
        TABLE,
        "Regions of the map",
        rows=[_row(writer, region, found) for region in found.fine],
        count=len(found.papers),
        description=f"{counted(count, 'region')} of papers that use the same words.",
        section=MAP,
    )


def assets(writer: Writer) -> Iterator[Asset]:
    """Make the data that the map is drawn from."""
    yield Asset(DATA, explore.as_json(data(writer)), "the map")


def data(writer: Writer) -> dict[str, Any]:
    """Return places in the order of the explorer's papers, null where one is not on the map."""
    found, papers = writer.map, len(writer.library.papers)
    columns: list[list[int | None]] = [[None] * papers, [None] * papers]
    for number, place in zip(found.papers, found.places.tolist(), strict=True):
        for column, coordinate in zip(columns, place, strict=True):
            column[number] = round(coordinate * GRID)
    x, y = columns
    return {
        "grid": GRID,
        "x": x,
        "y": y,
        "regions": [
            [_region(each) for each in level if each.name and len(each.papers) >= LEAST]
            for level in (found.coarse, found.fine)
        ],
        "colours": CATEGORIES,
    }


def _region(region: Region) -> dict[str, Any]:
    place = {"x": round(region.x * GRID), "y": round(region.y * GRID)}
    return {**place, "name": region.name, "count": len(region.papers)}


def _row(writer: Writer, region: Region, found: PaperMap) -> RegionRow:
    papers = [writer.keyed[found.papers[number]] for number in region.papers]
    counts = Counter(node_link(node) for paper in papers for node in _tops(writer, paper.key))
    return RegionRow(
        region.name or "no telling words",
        len(papers),
        tuple(counts.most_common(FACETS)),
        tuple(map(paper_link, papers[:CENTRAL])),
    )


def _tops(writer: Writer, key: str) -> list[Node]:
    """Return the topmost categories of the first facet that a paper stands in."""
    library = writer.library
    found = [
        (facet, node.ancestors[0].id if node.ancestors else node.id)
        for facet in library.taxonomy.facet_ids[:1]
        for node in library.nodes(library.papers[key], facet)
    ]
    return [library.taxonomy.nodes[place] for place in dict.fromkeys(found)]
