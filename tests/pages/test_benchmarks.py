"""Results stand together only where they were measured under the same conditions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    Site = Any


def test_benchmark_page(tiny_site: Site) -> None:
    """A benchmark's page gives each metric its unit, direction and table, and the provenance words."""
    html = tiny_site.html("benchmarks/long-hall/")
    assert [h.text for h in html.all("h2")] == [
        "Distance",
        "Spread of ten throws",
        "Who reported a figure",
    ]
    captions = [caption.text for caption in html.all("caption")]
    assert captions == [
        "Distance (m), higher is better; not ranked, newest first",
        "Spread of ten throws (m), lower is better; not ranked, newest first",
    ]
    assert "Unit: m. Higher is better. From 0 to 60." in html.text()
    assert "Backbone A4, 80 g, pre-training not recorded" in html.text()
    rows = [cell.text for cell in html.all("th", scope="row")]
    assert rows == ["Stub", "FF-1", "Stub"]
    assert "third party taken from another paper's table" in html.text()
    assert "reproduction" not in html.text()


def test_figures_are_ranked_inside_a_set_alone(real_site: Site) -> None:
    """What states its conditions is ranked among its like; all else comes last, unranked, and says so."""
    for benchmark in real_site.library.benchmarks.values():
        html = real_site.html(f"benchmarks/{benchmark.id}/")
        for heading, table in zip(html.all("h3"), html.all("table"), strict=True):
            is_loose = heading.text == "Not comparable"
            assert ("RankMethod" in table.text) <= (not is_loose)
            assert ("not ranked" in table.text) == is_loose
            assert ("not recorded" in table.text) == is_loose


def test_what_is_missing_is_said(real_site: Site) -> None:
    """A set says how many of its results tell no trainable parameters, and that others differ."""
    text = real_site.html("benchmarks/vtab-1k/").text()
    assert re.search(
        r"\d+ of \d+ results have no figure for trainable parameters, so they are not in the picture",
        text,
    )
    assert "Settings differ within these conditions" in text
    text = real_site.html("benchmarks/cub-200-2011/").text()
    assert "None of these results has a figure for trainable parameters." in text


def test_provenance_is_explained(site: Site) -> None:
    """Every figure bears a badge that leads to what the word means."""
    for benchmark in site.library.benchmarks:
        html = site.html(f"benchmarks/{benchmark}/")
        badges = {badge.text for badge in html.all("a", class_="survey-badge")}
        assert badges == {term.text for term in html.all("dt") if "dl" in term.above}, benchmark
        if badges:
            assert html.all("h2", id="provenance")
