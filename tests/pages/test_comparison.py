"""A category's papers stand side by side in the columns that they fill."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    Site = Any

ALWAYS = ["Paper", "Authors", "Venue", "Year"]


def heads(html: Any) -> list[str]:
    """Name the columns of a category's table."""
    return [label.text for label in html.all("span") if "data-label" in label.attributes]


def test_columns_are_those_that_papers_fill(tiny_site: Site) -> None:
    """A column stands there when enough papers of the category fill it."""
    dart = tiny_site.html("fold/dart/")
    assert heads(dart) == [*ALWAYS, "Papers folded", "Backbone", "Code"]
    assert heads(tiny_site.html("fold/glider/")) == ALWAYS
    assert [cell.text for cell in dart.all("td")][-3:] == ["A4", "A4, 80 g", "code of FF-1"]


def test_every_paper_has_its_row(site: Site) -> None:
    """The table has all papers of the category and of all below it, each with a cell per column."""
    for node in site.library.taxonomy.nodes.values():
        html = site.html(node.uri)
        rows = [link.get("href") for link in html.all("a") if link.above[-2:] == ("tr", "th")]
        papers = site.library.in_category(node)
        assert [f"../../papers/{paper.key}/" for paper in papers] == [
            row for row in rows if "tbody" in row or "/papers/" in row
        ]
        count = len(papers) * (len(heads(html)) - 1)
        table = [cell for cell in html.all("td") if "details" not in cell.above]
        assert len(table) == count


def columns(html: Any) -> dict[str, list[str]]:
    """Give the cells of a category's table by the heads of their columns."""
    names = heads(html)[1:]
    cells = [cell.text for cell in html.all("td") if "details" not in cell.above]
    return {name: cells[place :: len(names)] for place, name in enumerate(names)}


def test_sparse_columns_are_left_out(rich_site: Site) -> None:
    """A column stands there where at least a fifth of the papers have something to say in it."""
    narrow = 0
    for node in rich_site.library.taxonomy.nodes.values():
        html = rich_site.html(node.uri)
        if not rich_site.library.in_category(node):
            continue
        shown = columns(html)
        narrow += [*shown][:3] == ALWAYS[1:] and "VTAB-1k" not in shown
        for name, cells in shown.items():
            assert sum(map(bool, cells)) * 5 >= len(cells), (node.uri, name)
    assert narrow > 0


def test_cells_say_what_they_are_in_cards(tiny_site: Site) -> None:
    """A cell beyond those of every list names its column, for screens on which rows are cards."""
    cells = tiny_site.html("fold/dart/").all("td")
    named = [
        (cell.attributes["data-head"], cell.text)
        for cell in cells
        if "data-head" in cell.attributes
    ]
    assert ("Papers folded", "A4") in named
    assert {head for head, _ in named} == {"Papers folded", "Backbone"}


def test_figures_of_a_column_may_be_compared(rich_site: Site) -> None:
    """A benchmark's column has figures of one set alone, whose conditions its head says."""
    library = rich_site.library
    benchmark = library.benchmarks["vtab-1k"]
    pages = [rich_site.html(node.uri) for node in library.taxonomy.nodes.values()]
    checked = 0
    for html in pages:
        told = [n.text for n in html.all("small") if "ViT-B/16, ImageNet-21k" in n.text]
        if "VTAB-1k" not in heads(html) or not told:
            continue
        sets = [
            each
            for metric in benchmark.metrics
            for each in library.comparable_sets(benchmark)[metric]
            if each.is_ranked and any(note.startswith(metric.name) for note in told)
        ]
        values = {text for text in columns(html)["VTAB-1k"] if text}
        assert any(values <= {f"{row.result.value:g}" for row in each.rows} for each in sets)
        checked += 1
    assert checked


def test_timeline_needs_years(tiny_site: Site) -> None:
    """A category of more than one year has its picture; one year alone needs none."""
    assert tiny_site.html("fold/dart/").all("figure")
    assert not tiny_site.html("fold/glider/").all("figure")
