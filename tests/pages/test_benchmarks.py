"""Results stand together only where they were measured under the same conditions."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from site_builder.pages.boards import board
from site_builder.record.results import alike
from site_builder.text.plurals import counted

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


def test_figures_are_ranked_inside_a_set_alone(rich_site: Site) -> None:
    """What states its conditions is ranked among its like; all else comes last, unranked, and says so."""
    for benchmark in rich_site.library.benchmarks.values():
        html = rich_site.html(f"benchmarks/{benchmark.id}/")
        for heading, table in zip(html.all("h3"), html.all("table"), strict=True):
            is_loose = heading.text == "Not comparable"
            assert ("RankMethod" in table.text) <= (not is_loose)
            assert ("not ranked" in table.text) == is_loose
            assert ("not recorded" in table.text) == is_loose


def test_what_is_missing_is_said(rich_site: Site) -> None:
    """A set says how many of its results tell no trainable parameters, and that others differ."""
    text = rich_site.html("benchmarks/vtab-1k/").text()
    assert re.search(
        r"\d+ of \d+ results have no figure for trainable parameters, so they are not in the picture",
        text,
    )
    assert "Settings differ within these conditions" in text
    said = "None of these results has a figure for trainable parameters."
    assert any(
        said in rich_site.html(f"benchmarks/{b}/").text() for b in rich_site.library.benchmarks
    )


def test_provenance_is_explained(site: Site) -> None:
    """Every figure bears a badge that leads to what the word means."""
    for benchmark in site.library.benchmarks:
        html = site.html(f"benchmarks/{benchmark}/")
        badges = {badge.text for badge in html.all("a", class_="survey-badge")}
        assert badges == {term.text for term in html.all("dt") if "dl" in term.above}, benchmark
        if badges:
            assert html.all("h2", id="provenance")


def test_boards_hold_every_result(rich_site: Site) -> None:
    """A ranked set shows all of its results, those of one method and variant beneath one another."""
    for benchmark in rich_site.library.benchmarks.values():
        html = rich_site.html(f"benchmarks/{benchmark.id}/")
        rows = [row for row in html.all("tr") if "data-row" in row.attributes]
        sets = rich_site.library.comparable_sets(benchmark)
        ranked = [each for metric in benchmark.metrics for each in sets[metric] if each.is_ranked]
        assert len(rows) == sum(len(each.rows) for each in ranked)
        for each in ranked:
            here, rows = rows[: len(each.rows)], rows[len(each.rows) :]
            order = [int(row.get("data-row")) for row in here]
            assert sorted(order) == list(range(len(order)))
            methods = [
                (each.rows[n].paper.key, alike(each.rows[n].result.variant or "")) for n in order
            ]
            assert len([*groupby(methods)]) == len(set(methods))


def test_spread_is_explained(rich_site: Site) -> None:
    """Of a method with several results in a set the first says what they span and differ in."""
    html = rich_site.html("benchmarks/vtab-1k/")
    told = [small.text for small in html.all("small", class_="survey-spread")]
    assert told
    assert all(
        re.match(r"\d+ results of it, (from [\d.]+ to|all) [\d.]+(; they differ in .+)?$", t)
        for t in told
    )


def test_points_have_rows(rich_site: Site) -> None:
    """Each point of a picture has the number of a row in the table below it, of the same paper."""
    html = rich_site.html("benchmarks/vtab-1k/")
    points = [each for each in html.all("a") if "data-row" in each.attributes]
    rows = {row.get("data-row") for row in html.all("tr") if "data-row" in row.attributes}
    assert points
    assert {point.get("data-row") for point in points} <= rows


def test_brief(rich_site: Site) -> None:
    """On top stands what is compared, what differs, and how far to trust it, counted from records."""
    for benchmark, found in rich_site.library.on_benchmark.items():
        text = rich_site.html(f"benchmarks/{benchmark}/").text()
        papers = len({paper.key for paper, _ in found})
        assert f"{counted(len(found), 'result')} of {counted(papers, 'paper')} by" in text
        assert "What differs" in text
        assert "How far to trust it" in text


def test_steps_tell_results_apart(rich_site: Site) -> None:
    """Each amount that is offered keeps some results, and no two keep the same."""
    for benchmark in rich_site.library.benchmarks.values():
        for sets in rich_site.library.comparable_sets(benchmark).values():
            for each in sets:
                steps = board(each, [()] * len(each.rows), ()).steps
                counts = [step.count for step in steps]
                assert counts == sorted(set(counts))
                assert all(0 < count < len(each.rows) for count in counts)
