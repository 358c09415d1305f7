"""Pages draw what builds on what, say the same as lists, and are silent where nothing is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.pages.lineages import of_category, of_paper

if TYPE_CHECKING:
    from typing import Any

    from site_builder.pages.writer import Writer

    Site = Any


def links(html: Any) -> tuple[list[str], list[str]]:
    """Return where the picture leads, and where the lists beside it lead."""
    found = [(a.get("href"), "svg" in a.above) for a in html.links()]
    drawn = [href for href, is_drawn in found if is_drawn]
    return drawn, [href for href, is_drawn in found if not is_drawn]


def test_paper_tells_what_it_builds_on(tiny_site: Site) -> None:
    """The picture's links and the lists' are the same papers, in both directions."""
    for key, other, head in (
        ("vouw2020blunt", "folder2019first", "It builds on"),
        ("folder2019first", "vouw2020blunt", "What builds on it"),
    ):
        html = tiny_site.html(f"papers/{key}/")
        heads = [h.text for h in html.all("h3") if h.text not in {"Settings", "Sources"}]
        assert heads == [head]
        drawn, listed = links(html)
        assert set(drawn) == {f"../../papers/{key}/", f"../../papers/{other}/"}
        assert f"../../papers/{other}/" in listed


def test_nothing_recorded_shows_nothing(tiny_site: Site) -> None:
    """A paper without relations has no lineage, a category with two papers no main line."""
    assert not tiny_site.html("papers/gleiter2021unsorted/").all("h2", id="lineage")
    assert not any('id="main-line"' in page.body for page in tiny_site.pages())


def test_lists_say_all_that_the_picture_shows(real_writer: Writer) -> None:
    """Every paper in a picture is named beside it, but for the one that it is about."""
    writer = real_writer
    papers = writer.library.papers
    for key in list(papers)[::25]:
        if found := of_paper(writer, papers[key]):
            said = [e.link for b in (*found.before, *found.after) for e in (b, *b.further)]
            names = {cell.uri for row in found.figure.table.rows for cell in (row[0], row[2])}
            assert names == {f"papers/{key}/", *(link.uri for link in said)}


def test_real_family_has_its_main_line(real_writer: Writer) -> None:
    """A family's line is read from its oldest paper to the newest."""
    library = real_writer.library
    node = library.taxonomy.nodes["method_family", "prompt-tuning"]
    found = of_category(real_writer, node, library.in_category(node))
    assert found
    years = [entry.year for entry in found.entries]
    assert years == sorted(years)
    assert {"CoOp", "CoCoOp", "MaPLe"} <= {entry.name for entry in found.entries}
