"""The map's page has its data, its regions as a table, and says what to do without JavaScript."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    Site = Any


def data(site: Site) -> Any:
    """Read the map's data as its script does."""
    return json.loads(site.file("map/places.json"))


def test_every_paper_of_the_explorer_has_a_place(rich_site: Site) -> None:
    """Places stand in the order of the explorer's papers, within the grid."""
    found = data(rich_site)
    count = len(rich_site.library.papers)
    assert len(found["x"]) == len(found["y"]) == count
    assert all(0 <= n <= found["grid"] for axis in "xy" for n in found[axis])
    coarse, fine = found["regions"]
    assert count // 200 < len(coarse) < len(fine)
    assert all(region["name"] for region in (*coarse, *fine))


def test_regions_are_a_table(rich_site: Site) -> None:
    """Each region has its row, with links to papers that are there."""
    html = rich_site.html("map/regions/")
    pages = {page.uri for page in rich_site.pages()}
    counts = [int(row.text) for row in html.all("td") if row.text.isdecimal()]
    assert sum(counts) == len(rich_site.library.papers)
    links = {a.get("href").removeprefix("../../") for a in html.all("a")}
    assert links - {"map/"} <= pages


def test_map_says_what_to_do_without_javascript(tiny_site: Site) -> None:
    """Readers without JavaScript are led to the table and to the list of all papers."""
    html = tiny_site.html("map/")
    links = {a.get("href") for a in html.all("a") if "noscript" in a.above}
    assert {"../map/regions/", "../papers/"} <= links
