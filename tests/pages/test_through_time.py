"""The page of years shows what families, conditions and benchmarks gained, with the collection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.library import Library
from site_builder.pages.templates import make_templates
from site_builder.pages.through_time import figures
from site_builder.pages.writer import Writer

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    Site = Any


def test_years_are_drawn_by_family_condition_and_benchmark(rich_site: Site) -> None:
    """The pictures count what the library counts, and their links lead to pages of the site."""
    writer = Writer(rich_site.library, make_templates())
    found = figures(writer, "../")
    assert len(found) == 3
    pages = {page.uri for page in rich_site.pages()}
    for figure in found:
        years, collection, *groups = figure.table.headers
        assert (years, collection) == ("Year", "Collection")
        assert {group.uri.partition("?")[0] for group in groups} <= pages
        told = {int(row[0]): int(row[1]) for row in figure.table.rows}
        assert told == {year: len(papers) for year, papers in rich_site.library.by_year.items()}
    assert len(rich_site.html("years/").all("svg")) == 3


def test_nothing_to_draw(tmp_path: Path) -> None:
    """A survey without papers has no pictures of years."""
    assert figures(Writer(Library(root=tmp_path), make_templates()), "../") == []
