"""Pictures stand with words that say the same, and with their numbers as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_builder.library import Library
from site_builder.pages import fragments, make_templates

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    Site = Any
    ReadHtml = Callable[[str], Any]

NAMES = ("papers-by-year", "heat-map", "tree", "lineage")


@pytest.mark.parametrize("name", NAMES)
def test_overviews_say_what_they_show(site: Site, read_html: ReadHtml, name: str) -> None:
    """Each picture of the whole survey has a name, words and a table; its links stay in the site."""
    pages = {page.uri for page in site.pages()}
    html = read_html(fragments(site.library, make_templates())[name])
    picture = html.one("svg")
    assert picture.get("aria-label")
    assert {"width", "height", "viewbox"} <= picture.attributes.keys()
    assert len(html.one("figcaption").text) > len(picture.get("aria-label"))
    assert html.all("th", scope="row")
    assert {link.get("href").partition("?")[0] for link in html.all("a")} <= pages


def test_overviews_lead_from_where_they_stand(tiny_site: Site, read_html: ReadHtml) -> None:
    """A picture's links start from the page that it is put into."""
    for name in NAMES:
        html = read_html(fragments(tiny_site.library, make_templates(), "../")[name])
        assert all(link.get("href").startswith("../") for link in html.all("a"))


def test_nothing_to_show_shows_nothing(tmp_path: Path) -> None:
    """A survey without papers has empty pieces in the place of pictures."""
    found = fragments(Library(root=tmp_path), make_templates())
    assert [found[name] for name in NAMES] == [""] * len(NAMES)


def test_fronts_are_drawn_where_enough_results_tell_parameters(rich_site: Site) -> None:
    """A set with three results that tell parameters has its picture, and its table marks the front."""
    html = rich_site.html("benchmarks/vtab-1k/")
    assert len(html.all("figure")) == sum("Pareto front" in t.text for t in html.all("table"))
    assert html.all("figure")
    assert not rich_site.html("benchmarks/base-to-novel/").all("figure")
    links = {a.get("href") for a in html.all("a") if "svg" in a.above}
    assert links
    assert links <= {f"../../{page.uri}" for page in rich_site.pages()}
