"""Results stand together only where they were measured under the same conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.models import Metric, Paper
from site_builder.pages.benchmarks import COLUMNS, comparable_sets

if TYPE_CHECKING:
    from typing import Any

    from site_builder.pages.benchmarks import ComparableSet

    Site = Any

conditions = st.sampled_from([None, "x", "y"])
results = st.fixed_dictionaries(
    {
        "value": st.integers(-3, 3),
        "backbone": conditions,
        "pretraining": conditions,
        "split": conditions,
        "provenance": st.sampled_from(["paper", "derived"]),
    }
)


def sets_of(found: list[dict[str, Any]], direction: str = "higher") -> tuple[ComparableSet, ...]:
    """Group results, each of a paper of its own unless it names one."""
    metric = Metric.model_validate({"id": "m", "name": "M", "direction": direction})
    papers = [paper_with(f"p{number}", each) for number, each in enumerate(found)]
    measured = [(paper, paper.results[0]) for paper in papers]
    return comparable_sets(metric, measured, COLUMNS)


def paper_with(key: str, result: dict[str, Any]) -> Paper:
    """Make a paper with one result."""
    whole = {"benchmark": "b", "metric": "m", "provenance": "paper", "source": "s", **result}
    return Paper.model_validate(
        {"key": key, "title": key, "authors": ["A B"], "year": 2020, "venue": "V",
         "results": [{k: v for k, v in whole.items() if v is not None}]}
    )  # fmt: skip


def uris(each: ComparableSet) -> list[str]:
    """Name the papers of a set."""
    return [row.paper.uri.split("/")[1] for row in each.rows]


@given(st.lists(results, max_size=8))
def test_sets_part_by_conditions(found: list[dict[str, Any]]) -> None:
    """Every result stands in one set, with exactly those of its backbone, pre-training and split."""
    expected: dict[tuple[Any, ...], set[str]] = {}
    for number, each in enumerate(found):
        told = (each["backbone"], each["pretraining"], each["split"])
        expected.setdefault(told, set()).add(f"p{number}")
    groups = [set(uris(each)) for each in sets_of(found)]
    assert sorted(map(sorted, groups)) == sorted(map(sorted, expected.values()))


@given(st.lists(results, max_size=8), st.randoms(use_true_random=False))
def test_order_does_not_depend_on_the_records_order(
    found: list[dict[str, Any]], random: Any
) -> None:
    """The same results in any order give the same sets, rows and order."""
    turned = list(enumerate(found))
    random.shuffle(turned)
    metric = Metric.model_validate({"id": "m", "name": "M", "direction": "higher"})
    papers = [paper_with(f"p{number}", each) for number, each in turned]
    measured = [(paper, paper.results[0]) for paper in papers]
    assert comparable_sets(metric, measured, COLUMNS) == sets_of(found)


@pytest.mark.parametrize(("direction", "order"), [("higher", "312"), ("lower", "213")])
def test_best_comes_first(direction: str, order: str) -> None:
    """Inside a set the metric's better end is on top."""
    found = [{"value": v, "backbone": "x", "pretraining": "y"} for v in (2, 1, 3)]
    (only,) = sets_of(found, direction)
    assert [row.value for row in only.rows] == {"312": ["3", "2", "1"], "213": ["1", "2", "3"]}[
        order
    ]


def test_sets_say_what_is_missing() -> None:
    """A set whose conditions are not all known says so, and comes after those that may be compared."""
    found = [
        {"value": 1, "pretraining": "y"},
        {"value": 1, "pretraining": "y"},
        {"value": 1, "backbone": "x", "pretraining": "y", "split": "z"},
    ]
    told, untold = sets_of(found)
    assert told.conditions == "Backbone x, pre-training y, split z"
    assert told.is_told
    assert untold.conditions == "Pre-training y, backbone not recorded"
    assert not untold.is_told


def test_largest_set_comes_first() -> None:
    """Of sets that may be compared the largest stands on top."""
    small = {"value": 9, "backbone": "a", "pretraining": "y"}
    large = {"value": 1, "backbone": "b", "pretraining": "y"}
    assert [len(each.rows) for each in sets_of([small, large, large])] == [2, 1]


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
        "Distance (m), higher is better",
        "Spread of ten throws (m), lower is better",
    ]
    assert "Unit: m. Higher is better. From 0 to 60." in html.text()
    assert "Backbone A4, 80 g, pre-training not recorded (conditions incomplete" in html.text()
    rows = [cell.text for cell in html.all("th", scope="row")]
    assert rows == ["Stub", "FF-1", "Stub"]
    assert "third party taken from another paper's table" in html.text()
    assert "reproduction" not in html.text()
